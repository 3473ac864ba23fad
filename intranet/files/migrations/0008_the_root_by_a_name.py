"""The collection that all others lie in says whom its files are for; Wagtail names it in English."""

from django.db import migrations

WAGTAILS, OURS = "Root", "Filer för alla"


def rename(before, after):
    def renaming(apps, schema_editor):
        # One that somebody has named keeps its name.
        apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=before).update(name=after)

    return renaming


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0007_turn_to_be_read"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(rename(WAGTAILS, OURS), rename(OURS, WAGTAILS))]
