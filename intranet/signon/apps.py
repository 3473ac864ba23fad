from django.apps import AppConfig


class SignonConfig(AppConfig):
    name = "intranet.signon"
    label = "signon"
    verbose_name = "Inloggning"

    def ready(self) -> None:
        from intranet.jobs import daily
        from intranet.signon import (
            checks,  # noqa: F401
            following,
            pruning,
        )

        following.connect()
        daily.register("signon.prune_sessions", pruning.prune_sessions)
        daily.register("signon.prune_codes", pruning.prune_codes)
