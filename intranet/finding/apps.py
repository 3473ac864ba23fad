from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "intranet.finding"
    label = "finding"
    verbose_name = "Sökindex"

    def ready(self) -> None:
        from intranet.finding import readiness as states
        from intranet.finding import tasks
        from intranet.finding.starting import prepare_index
        from intranet.jobs import clock, readiness, starting

        clock.register("finding.outbox", tasks.queue_if_waiting)
        readiness.register("search", states.index)
        readiness.register("outbox", states.changes)
        # After whatever is to be found has been loaded.
        starting.register("search", 90, prepare_index)
