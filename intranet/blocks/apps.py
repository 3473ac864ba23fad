from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "intranet.blocks"
    label = "blocks"
    verbose_name = "Block"

    def ready(self) -> None:
        from intranet.blocks import comparison

        comparison.install()
