"""The demo's meetings: what each persona meets there, papers that open, and nothing twice."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader

from extranet.access import items, placements
from extranet.access.rights import Rights, rights_of
from extranet.bodies.models import BodyRules
from extranet.demo.loading import NEAREST, WHOLE, load_first, load_meetings, load_rest
from extranet.demo.planning import agenda, meetings, paragraphs_before
from extranet.demo.sources import FOLDER, matters
from extranet.demo.staging import Stage
from extranet.exceptions.models import Recusal
from extranet.meetings.models import AgendaItem, Meeting, Serving
from extranet.papers.models import Matter, Paper, PaperVersion, store
from extranet.papers.storing import opened
from extranet.placements.models import Placement
from extranet.secrecy.models import Secrecy, is_secret, secret_item, secret_placement
from intranet.access.viewer import viewer_of
from intranet.demo import people
from intranet.jobs.progress import Untold
from intranet.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]

ROWS = (Matter, Paper, PaperVersion, Meeting, AgendaItem, Placement, Secrecy, Recusal, Serving)


class Told(Untold):
    """What a progress bar was told."""

    def __init__(self) -> None:
        self.total = self.done = 0

    def begin(self, what: str, total: int) -> None:
        self.total += total

    def advance(self, count: int = 1) -> None:
        self.done += count


@pytest.fixture
def folder(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"
    return settings.PAPERS_DIR


@pytest.fixture
def loaded(folder):
    people.load_people(Untold())
    load_first(Untold())
    load_rest(Untold())


def rights(username: str, *, fresh: bool = False) -> Rights:
    return rights_of(viewer_of(Person.objects.get(username=username)), fresh=fresh)


def rows() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in ROWS}


def text(version: PaperVersion) -> str:
    with opened(version) as file:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file.read())).pages)


def coming(slug: str) -> Meeting:
    return Meeting.objects.get(body__slug=slug, state=Meeting.State.SUMMONED)


def test_what_an_elected_official_sees_is_what_the_rule_gives(loaded):
    lars = rights("lars.bergstrom")
    seen = items.known_to(lars, AgendaItem.objects.select_related("meeting__body"))
    bodies = set(seen.values_list("meeting__body__short_name", flat=True))
    assert bodies == {"KF", "KS", "BUN"}
    assert not seen.filter(meeting__state=Meeting.State.DRAFT).exists()
    meeting = coming("kommunstyrelsen")
    assert seen.filter(meeting=meeting).count() == meeting.items.count()
    # Recused from one item of the coming meeting: he knows of it and opens none of its papers.
    (recusal,) = Recusal.objects.filter(person__username="lars.bergstrom", item__meeting=meeting)
    assert items.is_known_to(lars, recusal.item)
    assert not items.is_visible_to(lars, recusal.item)
    assert recusal.item.placements.count() > 1
    assert not placements.visible_to(lars, recusal.item.placements.all()).exists()
    # Secret papers of kommunstyrelsen need a step-up and no more; those of a board where he doesn't serve stay closed.
    secret = Placement.objects.filter(secret_placement(), withdrawn_at=None)
    in_board = secret.filter(item__meeting=coming("barn-och-utbildningsnamnden"))
    of_meeting = secret.filter(item__meeting=meeting)
    assert of_meeting.exists()
    assert in_board.exists()
    fresh = rights("lars.bergstrom", fresh=True)
    assert not placements.open_to(lars, of_meeting).exists()
    assert placements.open_to(fresh, of_meeting).count() == of_meeting.count()
    assert not placements.visible_to(fresh, in_board).exists()
    # Where he served he may.
    (served,) = Serving.objects.filter(mandate__person__username="lars.bergstrom")
    assert served.meeting.body.slug == "barn-och-utbildningsnamnden"
    there = secret.filter(item__meeting=served.meeting)
    assert there.exists()
    assert placements.open_to(fresh, there).count() == there.count()


def test_a_substitute_a_chair_an_auditor_and_others(loaded):
    meeting = coming("kommunstyrelsen")
    secret = Placement.objects.filter(secret_placement(), item__meeting=meeting)
    assert not placements.visible_to(rights("nils.furustig", fresh=True), secret).exists()
    assert placements.visible_to(rights("tora.kvarnholt", fresh=True), secret).count() == secret.count()
    auditor = items.known_to(rights("gunvor.ringhult"), AgendaItem.objects.all())
    assert auditor.filter(meeting=meeting).exists()
    assert not auditor.filter(meeting__body__slug="kommunfullmaktige").exists()
    assert not items.known_to(rights("amina.lund"), AgendaItem.objects.all()).exists()
    assert not items.known_to(rights("peter.admin"), AgendaItem.objects.all()).exists()
    # The secretary prepares what nobody else sees yet.
    drafts = Placement.objects.filter(item__meeting__state=Meeting.State.DRAFT)
    hers = drafts.filter(
        item__meeting__body__slug__in=["kommunfullmaktige", "kommunstyrelsens-arbetsutskott"]
    )
    assert hers.exists()
    assert placements.visible_to(rights("eva.sandin"), hers).count() == hers.count()
    assert not placements.visible_to(rights("tora.kvarnholt"), drafts).exists()
    withdrawn = Placement.objects.filter(withdrawn_at__isnull=False, item__meeting=meeting)
    assert placements.open_to(rights("reza.hosseini"), withdrawn).count() == withdrawn.count() > 0
    assert not placements.visible_to(rights("eva.sandin"), withdrawn).exists()


def test_what_happens_in_the_weeks_around_today(loaded):
    meeting = coming("kommunstyrelsen")
    now = timezone.now()
    assert meeting.sent_at is not None
    assert meeting.starts > now > meeting.sent_at
    placed = Placement.objects.filter(item__meeting=meeting)
    assert placed.filter(late=True, published_at__gt=meeting.sent_at, published_at__lt=now).exists()
    replacement = placed.exclude(replaces=None).first()
    assert replacement.version.number == replacement.replaces.version.number + 1
    assert replacement.version.changes
    assert placed.exclude(withdrawn_at=None).exists()
    assert meeting.items.filter(late=True).exists()
    assert AgendaItem.objects.filter(exercises_authority=True).exists()
    # A matter travels without copying: the version that the committee had is the one that kommunstyrelsen has.
    travelled = meeting.items.filter(came_from__isnull=False)
    assert travelled.count() >= 5
    for item in travelled:
        assert item.came_from.meeting.body.slug == "kommunstyrelsens-arbetsutskott"
        assert item.matter == item.came_from.matter
        versions = set(item.placements.values_list("version", flat=True))
        assert versions & set(item.came_from.placements.values_list("version", flat=True))
        assert item.placements.filter(version__paper__kind=Paper.Kind.EXTRACT).exists()
    assert not Placement.objects.filter(
        item__meeting__state=Meeting.State.DRAFT, published_at__isnull=False
    ).exists()
    done = AgendaItem.objects.filter(meeting__state=Meeting.State.ATTESTED)
    assert not done.filter(paragraph=None).exists()


def test_a_secret_paper_is_marked_and_a_neutral_title_says_nothing(loaded):
    versions = PaperVersion.objects.filter(secrecy__isnull=False)
    assert versions.count() > 20
    for version in versions.select_related("paper"):
        assert version.paper.title not in version.filename
        assert (
            version.paper.neutral_title not in version.paper.title
            or version.paper.neutral_title[-1].isdigit()
        )
    for item in AgendaItem.objects.filter(secret_item()):
        assert item.neutral_title == item.matter.neutral_title
        if item.title != item.neutral_title:
            assert item.title not in item.neutral_title
    assert not Placement.objects.filter(secret_placement(), public_at__isnull=False).exists()
    # What an extract of the committee's minutes says is neutral.
    for extract in Paper.objects.filter(kind=Paper.Kind.EXTRACT).select_related("matter"):
        if extract.matter.title != extract.matter.neutral_title:
            assert extract.matter.title not in " ".join(text(extract.versions.get()).split())


def test_every_source_that_hides_papers_hides_its_title():
    """Individuals' matters and those that exercise authority in secret have another, neutral title."""
    for path in (FOLDER / "matters").glob("*.md"):
        for source in matters(path.stem):
            if source.secret and all(paper.secret for paper in source.papers):
                assert source.neutral != source.title, source.title


def test_papers_are_files_that_open(loaded, folder):
    scans = 0
    for version in PaperVersion.objects.all():
        with opened(version) as file:
            content = file.read()
        assert version.sha256 == hashlib.sha256(content).hexdigest()
        assert version.size == len(content)
        assert version.content_type == "application/pdf"
        pages = PdfReader(BytesIO(content)).pages
        words = "".join(page.extract_text() for page in pages)
        scans += not words
        assert not words or "Kompassköpings kommun" in words
        assert "{" not in words
        assert "[" not in words
    assert 0 < scans < PaperVersion.objects.count() / 5
    stored = [path for path in folder.rglob("*") if path.is_file()]
    assert len(stored) == PaperVersion.objects.count()
    assert all(path.stat().st_mode & 0o077 == 0 for path in stored)
    # Each distinct version lies once, however many bodies it was before.
    assert Placement.objects.count() > PaperVersion.objects.count()
    assert store().exists(str(PaperVersion.objects.first().file.name))


def test_loading_again_changes_nothing_and_a_later_load_adds_to_it(loaded, monkeypatch):
    before, told = rows(), Told()
    assert load_meetings(told, NEAREST) == 0
    assert told.total == 0
    assert rows() == before
    # Run again a month later: weeks are still counted from the first load.
    later = timezone.now() + timedelta(days=30)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert load_meetings(Untold(), NEAREST) == 0
    more = Told()
    assert load_meetings(more, NEAREST + 2) == more.total == more.done > 0
    after = rows()
    assert {pk["id"] for pk in before[Meeting]} < {pk["id"] for pk in after[Meeting]}
    # What was loaded after the one that it went to is tied to it.
    assert not AgendaItem.objects.filter(
        came_from=None,
        meeting__body__slug="kommunfullmaktige",
        placements__version__paper__kind="protokollsutdrag",
    ).exists()


def test_a_load_that_is_interrupted_goes_on_where_it_was(folder, monkeypatch):
    people.load_people(Untold())
    load_first(Untold())
    put, done = Stage.put, []

    def stops(self, planned):
        put(self, planned)
        done.append(planned)
        if len(done) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Stage, "put", stops)
    with pytest.raises(KeyboardInterrupt):
        load_meetings(Untold(), 2)
    monkeypatch.setattr(Stage, "put", put)
    kept = set(Meeting.objects.values_list("pk", flat=True))
    assert load_meetings(Untold(), 2) > 0
    assert kept <= set(Meeting.objects.values_list("pk", flat=True))
    keys = AgendaItem.objects.values_list("external_id", flat=True)
    assert len(keys) == len(set(keys))


def test_the_plan_of_the_whole():
    """Two years, without touching the database: its size, and § without a gap per body and year."""
    today = timezone.localdate()
    planned = meetings(today - timedelta(days=today.weekday()), WHOLE)
    assert len(planned) >= 60
    assert sum(len(agenda(meeting)) for meeting in planned) >= 600
    assert planned[0].day < today - timedelta(days=700)
    used: dict = {}
    for meeting in planned:
        year = (meeting.series.slug, meeting.day.year)
        assert paragraphs_before(meeting) == used.get(year, 0)
        used[year] = used.get(year, 0) + len(agenda(meeting))


def test_the_whole_set(folder):
    people.load_people(Untold())
    load_first(Untold())
    told = Told()
    load_meetings(told)
    assert (told.total, told.done) == (Meeting.objects.count(), Meeting.objects.count())
    assert Meeting.objects.count() >= 60
    assert AgendaItem.objects.count() >= 600
    assert Paper.objects.count() >= 1500
    assert set(AgendaItem.objects.values_list("kind", flat=True)) == set(AgendaItem.Kind.values)
    assert set(Recusal.objects.values_list("outcome", flat=True)) == set(Recusal.Outcome.values)
    assert Serving.objects.count() > 50
    through = AgendaItem.objects.filter(
        meeting__body__slug="kommunfullmaktige",
        came_from__came_from__meeting__body__slug="kommunstyrelsens-arbetsutskott",
    )
    assert through.count() > 20
    public = Placement.objects.filter(public_at__isnull=False).select_related("item", "version")
    assert public.exists()
    assert not any(is_secret(placement) or placement.item.exercises_authority for placement in public[:300])
    open_doors = Placement.objects.filter(item__meeting__body__doors=BodyRules.Doors.OPEN)
    assert not open_doors.filter(secret_placement()).exists()


class TestCommand:
    def test_it_loads_so_many_weeks_and_says_how_many_meetings(self, folder):
        people.load_people(Untold())
        load_first(Untold())
        out = StringIO()
        call_command("load_demo_meetings", weeks=1, stdout=out)
        assert f"{Meeting.objects.count()} meetings are loaded" in out.getvalue()
        call_command("load_demo_meetings", weeks=1, stdout=out)
        assert "all there already" in out.getvalue()

    def test_it_refuses_what_it_cannot_do(self, folder, settings):
        with pytest.raises(CommandError, match="run load_demo first"):
            call_command("load_demo_meetings")
        with pytest.raises(CommandError, match="from 1 to"):
            call_command("load_demo_meetings", weeks=WHOLE + 1)
        settings.DEVELOPMENT = False
        with pytest.raises(CommandError, match="in development only"):
            call_command("load_demo_meetings")
        assert not Meeting.objects.exists()
