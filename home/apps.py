from django.apps import AppConfig


class HomeConfig(AppConfig):
    """What every employee sees: start page, news, knowledge, directory."""

    name = "home"
    verbose_name = "Innehåll"
