from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "intranet.navigation"
    label = "navigation"
    verbose_name = "Navigering"
