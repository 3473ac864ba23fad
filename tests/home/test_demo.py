"""The demo municipality comes in through the importers: first what the first page needs, then the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page, Site

from home.demo import tree
from home.demo.documents import loading as documents
from home.demo.documents.source import read
from home.demo.loading import FIRST, FIRST_NEWS, load_first, load_rest
from home.demo.moments import moment
from home.importing.models import ImportedText
from home.knowledge import forms
from home.knowledge.notices import REVIEW as TEXT_REVIEW
from home.knowledge.timeline import State
from home.models import (
    AccessibilityPage,
    ChecklistPage,
    HomePage,
    KnowledgePage,
    KnowledgeVersion,
    NewsPage,
    OperationalNotice,
    RunItem,
    Shortcut,
)
from home.runs.kinds import OVERDUE
from intranet.access import pages as access
from intranet.access.viewer import viewer_of
from intranet.demo import people, registry, rest
from intranet.files.models import CustomDocument
from intranet.files.notices import REVIEW as DOCUMENT_REVIEW
from intranet.jobs.models import Job
from intranet.jobs.progress import Untold
from intranet.notices import inbox
from intranet.notices.models import Notice
from intranet.organisation.models import Unit, Workplace
from intranet.people.models import Person
from intranet.people.responsibility import responsible_for
from intranet.subjects.models import Subject

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def everything() -> dict:
    models: tuple = (Page, ImportedText, KnowledgeVersion, OperationalNotice, Person, Subject, Shortcut, Site)
    return {model: list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models}


def with_forms() -> list[str]:
    """The texts that the demo's documents say they are forms for."""
    sources = [read(path) for path in documents.FOLDER.glob("*.md")]
    return sorted({slug for source in sources for slug in source.facts.get("form_for", {})})


def faults() -> list:
    """What the editor's forms would not accept in the streams of live pages."""
    found = []
    for page in Page.objects.live().specific():
        for name in ("answer", "body", "sections", "chapters", "forms"):
            stream = getattr(page, name, None)
            try:
                if stream is not None:
                    stream.stream_block.clean(stream)
            except StreamBlockValidationError as error:
                found.append((page.slug, name, error.as_json_data()))
    return found


@pytest.fixture
def first_part():
    people.load_people(Untold())
    load_first(Untold())


def test_the_first_part_gives_a_start_page_with_something_on_it(first_part):
    site = Site.objects.get()
    home = HomePage.objects.get()
    assert (site.root_page_id, site.site_name, home.depth) == (home.pk, "Kompassköping", 2)
    assert [page.slug for page in Page.objects.filter(depth=2)] == ["start"]
    assert set(KnowledgePage.objects.live().values_list("slug", flat=True)) == set(FIRST)
    assert NewsPage.objects.live().count() == FIRST_NEWS
    assert OperationalNotice.objects.current(timezone.now()).exists()
    # The others have their place, so that links lead to them once they have their text.
    assert KnowledgePage.objects.count() > 90
    sick = KnowledgePage.objects.get(slug="sjukanmalan").specific
    assert sick.timeline.state(timezone.localdate()) == State.IN_FORCE
    assert sick.system.code == "tidrapport"
    seen_by_all = access.visible_to(viewer_of(None), Page.objects.all())
    assert sorted(page.slug for page in seen_by_all) == ["om-webbplatsen", "tillganglighet"]
    assert AccessibilityPage.objects.count() == 1


def test_the_rest_comes_later_and_nothing_twice(first_part):
    load_rest(Untold())
    today = timezone.localdate()
    states = KnowledgePage.objects.with_state(today)
    assert not states.in_state(State.DRAFT, today).exists()
    assert states.in_state(State.REVIEW_DUE, today).exists()
    assert ChecklistPage.objects.count() >= 15
    assert NewsPage.objects.count() >= 20
    now = timezone.now()
    coming = NewsPage.objects.get(live=False, expired=False)
    assert coming.go_live_at > now >= coming.published_at
    assert coming.latest_revision.approved_go_live_at == coming.go_live_at
    gone = NewsPage.objects.get(expired=True)
    assert not gone.live
    assert gone.expire_at < now
    assert not NewsPage.objects.live().filter(published_at__gt=now).exists()
    assert not [row.key for row in ImportedText.objects.all() if row.missing]
    # Two have applied in another wording, so that readers can see what has changed; some had no forms before.
    numbers = {page.slug: page.versions.count() for page in KnowledgePage.objects.all()}
    earlier = {"sjukanmalan": 2, "checklista-delegering-av-lakemedel": 2, **dict.fromkeys(with_forms(), 2)}
    assert {slug: number for slug, number in numbers.items() if number != 1} == earlier
    amina = viewer_of(Person.objects.get(username="amina.lund"))
    for slug in with_forms():
        page = KnowledgePage.objects.get(slug=slug, live=True).specific
        assert forms.shown_to(amina, page.forms), slug
    assert faults() == []
    before = everything()
    people.load_people(Untold())
    load_first(Untold())
    load_rest(Untold())
    assert everything() == before


def test_owners_have_been_told_of_what_is_to_be_looked_through(first_part):
    """At the first start: each who answers for a text or document past its day finds it in the inbox."""
    load_rest(Untold())
    today = timezone.localdate()
    late = {
        TEXT_REVIEW: KnowledgePage.objects.live().filter(review_by__lt=today),
        DOCUMENT_REVIEW: CustomDocument.objects.filter(review_by__lt=today, withdrawn_at=None),
    }
    for kind, objects in late.items():
        assert objects.exists()
        owners = responsible_for(objects.values_list("owner_function", flat=True), today)
        expected = {(thing.pk, owners[thing.owner_function_id].person) for thing in objects}
        told = Notice.objects.filter(kind=kind, object_id__in=[thing.pk for thing in objects])
        assert {(notice.object_id, notice.person) for notice in told} == expected
    items = RunItem.objects.open().filter(due__lt=today).select_related("run")
    whose = {(item.run_id, item.assignee_id or item.run.lead_id) for item in items}
    assert whose
    overdue = Notice.objects.filter(kind=OVERDUE)
    assert {(notice.object_id, notice.person_id) for notice in overdue} == whose
    told = Person.objects.filter(pk__in=Notice.objects.values("person"))
    seen = {person: len(inbox.of(viewer_of(person))) for person in told}
    assert len(seen) >= 10
    assert min(seen.values()) > 0


def test_the_organisation_and_its_personas():
    people.load_people(Untold())
    assert (Unit.objects.filter(depth=2, path__startswith=Unit.objects.get(code="KK").path).count()) == 7
    assert (Workplace.objects.count(), Person.objects.count()) == (100, 243)
    amina, peter = (Person.objects.get(username=name) for name in ("amina.lund", "peter.admin"))
    assert amina.check_password(people.PASSWORD)
    assert (amina.email, amina.is_superuser, peter.is_superuser) == ("", False, True)
    # Their mandates make them elected, not a group; the extranet's demo has those.
    for name in ("lars.bergstrom", "tora.kvarnholt", "nils.furustig", "gunvor.ringhult"):
        elected = Person.objects.get(username=name)
        assert elected.has_usable_password()
        assert not elected.groups.exists()
        assert not elected.employments.exists()
    assert not Person.objects.get(username="abdi.nur").has_usable_password()


def test_a_password_that_somebody_has_chosen_stays():
    people.load_people(Untold())
    amina = Person.objects.get(username="amina.lund")
    amina.set_password("nytt-och-hemligt")
    amina.save()
    people.load_people(Untold())
    amina.refresh_from_db()
    assert amina.check_password("nytt-och-hemligt")


def test_a_welcome_page_that_somebody_uses_is_left_alone():
    kept = Page.objects.get(slug="home")
    kept.save_revision()
    home = tree.ensure_site()
    assert Page.objects.filter(pk=kept.pk).exists()
    assert Site.objects.get().root_page_id == home.pk


def test_moments_count_from_the_loading():
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert moment("-4d", now) == now - timedelta(days=4)
    assert moment("+12h", now) == now + timedelta(hours=12)
    with pytest.raises(ValueError, match="no moment"):
        moment("i morgon", now)


def test_the_command_is_for_development(settings, capsys, monkeypatch):
    loaded = []
    monkeypatch.setattr(registry, "load_first", lambda progress: loaded.append("first"))
    monkeypatch.setattr(registry, "load_rest", lambda progress: loaded.append("rest"))
    call_command("load_demo", first=True)
    assert Job.objects.get(key=rest.KEY).state == Job.State.WAITING
    call_command("load_demo", rest=True)
    assert loaded == ["first", "rest"]
    assert Job.objects.get(key=rest.KEY).state == Job.State.DONE
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="loaded in development only"):
        call_command("load_demo")
    assert loaded == ["first", "rest"]


class TestRest:
    @pytest.fixture(autouse=True)
    def queue(self, monkeypatch):
        self.queued: list = []
        monkeypatch.setattr(type(rest.load_rest_of_demo), "enqueue", lambda task: self.queued.append(task))

    def test_it_is_asked_for_once(self):
        rest.ask_for_rest()
        rest.ask_for_rest()
        assert len(self.queued) == 1

    def test_one_worker_loads_it(self, monkeypatch):
        loaded = []
        monkeypatch.setattr(rest, "load_rest", lambda progress: loaded.append(progress))
        rest.ask_for_rest()
        rest.load_rest_of_demo.func()
        rest.load_rest_of_demo.func()
        assert len(loaded) == 1
        assert Job.objects.get(key=rest.KEY).state == Job.State.DONE
        assert rest.queue_when_due(timezone.now() + timedelta(days=1)) == 0

    def test_a_load_that_was_killed_is_queued_again(self):
        rest.ask_for_rest()
        Job.objects.update(state=Job.State.RUNNING)
        assert rest.queue_when_due(timezone.now()) == 0
        assert rest.queue_when_due(timezone.now() + rest.SILENT_FOR + timedelta(seconds=1)) == 1
        assert Job.objects.get(key=rest.KEY).state == Job.State.WAITING
        assert len(self.queued) == 2

    def test_a_load_that_fails_says_so(self, monkeypatch):
        def fails(progress):
            raise people.DemoError("fil.md: fel")

        monkeypatch.setattr(rest, "load_rest", fails)
        rest.ask_for_rest()
        with pytest.raises(people.DemoError):
            rest.load_rest_of_demo.func()
        job = Job.objects.get(key=rest.KEY)
        assert (job.state, job.message) == (Job.State.FAILED, "DemoError: fil.md: fel")


def test_both_apps_are_found_in_their_order():
    assert [loader.name for loader in registry.loaders()][:2] == ["intranet", "home"]
