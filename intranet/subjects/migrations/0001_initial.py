from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="kod")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="namn")),
                ("description", models.CharField(blank=True, max_length=250, verbose_name="beskrivning")),
            ],
            options={"verbose_name": "ämne", "verbose_name_plural": "ämnen", "ordering": ("name",)},
        ),
    ]
