from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "intranet.finding"
    label = "finding"
    verbose_name = "Sökindex"

    def ready(self) -> None:
        from intranet.finding import readiness as states
        from intranet.finding import tasks
        from intranet.jobs import clock, readiness

        clock.register("finding.outbox", tasks.queue_if_waiting)
        readiness.register("search", states.index)
        readiness.register("outbox", states.changes)
