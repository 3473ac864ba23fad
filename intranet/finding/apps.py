from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "intranet.finding"
    label = "finding"
    verbose_name = "Sökindex"

    def ready(self) -> None:
        from intranet.finding import tasks
        from intranet.jobs import clock

        clock.register("finding.outbox", tasks.queue_if_waiting)
