from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "intranet.access"
    label = "access"
    verbose_name = "Behörighet"
