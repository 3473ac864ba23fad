from django.db import migrations

from intranet.pages import indexes


def install(apps, schema_editor):
    indexes.install(schema_editor.connection)


def remove(apps, schema_editor):
    indexes.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
