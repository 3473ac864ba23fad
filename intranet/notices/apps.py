from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "intranet.notices"
    label = "notices"
    verbose_name = "Notiser"

    def ready(self) -> None:
        from intranet.jobs import clock, daily, streams
        from intranet.notices import checks, unreached  # noqa: F401  (checks registers its own)
        from intranet.notices.pruning import prune
        from intranet.notices.tasks import queue_if_due

        clock.register("notices.mail", queue_if_due)
        daily.register("notices.prune", prune)
        streams.register("mail", unreached.tell)
