"""A site has a collection for employees from the beginning: uploads go there unless the editor chooses another."""

from django.db import migrations
from wagtail.models import Collection

NAME = "Dokument för anställda"


def make_library(apps, schema_editor):
    Place = apps.get_model("wagtailcore", "Collection")
    Audience = apps.get_model("access", "CollectionAudience")
    root = Place.objects.filter(depth=1).first()
    if root is None or Audience.objects.filter(audience="employees").exists():
        return
    made = Place.objects.filter(depth=2, name=NAME).first()
    if made is None:
        last = Place.objects.filter(depth=2).order_by("path").last()
        # Models of migrations know no trees: the path is made here, behind all others.
        path = Collection(path=last.path)._inc_path() if last else Collection._get_path(root.path, 2, 1)
        made = Place.objects.create(name=NAME, path=path, depth=2, numchild=0)
        root.numchild += 1
        root.save(update_fields=["numchild"])
    if not Audience.objects.filter(collection=made).exists():
        Audience.objects.create(collection=made, audience="employees")


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0004_first_versions"),
        ("access", "0002_assign_roles"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(make_library, migrations.RunPython.noop)]
