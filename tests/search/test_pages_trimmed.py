"""Nobody finds what the rule would not show: real pages and restrictions, both engines, before and after the index.

After each random change every viewer asks twice: in the moment after it, before the index has caught up, and
when it has. Hits, total, facets, excerpts and suggestions must then be what the database's rule says.
"""

from __future__ import annotations

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.knowledge.decision import withdraw
from home.knowledge.timeline import State, state_of
from home.models import NewsIndexPage, NewsPage, RoutinePage, StandardPage
from intranet.access import pages as access
from intranet.access import people as people_access
from intranet.access import units as unit_access
from intranet.access.models import Audience, SectionAudience
from intranet.access.viewer import Viewer, viewer_of
from intranet.finding import ask, outbox
from intranet.finding.draining import drain
from intranet.finding.rebuilding import rebuild
from intranet.finding.request import SearchRequest
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person
from tests.factories import (
    make_elected,
    make_group,
    make_home,
    make_organisation,
    make_page,
    make_person,
    make_unit,
)
from tests.home.knowledge import make_routine

pytestmark = pytest.mark.django_db

WORD = "kompassnål"


class World:
    """A small site that changes at random."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.groups = [make_group("Röd"), make_group("Blå")]
        self.home = make_home()
        self.news = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"))
        self.unit = make_unit("Norr")
        self.count = 0
        self.made: list[int] = []
        for _ in range(25):
            self.add()
        self.routines = [make_routine(f"{WORD} rutin {number}") for number in range(2)]
        self.made += [page.pk for page in self.routines]
        self.people = [make_person(f"{WORD}.{number}", self.unit) for number in range(4)]
        self.readers = {
            "employee": make_person("anställd", self.unit),
            "red": make_person("röd", self.unit, groups=("Röd",)),
            "elected": make_elected("vald"),
            "no role": make_person("ingen", employed=False),
            "handler": make_person("handläggare", self.unit),
        }
        self.readers["handler"].groups.add(make_group("Handläggare", "access.handle_protected"))

    def viewers(self) -> dict[str, Viewer]:
        found = {name: viewer_of(Person.objects.get(pk=p.pk)) for name, p in self.readers.items()}
        return found | {"anonymous": viewer_of(AnonymousUser())}

    def pick(self) -> Page:
        return Page.objects.get(
            pk=self.rng.choice(list(Page.objects.filter(pk__in=self.made).values_list("pk", flat=True)))
        )

    def add(self) -> None:
        self.count += 1
        title = f"{WORD} {self.count}"
        if self.rng.random() < 0.3:
            page = NewsPage(title=title, slug=f"n{self.count}", summary=f"Hemlig{self.count}")
            parent = Page.objects.get(pk=self.news.pk)
        else:
            page = StandardPage(title=title, slug=f"s{self.count}", summary=f"Hemlig{self.count}")
            standard = list(StandardPage.objects.values_list("pk", flat=True))
            parent = Page.objects.get(pk=self.rng.choice([self.home.pk, *standard[-6:]]))
        make_page(page, parent)
        page.save_revision().publish()
        self.made.append(page.pk)

    def change(self) -> str:
        """One random change of what is where, or of who may see what; says which."""
        name = self.rng.choice(
            [
                "add",
                "restrict",
                "free",
                "section",
                "unsection",
                "move",
                "unpublish",
                "delete",
                "protect",
                "leave",
                "group",
                "withdraw",
            ]
        )
        getattr(self, name)()
        return name

    def restrict(self) -> None:
        kind = self.rng.choice(["groups", "login", "password"])
        restriction = PageViewRestriction.objects.create(page=self.pick(), restriction_type=kind)
        restriction.groups.set(self.rng.sample(self.groups, self.rng.randint(0, 1)))

    def free(self) -> None:
        restriction = PageViewRestriction.objects.order_by("?").first()
        if restriction:
            restriction.delete()

    def section(self) -> None:
        """A new section, another audience for an old one, or an old declaration given to another page."""
        page = self.pick()
        given = SectionAudience.objects.exclude(page=page).order_by("?").first()
        if given and not SectionAudience.objects.filter(page=page).exists() and self.rng.random() < 0.6:
            given.page = page
            given.save()
            return
        declared, _ = SectionAudience.objects.update_or_create(
            page=page, defaults={"audience": self.rng.choice(Audience.values)}
        )
        declared.groups.set(self.rng.sample(self.groups, 1))

    def unsection(self) -> None:
        declared = SectionAudience.objects.order_by("?").first()
        if declared:
            declared.delete()

    def move(self) -> None:
        page = self.pick()
        if page.specific_class is not StandardPage:
            return
        targets = StandardPage.objects.exclude(path__startswith=page.path)
        target = self.rng.choice([self.home.pk, *targets.values_list("pk", flat=True)])
        page.specific.move(Page.objects.get(pk=target), pos="last-child")

    def unpublish(self) -> None:
        self.pick().specific.unpublish()

    def delete(self) -> None:
        if len(self.made) > 12:
            page = self.pick()
            gone = list(page.get_descendants(inclusive=True).values_list("pk", flat=True))
            page.specific.delete()
            self.made = [pk for pk in self.made if pk not in gone]

    def withdraw(self) -> None:
        """A routine that no longer applies: still seen, but found only by those who ask for such."""
        page = self.rng.choice(self.routines)
        if RoutinePage.objects.filter(pk=page.pk).exists():
            withdraw(RoutinePage.objects.get(pk=page.pk), by=None, reason="Inaktuell")

    def protect(self) -> None:
        person = Person.objects.get(pk=self.rng.choice(self.people).pk)
        person.protected = not person.protected
        person.save()

    def leave(self) -> None:
        """Somebody's employment ended yesterday; with it the right to everything."""
        yesterday = timezone.localdate() - timezone.timedelta(days=1)
        Employment.objects.filter(person=self.readers["red"]).update(end=self.rng.choice([None, yesterday]))

    def group(self) -> None:
        reader = self.readers[self.rng.choice(["red", "employee"])]
        group = self.rng.choice(self.groups)
        (reader.groups.remove if group in reader.groups.all() else reader.groups.add)(group)


def allowed(viewer: Viewer) -> set[str]:
    kinds = Page.objects.type(StandardPage, NewsPage, RoutinePage)
    pages = access.visible_to(viewer, kinds).values_list("pk", flat=True)
    people = people_access.visible_to(viewer, Person.objects.filter(first_name=WORD.capitalize()))
    if not viewer.has_role:
        people = people.none()  # one sees oneself, but not by searching
    units = unit_access.visible_to(viewer, Unit.objects.filter(organisation__isnull=False))
    return {
        *(f"page:{pk}" for pk in pages),
        *(f"person:{pk}" for pk in people.values_list("pk", flat=True)),
        *(f"unit:{pk}" for pk in units.values_list("pk", flat=True)),
    }


def expired(viewer: Viewer) -> set[str]:
    pages = RoutinePage.objects.with_state(viewer.today)
    return {f"page:{page.pk}" for page in pages if state_of(page, viewer.today) is State.WITHDRAWN}


def look(viewer: Viewer, *, caught_up: bool) -> None:
    may = allowed(viewer)
    answer = ask.search(SearchRequest(text=WORD, page_size=100), viewer)
    hits = {found.hit.id for found in answer.found}
    assert hits <= may
    # The engine itself knows no more: nothing had to be dropped after it answered.
    assert answer.total == len(hits)
    kinds = next(facet for facet in answer.facets if facet.name == "kind")
    assert sum(value.count for value in kinds.values) == len(hits)
    offered = {suggestion.id for suggestion, _ in ask.suggest(WORD[:6], viewer, limit=50)}
    assert offered <= may
    if caught_up:
        assert hits == may - expired(viewer)
        assert offered == may - expired(viewer)


@pytest.mark.parametrize("seed", range(2))
def test_every_viewer_finds_what_the_rule_shows_and_nothing_else(plugged, seed):
    make_organisation(name=f"{WORD} kommun")
    world = World(seed)
    rebuild()
    for viewer in world.viewers().values():
        look(viewer, caught_up=True)
    seen = []
    for _ in range(14):
        seen.append(world.change())
        for viewer in world.viewers().values():
            look(viewer, caught_up=False)
        drain()
        assert outbox.waiting() == 0
        for viewer in world.viewers().values():
            look(viewer, caught_up=True)
    assert len(set(seen)) >= 6


def test_a_new_restriction_acts_before_anything_is_indexed(plugged):
    """Without a drain in between: rights are not in the index, so nothing has to be changed there."""
    world = World(7)
    rebuild()
    drain()
    reader = world.viewers()["employee"]
    page = StandardPage.objects.first()
    total = ask.search(SearchRequest(text=WORD), reader).total
    below = Page.objects.descendant_of(page, inclusive=True).type(StandardPage, NewsPage).count()
    PageViewRestriction.objects.create(page=page, restriction_type="groups")
    answer = ask.search(SearchRequest(text=WORD, page_size=100), world.viewers()["employee"])
    assert answer.total == total - below
    assert outbox.waiting() == 0
