from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "intranet.notices"
    label = "notices"
    verbose_name = "Notiser"
