import modelcluster.fields
from django.core.management.color import no_style
from django.db import migrations

FIELDS = ("id", "slug", "name", "description")


def copy(apps, schema_editor):
    """Same numbers, so that what points at them still does."""
    old, new = apps.get_model("home", "Subject"), apps.get_model("subjects", "Subject")
    new.objects.bulk_create(new(**row) for row in old.objects.values(*FIELDS))
    for sql in schema_editor.connection.ops.sequence_reset_sql(no_style(), [new]):
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    """Subjects move to an app of their own, because more than pages have them."""

    dependencies = [("home", "0006_blocks_and_dates"), ("subjects", "0001_initial")]

    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="knowledgepage",
            name="subjects",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True, related_name="knowledge_pages", to="subjects.subject", verbose_name="ämnen"
            ),
        ),
        migrations.DeleteModel(name="Subject"),
    ]
