from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ExtranetConfig(AppConfig):
    """What elected officials meet: bodies, mandates, meetings and their papers."""

    name = "extranet"
    verbose_name = "Förtroendevalda"

    def ready(self) -> None:
        from extranet.papers import orphans
        from extranet.papers.triggers import VERSIONS
        from intranet.jobs import daily

        daily.register("extranet.papers", orphans.sweep, in_batches=True)
        post_migrate.connect(VERSIONS.look_after, sender=self, dispatch_uid="extranet.versions")
