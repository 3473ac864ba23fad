"""The rule for runs: who may see one, and what they may do in it.

A run is seen by those who take part (who started it, who leads it, whom it is about, who has been given an
item on its list) and by the manager of its unit, or the nearest one upwards, and that manager's stand-in. They
must be employed today, and the place where the checklist stands must be theirs: a run quotes it.
Rank does not help, and there is no access by being an administrator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from home.runs.models import Run, RunItem, RunQuerySet
from intranet.access.places import Tree
from intranet.access.viewer import Viewer, viewers_of
from intranet.organisation.models import Unit
from intranet.people.models import Appointment, Employment, Person
from intranet.people.responsibility import MANAGER, Managers, Responsible


def may_see_any(viewer: Viewer) -> bool:
    """Whether there can be runs for the viewer at all: for those who are employed today."""
    return viewer.person is not None and viewer.is_employee


def visible_to(viewer: Viewer, runs: RunQuerySet, managed: list[int] | None = None) -> RunQuerySet:
    """The runs of a queryset that the viewer may see; a query more for everybody, two more for managers.

    None more if `managed` has been asked for already: see `managed_units`.
    """
    if viewer.person is None or not viewer.is_employee:
        return runs.none()
    units = managed_units(viewer) if managed is None else managed
    theirs = taking_part(viewer.person.pk) | Q(unit__in=units)
    return runs.filter(_in_places(viewer.places.pages), theirs)


def own_within(places: Tree, person: int, runs: RunQuerySet) -> RunQuerySet:
    """Those of the runs that somebody takes part in and may see, if `may_see_any`; for querysets that are prepared."""
    return runs.filter(_in_places(places), taking_part(person))


def is_visible_to(viewer: Viewer, run: Run) -> bool:
    """The same answer for one run."""
    if viewer.person is None or not viewer.is_employee:
        return False
    if not viewer.places.pages.admits(run.version.page.path):
        return False
    return takes_part(viewer.person.pk, run) or manages(viewer, run)


known_to = open_to = visible_to
is_known_to = is_open_to = is_visible_to


def _in_places(places: Tree) -> Q:
    return places.query("version__page__path")


def taking_part(person: int) -> Q:
    """Runs that somebody takes part in, for a queryset of runs."""
    given = RunItem.objects.filter(run=OuterRef("pk"), assignee=person, in_list=True)
    return Q(starter=person) | Q(lead=person) | Q(subject=person) | Q(Exists(given))


def takes_part(person: int, run: Run) -> bool:
    return person in (run.starter_id, run.lead_id, run.subject_id) or has_items(person, run)


def has_items(person: int, run: Run) -> bool:
    return run.items.filter(assignee=person, in_list=True).exists()


def manages(viewer: Viewer, run: Run) -> bool:
    """Whether the viewer is the manager of the run's unit, or stands in."""
    if run.unit is None or viewer.person is None:
        return False
    return _is(viewer.person.pk, Managers([run.unit], viewer.today).of(run.unit.path))


def managed_units(viewer: Viewer) -> list[int]:
    """The units whose nearest manager upwards the viewer is, or stands in for."""
    if viewer.person is None:
        return []
    me = viewer.person.pk
    seats = Appointment.objects.in_force(viewer.today).filter(
        Q(person=me) | Q(stand_in=me), function__kind__code=MANAGER
    )
    paths = list(seats.values_list("function__unit__path", flat=True))
    if not paths:
        return []
    units = list(Unit.objects.in_subtree_of(paths))
    managers = Managers(units, viewer.today)
    return [unit.pk for unit in units if _is(me, managers.of(unit.path))]


def could_read(person: Person, page_path: str, on: date) -> bool:
    """Whether somebody would see a run of the checklist at a path of the page tree if they took part in it."""
    return bool(readers([person], page_path, on))


def readers(people: Iterable[Person], page_path: str, on: date) -> set[int]:
    """Those, by primary key, who would see a run of the checklist at a path of the page tree if they took part.

    From their first day, if that is to come. Some five queries for all who are employed today.
    """
    people = list(people)
    employments = Employment.objects.filter(Q(end__isnull=True) | Q(end__gte=on), person__in=people)
    first: dict[int, date] = {}
    for person, start in employments.order_by("start").values_list("person", "start"):
        first.setdefault(person, max(start, on))
    able = set()
    for day in set(first.values()):
        for viewer in viewers_of([person for person in people if first.get(person.pk) == day], day):
            if viewer.person and viewer.is_employee and viewer.places.pages.admits(page_path):
                able.add(viewer.person.pk)
    return able


def _is(person: int, manager: Responsible | None) -> bool:
    return manager is not None and person in {p.pk for p in (manager.person, manager.stand_in) if p}


@dataclass(frozen=True)
class Rights:
    """What somebody who sees a run may do in it.

    Who leads it and the unit's manager do everything. The others who take part tick and note what they
    have been given, and what nobody has. In a finished run there is nothing to do but open it again.
    """

    person: int
    leads: bool
    finished: bool

    def tick(self, item: RunItem) -> bool:
        return not self.finished and self.tick_late(item)

    def tick_late(self, item: RunItem) -> bool:
        """A tick that was made before the run was finished and comes after."""
        return self.leads or item.assignee_id in (None, self.person)

    def note(self, item: RunItem) -> bool:
        return self.tick(item)

    @property
    def arrange(self) -> bool:
        """Assign items, set days, change the run's name, take over a newer version, hand over, finish."""
        return self.leads and not self.finished

    @property
    def reopen(self) -> bool:
        return self.leads and self.finished

    def remove(self, untouched: bool) -> bool:
        """`untouched`: nothing has ever been ticked or noted."""
        return self.arrange and untouched


def rights(viewer: Viewer, run: Run) -> Rights:
    """The rights of a viewer who may see the run."""
    me = viewer.person.pk if viewer.person else 0
    return Rights(me, me == run.lead_id or manages(viewer, run), run.is_finished)
