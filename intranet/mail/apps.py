from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "intranet.mail"
    label = "mail"
    verbose_name = "E-post"

    def ready(self) -> None:
        from intranet.jobs import clock
        from intranet.mail import checks  # noqa: F401  (registers its check)
        from intranet.mail.tasks import queue_if_waiting

        clock.register("mail.queue", queue_if_waiting)
