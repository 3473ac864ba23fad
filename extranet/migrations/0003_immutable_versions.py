from django.db import migrations

from extranet.papers.triggers import VERSIONS


def install(apps, schema_editor):
    VERSIONS.install(schema_editor.connection)


def remove(apps, schema_editor):
    VERSIONS.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("extranet", "0002_roles")]

    operations = [migrations.RunPython(install, remove)]
