from django.db import migrations

from intranet.audit.triggers import EVENTS


def install(apps, schema_editor):
    EVENTS.install(schema_editor.connection)


def remove(apps, schema_editor):
    EVENTS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
