from django.apps import AppConfig


class ExtranetConfig(AppConfig):
    """What elected officials meet: bodies, mandates, meetings and their papers."""

    name = "extranet"
    verbose_name = "Förtroendevalda"
