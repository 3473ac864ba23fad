from django.apps import AppConfig


class SignonConfig(AppConfig):
    name = "intranet.signon"
    label = "signon"
    verbose_name = "Inloggning"

    def ready(self) -> None:
        from intranet.signon import checks  # noqa: F401
