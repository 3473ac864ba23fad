from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "intranet.mail"
    label = "mail"
    verbose_name = "E-post"

    def ready(self) -> None:
        from intranet.jobs import clock, readiness
        from intranet.mail import checks, state  # noqa: F401  (checks registers its own)
        from intranet.mail.tasks import queue_if_waiting

        clock.register("mail.queue", queue_if_waiting)
        readiness.register("mail", state.state)
