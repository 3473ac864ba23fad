from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "intranet.files"
    label = "files"
    verbose_name = "Filer"
