from django.apps import AppConfig
from django.conf import settings


class IntranetConfig(AppConfig):
    """The ground floor: what every part of the platform stands on."""

    name = "intranet"
    verbose_name = "Intranät"

    def ready(self) -> None:
        from intranet.language import order

        order.install()
        if getattr(settings, "DEVELOPMENT", False):
            from intranet.demo.rest import queue_when_due
            from intranet.demo.starting import load_first_part, who_one_can_be
            from intranet.jobs import clock, starting

            clock.register("demo.rest", queue_when_due)
            starting.register("demo", 10, load_first_part)
            starting.register_welcome("demo", who_one_can_be)
