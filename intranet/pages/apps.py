from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "intranet.pages"
    label = "pages"
    verbose_name = "Sidor"

    def ready(self) -> None:
        from intranet.jobs import clock
        from intranet.pages.schedule import publish_scheduled

        clock.register("pages.schedule", publish_scheduled)
