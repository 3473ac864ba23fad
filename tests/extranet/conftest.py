"""What the tests of papers in the search begin with; a fixture acts only where a test asks for it."""

from __future__ import annotations

import pytest

from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem
from extranet.placements.models import Placement
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from intranet.people.models import Person
from tests.extranet.make import make_body, make_item, make_meeting, make_member, mark_secret, place
from tests.extranet.searching import TITLE, WORD, written


@pytest.fixture
def papers_apart(settings, tmp_path):
    """Their files lie in a place of the test's own."""
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def body(papers_apart) -> Body:
    return make_body("Byggnadsnämnden")


@pytest.fixture
def item(body) -> AgendaItem:
    return make_item(
        make_meeting(body), number=4, neutral_title="Begäran om planbesked", title="Om Kvarnängen"
    )


@pytest.fixture
def placement(item) -> Placement:
    return place(item, written("Sammanfattning", "Bakgrund", f"Vid {WORD}et börjar ängen", title=TITLE))


@pytest.fixture
def member(body) -> Person:
    return make_member(body)


@pytest.fixture
def searching(plugged, placement, member):
    """The index as it is when the corpus has just been made."""
    rebuild()
    OutboxEntry.objects.all().delete()
    return plugged


@pytest.fixture
def secret(plugged, item) -> Placement:
    version = written(f"Om {WORD} och den sjuke", title="Läkarintyg Karlsson", neutral_title="Intyg")
    placement = place(item, version)
    mark_secret(placement=placement)
    rebuild()
    OutboxEntry.objects.all().delete()
    return placement


@pytest.fixture
def placed(item) -> Placement:
    """A paper without a text, published."""
    return place(item)
