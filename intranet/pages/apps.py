from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "intranet.pages"
    label = "pages"
    verbose_name = "Sidor"

    def ready(self) -> None:
        from intranet.jobs import clock
        from intranet.pages import indexes
        from intranet.pages.schedule import publish_scheduled

        clock.register("pages.schedule", publish_scheduled)
        post_migrate.connect(indexes.look_after, sender=self, dispatch_uid="pages.indexes")
