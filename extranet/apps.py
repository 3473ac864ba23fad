from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone


class ExtranetConfig(AppConfig):
    """What elected officials meet: bodies, mandates, meetings and their papers."""

    name = "extranet"
    verbose_name = "Förtroendevalda"

    def ready(self) -> None:
        from extranet.access.standing import standings
        from extranet.attendance import calling, kinds
        from extranet.bundles import tasks as bundles
        from extranet.delivery import forgetting
        from extranet.feed import revisions
        from extranet.indexing import moments, plugging
        from extranet.notes import checks, state  # noqa: F401  (checks registers its own)
        from extranet.offline import wiping
        from extranet.oversight.kinds import register as register_oversight
        from extranet.papers import orphans
        from extranet.papers.triggers import VERSIONS
        from extranet.placements import arriving
        from extranet.reading import menu
        from extranet.summons import kinds as summons_kinds
        from extranet.summons import tasks as summons
        from extranet.texts import tasks as texts
        from intranet.access.mandates import register_mandate_source
        from intranet.jobs import clock, daily, readiness

        register_mandate_source(standings)
        register_oversight()
        menu.register()
        wiping.connect()
        plugging.register()
        clock.register("extranet.texts", texts.queue_if_waiting)
        readiness.register("papers", texts.state)
        clock.register("extranet.bundles", bundles.queue_if_waiting)
        readiness.register("bundles", bundles.state)
        readiness.register("notes", state.state)
        clock.register("extranet.publications", moments.announce_what_has_come)
        clock.register("extranet.feed", revisions.catch_up)
        kinds.register()
        summons_kinds.register()
        clock.register("extranet.summons", summons.queue_if_waiting)
        readiness.register("summonses", summons.state)
        clock.register("extranet.attendance.begun", calling.close_begun)
        daily.register(
            "extranet.attendance",
            lambda _last, _today: calling.settle_coming(timezone.now()),
            in_batches=True,
        )
        daily.register("extranet.papers", orphans.sweep, in_batches=True)
        daily.register("extranet.delivery", forgetting.forget)
        daily.register("extranet.uploads", lambda _last, _today: arriving.forget_old(timezone.now()))
        post_migrate.connect(VERSIONS.look_after, sender=self, dispatch_uid="extranet.versions")
