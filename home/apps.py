from django.apps import AppConfig


class HomeConfig(AppConfig):
    """What every employee sees: start page, news, knowledge, directory."""

    name = "home"
    verbose_name = "Innehåll"

    def ready(self) -> None:
        from home import menu
        from home.documents.index import shelf as documents
        from home.importing.incoming import notices as incoming
        from home.importing.incoming import pruning, tasks
        from home.indexing import capture  # noqa: F401 (connects its receivers)
        from home.indexing.days import announce_people
        from home.indexing.pages import PageSource
        from home.indexing.people import PersonSource
        from home.indexing.units import UnitSource
        from home.knowledge import comments, turns
        from home.knowledge.decision import take_effect_when_due
        from home.knowledge.notices import reviews
        from home.runs import kinds as run_kinds
        from home.runs.telling import announce_overdue
        from intranet.files import shelf
        from intranet.finding import labels, request, sources
        from intranet.jobs import clock, daily
        from intranet.subjects.models import names

        menu.register()
        shelf.register(documents)
        sources.register(PageSource())
        sources.register(PersonSource())
        sources.register(UnitSource())
        run_kinds.register()
        labels.register(request.SUBJECT, names)
        reviews.register()
        turns.register()
        comments.register()
        clock.register("home.versions", take_effect_when_due)
        clock.register("home.incoming", tasks.queue_if_waiting)
        incoming.register()
        daily.register("home.incoming_notices", incoming.announce)
        daily.register("home.incoming_prune", pruning.prune)
        daily.register("home.people_of_the_day", announce_people)
        daily.register("home.reviews", reviews.announce, in_batches=True)
        daily.register("home.runs_overdue", announce_overdue, in_batches=True)
