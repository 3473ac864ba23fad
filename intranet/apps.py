from django.apps import AppConfig


class IntranetConfig(AppConfig):
    """The ground floor: what every part of the platform stands on."""

    name = "intranet"
    verbose_name = "Intranät"
