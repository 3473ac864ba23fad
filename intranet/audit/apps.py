from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "intranet.audit"
    label = "audit"
    verbose_name = "Säkerhetslogg"

    def ready(self) -> None:
        from intranet.audit import signals
        from intranet.audit.triggers import EVENTS

        post_migrate.connect(EVENTS.look_after, sender=self, dispatch_uid="audit.triggers")
        signals.connect()
        # Each app says in its own `audited` module which of its rights the log follows: the ground's lowest
        # floor cannot know them.
        autodiscover_modules("audited")
