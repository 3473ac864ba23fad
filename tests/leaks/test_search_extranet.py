"""Meeting papers in the search page and its suggestions, as each persona meets them, also while the index lags behind.

A small municipality of its own. Each paper has a word that all have in their title, one of its own there, and one in
its text; a secret one has a neutral title besides. Who may not find it is told as much of it as of a word that stands
nowhere: no hit, no total, no facet, no suggestion, no excerpt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.meetings.models import AgendaItem, Serving
from extranet.placements.models import Placement
from intranet.finding import draining, engine, sources
from intranet.finding.engine import Batch
from intranet.finding.models import IndexName, OutboxEntry
from intranet.people.models import Person
from tests.extranet.make import make_body, make_item, make_mandate, make_meeting, mark_secret, place
from tests.extranet.searching import written
from tests.factories import make_person, make_superuser

pytestmark = pytest.mark.django_db

PROBE = "gemensamsak"
OPEN, SECRET, PUBLIC, DRAFT, WITHDRAWN, ELSEWHERE = (
    "oppen",
    "sekret",
    "offentlig",
    "utkast",
    "dragen",
    "annanstans",
)
KEYS = (OPEN, SECRET, PUBLIC, DRAFT, WITHDRAWN, ELSEWHERE)
DAY = timedelta(days=1)


def title_word(key: str) -> str:
    return f"{key}titelord"


def text_word(key: str) -> str:
    return f"{key}textord"


def neutral_word(key: str) -> str:
    return f"{key}neutralord"


@dataclass
class Municipality:
    body: Body
    other: Body
    item: AgendaItem
    papers: dict[str, Placement]
    people: dict[str, Person | None] = field(default_factory=dict)


ALL_OF_IT = frozenset({OPEN, SECRET, PUBLIC})
NOT_SECRET = frozenset({OPEN, PUBLIC})
NOTHING: frozenset[str] = frozenset()
READERS: dict[str, frozenset[str]] = {
    "anonymous": NOTHING,
    "stranger": NOTHING,
    "employee": NOTHING,
    "member": ALL_OF_IT,
    "secretary": ALL_OF_IT,
    "auditor": ALL_OF_IT,
    "substitute serving": ALL_OF_IT,
    "substitute": NOT_SECRET,
    "grant": NOT_SECRET,
    "grant with secret": ALL_OF_IT,
    "grant expired": NOTHING,
    "broken glass": NOT_SECRET,
    "superuser": NOTHING,
    "recused": frozenset({PUBLIC}),
    "ended yesterday": NOTHING,
    "starting tomorrow": NOTHING,
    "staff inside": NOT_SECRET,
    "staff outside": NOTHING,
    "author": NOTHING,
    "member elsewhere": frozenset({ELSEWHERE}),
    "secretary elsewhere": frozenset({ELSEWHERE}),
}
WITHOUT_ROLE = ("anonymous", "stranger")


def build() -> Municipality:
    body, other = make_body("Nämnden"), make_body("Den andra nämnden")
    item = make_item(make_meeting(body), title="Ärendets egen rubrikord", neutral_title="Ett ärende")
    elsewhere = make_item(make_meeting(other))
    fields: dict[str, dict] = {
        PUBLIC: {"public_at": timezone.now() - DAY},
        DRAFT: {"published": False},
        WITHDRAWN: {"withdrawn_at": timezone.now(), "withdrawn_why": "Fel fil"},
    }
    papers = {
        key: place(
            elsewhere if key == ELSEWHERE else item,
            written(
                "Första sidan",
                f"{PROBE} {text_word(key)}",
                title=f"{PROBE} {title_word(key)}",
                neutral_title=f"{PROBE} {neutral_word(key)}",
            ),
            **fields.get(key, {}),
        )
        for key in KEYS
    }
    mark_secret(placement=papers[SECRET])
    made = Municipality(body, other, item, papers)
    for name in READERS:
        made.people[name] = persona(name, made)
    return made


def persona(name: str, of: Municipality) -> Person | None:
    today, now = timezone.localdate(), timezone.now()
    if name == "anonymous":
        return None
    if name in ("superuser", "broken glass"):
        person = make_superuser(f"extranet.{name.replace(' ', '.')}")
    else:
        person = make_person(f"extranet.{name.replace(' ', '.')}", employed=name != "stranger")
    mandates: dict[str, tuple[Body, str, dict]] = {
        "member": (of.body, "ledamot", {}),
        "recused": (of.body, "ledamot", {}),
        "secretary": (of.body, "sekreterare", {}),
        "substitute": (of.body, "ersattare", {}),
        "substitute serving": (of.body, "ersattare", {}),
        "ended yesterday": (of.body, "ledamot", {"end": today - DAY}),
        "starting tomorrow": (of.body, "ledamot", {"start": today + DAY}),
        "staff inside": (of.body, "personalforetradare", {}),
        "staff outside": (of.body, "personalforetradare", {}),
        "member elsewhere": (of.other, "ledamot", {}),
        "secretary elsewhere": (of.other, "sekreterare", {}),
    }
    if name in mandates:
        body, role, fields = mandates[name]
        mandate = make_mandate(person, body, role, **fields)
        if name == "substitute serving":
            member = make_mandate(make_person(), of.body)
            Serving.objects.create(meeting=of.item.meeting, mandate=mandate, instead_of=member)
        if name.startswith("staff"):
            mandate.kinds.create(kind=of.item.kind if name == "staff inside" else AgendaItem.Kind.EMPLOYER)
    elif name == "auditor":
        audit = make_body("Revisorerna", Body.Kind.AUDIT)
        audit.audits.create(audited=of.body)
        make_mandate(person, audit, "revisor")
    elif name.startswith("grant"):
        ends = now - timedelta(hours=1) if name == "grant expired" else now + DAY
        Grant.objects.create(
            person=person,
            item=of.item,
            secret=name == "grant with secret",
            reason="Utredning",
            starts=now - 2 * DAY,
            expires=ends,
            made_by=make_person(),
        )
    elif name == "broken glass":
        BreakGlass.objects.create(person=person, body=of.body, reason="Fel", expires=now + DAY)
    elif name == "author":
        for key in (DRAFT, OPEN):
            of.papers[key].version.paper.authors.add(person)
    if name == "recused":
        Recusal.objects.create(person=person, item=of.item)
    return person


@pytest.fixture
def municipality(plugged, settings, tmp_path) -> Municipality:
    """Made, and in an index of its own that holds nothing else."""
    settings.PAPERS_DIR = tmp_path / "papers"
    made = build()
    with engine.current().rebuild() as aside:
        aside.write(Batch(documents=tuple(sources.source_of("paper").iterate())))
        aside.swap()
        IndexName.objects.update_or_create(pk=1, defaults={"name": aside.name})
    OutboxEntry.objects.all().delete()
    return made


def browser(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def told(client: Client, words: str) -> tuple[int, dict[str, int], str]:
    """The total, the facet of kinds, and everything that the page says but for the words that were asked."""
    response = client.get(reverse("search"), {"q": words})
    assert response.status_code == 200
    kinds = {
        option["value"]: option["count"]
        for facet in response.context["facets"]
        for option in (*facet["options"], *facet["more_options"])
        if facet["name"] == "typ"
    }
    page = response.content.decode().lower().replace(words.lower(), "")
    return response.context["total"], kinds, page


def suggested(client: Client, words: str) -> str:
    return client.get(reverse("search_suggestions"), {"q": words}).content.decode().lower()


def assert_told(
    name: str,
    of: Municipality,
    allowed: frozenset[str],
    secret: frozenset[str],
    keys: tuple[str, ...] = KEYS,
) -> None:
    """Exactly these are found by what they have in common; each by its own words; nothing says anything of the rest.

    `keys`: those whose own words are tried.
    """
    client = browser(of.people[name])
    if name in WITHOUT_ROLE:
        for address in ("search", "search_suggestions"):
            assert client.get(reverse(address), {"q": PROBE}).status_code in (302, 404), name
        return
    total, kinds, page = told(client, PROBE)
    assert (total, kinds) == (len(allowed), {"handling": len(allowed)} if allowed else {}), name
    everything = page + suggested(client, PROBE)
    for key in KEYS:
        shown = set()
        if key in allowed:
            shown = {neutral_word(key)} if key in secret else {title_word(key), text_word(key)}
            assert everything.count(neutral_word(key) if key in secret else title_word(key)) >= 2, (name, key)
        for word in {title_word(key), text_word(key), neutral_word(key)} - shown:
            assert word not in everything, (name, word)
        for word in (title_word(key), text_word(key)) if key in keys else ():
            expected = (1, {"handling": 1}) if word in shown else (0, {})
            assert told(client, word)[:2] == expected, (name, word)
        if key in keys:
            title = title_word(key)
            assert (title in suggested(client, f"{title[:-3]}")) == (title in shown), (name, title)


@pytest.mark.parametrize("name", READERS)
def test_what_each_persona_is_told(name, municipality):
    assert_told(name, municipality, READERS[name], frozenset({SECRET}))


def test_the_title_of_an_item_with_something_secret_leads_nowhere(municipality):
    """Nobody finds an open paper by words that they may not read in the item's title: some may, so nobody does."""
    for name in ("member", "secretary", "substitute", "recused", "grant", "broken glass"):
        assert told(browser(municipality.people[name]), "rubrikord")[0] == 0, name


# What happens, who it concerns, and what they find from then on: before the index knows, and after.


def marked(of: Municipality) -> None:
    mark_secret(version=of.papers[OPEN].version)


def withdrawn(of: Municipality) -> None:
    placement = of.papers[OPEN]
    placement.withdrawn_at, placement.withdrawn_why = timezone.now(), "Fel fil"
    placement.save()


def unpublished(of: Municipality) -> None:
    of.papers[OPEN].published_at = None
    of.papers[OPEN].save()


def of_another_kind(of: Municipality) -> None:
    of.item.kind = AgendaItem.Kind.EMPLOYER
    of.item.save()


def recused(of: Municipality) -> None:
    Recusal.objects.create(person_id=of.people["member"].pk, item=of.item)


def ended(of: Municipality) -> None:
    begun = of.body.mandates.filter(start__lt=timezone.localdate() - DAY)
    begun.update(end=timezone.localdate() - DAY)


def taken_back(of: Municipality) -> None:
    Grant.objects.update(revoked_at=timezone.now())


def not_public(of: Municipality) -> None:
    of.papers[PUBLIC].public_at = None
    of.papers[PUBLIC].save()


Told = dict[str, frozenset[str]]
WITHOUT_OPEN: Told = {
    name: READERS[name] - {OPEN} for name in ("member", "substitute", "broken glass", "author")
}
MOMENTS: dict[str, tuple[Callable[[Municipality], None], Told, Told]] = {
    # What is hidden until the index knows is the whole item: its title is secret from now on.
    "marked secret": (
        marked,
        dict.fromkeys(("member", "substitute", "grant", "recused"), NOTHING),
        {"member": ALL_OF_IT, "substitute": frozenset({PUBLIC}), "grant": frozenset({PUBLIC})},
    ),
    "withdrawn": (withdrawn, WITHOUT_OPEN, WITHOUT_OPEN),
    "unpublished": (unpublished, WITHOUT_OPEN, WITHOUT_OPEN),
    "of another kind": (
        of_another_kind,
        {"staff inside": NOTHING, "staff outside": NOTHING},
        {"staff inside": NOTHING, "staff outside": NOT_SECRET, "member": ALL_OF_IT},
    ),
    "recused": (recused, {"member": frozenset({PUBLIC})}, {"member": frozenset({PUBLIC})}),
    "mandates ended": (
        ended,
        dict.fromkeys(("member", "substitute", "substitute serving", "secretary", "staff inside"), NOTHING),
        {"member": NOTHING, "grant": NOT_SECRET},
    ),
    "grants taken back": (
        taken_back,
        {"grant": NOTHING, "grant with secret": NOTHING, "member": ALL_OF_IT},
        {"grant": NOTHING, "grant with secret": NOTHING},
    ),
    "public no more": (not_public, {"recused": NOTHING}, {"recused": NOTHING, "member": ALL_OF_IT}),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_index_lags_behind_and_tells_nothing(moment, municipality):
    happen, at_once, afterwards = MOMENTS[moment]
    happen(municipality)
    secret = frozenset({SECRET, OPEN} if moment == "marked secret" else {SECRET})
    keys = (PUBLIC if moment == "public no more" else OPEN,)
    for name, allowed in at_once.items():
        assert_told(name, municipality, allowed, secret, keys)
    draining.drain()
    for name, allowed in afterwards.items():
        assert_told(name, municipality, allowed, secret, keys)
