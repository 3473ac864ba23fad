from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "intranet.notices"
    label = "notices"
    verbose_name = "Notiser"

    def ready(self) -> None:
        from intranet.jobs import clock, daily
        from intranet.notices import checks  # noqa: F401  (registers its check)
        from intranet.notices.pruning import prune
        from intranet.notices.tasks import queue_if_due

        clock.register("notices.mail", queue_if_due)
        daily.register("notices.prune", prune)
