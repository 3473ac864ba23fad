"""Recusal: declared by whoever knows of the item, at once in effect, decided by the body, never by oneself."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.access import items, placements
from extranet.access.rights import rights_of
from extranet.attendance import recusing
from extranet.attendance.kinds import DECIDED, DECLARED
from extranet.bodies.models import Body
from extranet.exceptions.models import Recusal
from extranet.meetings.models import AgendaItem
from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from intranet.audit.telling import tell
from intranet.notices import inbox
from intranet.notices.models import Notice
from intranet.people.models import Person
from tests.extranet.make import make_body, make_item, make_meeting, make_member, place
from tests.factories import make_home, make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = "Min svåger äger marken Tallbacken"
TITLE = "Köp av fastigheten Gläntan"
Outcome = Recusal.Outcome


class Case:
    def __init__(self, **fields) -> None:
        make_home()
        self.body = make_body(**fields)
        self.meeting = make_meeting(self.body, state="summoned")
        self.item = make_item(self.meeting, title=TITLE, neutral_title="Markärende")
        self.paper = place(self.item)
        self.member = make_member(self.body, username="mira.ek")
        self.secretary = make_member(self.body, "sekreterare", username="sten.skog")
        self.address = reverse("recusal", args=[self.item.pk])

    def reads(self, person: Person) -> bool:
        rights = rights_of(viewer_of(person))
        return items.is_visible_to(rights, self.item) and placements.is_open_to(rights, self.paper)


@pytest.fixture
def case():
    return Case()


@pytest.fixture
def post(client, case):
    def sends(who: Person, **data):
        client.force_login(who)
        return client.post(case.address, data, follow=True)

    return sends


def declare(post, who: Person, why: str = WHY) -> Recusal | None:
    post(who, steg="bekrafta", why=why)
    return Recusal.objects.filter(person=who).order_by("pk").last()


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def told(who: Person) -> list[str]:
    viewer = viewer_of(Person.objects.get(pk=who.pk))
    return sorted(
        entry.kind.code for entry in inbox.entries(viewer, inbox.of(viewer, Notice.objects.unread()))
    )


def test_what_it_means_is_said_first_and_then_it_hides_the_papers_at_once(case, post):
    assert case.reads(case.member)
    shown = text(post(case.member, steg="anmal", why=WHY))
    assert "6 kap. 28–30 §§ kommunallagen" in shown
    assert "Handlingarna i ärendet döljs för dig genast" in shown
    assert WHY in shown
    assert not Recusal.objects.exists()  # nothing is done yet
    assert case.reads(case.member)
    shown = text(post(case.member, steg="bekrafta", why=WHY))
    assert "Du har anmält jäv" in shown
    assert TITLE not in shown
    assert not case.reads(case.member)
    assert told(case.secretary) == [DECLARED]


def test_before_it_is_sent_one_may_go_back_with_what_one_wrote(case, post):
    assert f">{WHY}</textarea>" in text(post(case.member, steg="andra", why=WHY)).replace("> ", ">")
    assert not Recusal.objects.exists()


def test_fullmaktige_has_its_own_rule(client):
    case = Case(kind=Body.Kind.COUNCIL)
    client.force_login(case.member)
    shown = text(client.post(case.address, {"steg": "anmal"}))
    assert "5 kap. 47 § kommunallagen" in shown
    assert "6 kap. 28" not in shown


def test_too_many_words_are_told_and_kept_on_the_page(case, post):
    for step in ("anmal", "bekrafta"):
        shown = text(post(case.member, steg=step, why=WHY * 40))
        assert "Skriv högst 1000 tecken" in shown
        assert WHY in shown
    assert not Recusal.objects.exists()


def test_it_is_taken_back_before_it_is_decided_and_what_was_written_is_gone(case, post):
    recusal = declare(post, case.member)
    assert "Du läser handlingarna igen" in text(post(case.member, steg="fraga-ta-tillbaka"))
    assert not case.reads(case.member)
    post(case.member, steg="ta-tillbaka")
    assert case.reads(case.member)
    assert told(case.secretary) == []
    recusal.refresh_from_db()
    assert recusal.ended_at
    assert recusal.why == ""
    # Declared again, it is in effect again.
    declare(post, case.member)
    assert not case.reads(case.member)


@pytest.mark.parametrize(
    ("outcome", "reads"), [(Outcome.UPHELD, False), (Outcome.REJECTED, True), (Outcome.DISREGARDED, True)]
)
def test_the_secretary_enters_what_the_body_has_decided(outcome, reads, case, post):
    recusal = declare(post, case.member)
    shown = text(post(case.secretary, steg="beslut", anmalan=recusal.pk, outcome=outcome))
    assert "Mira Ek" in shown
    recusal.refresh_from_db()
    assert recusal.outcome == Outcome.WAITING  # it is asked whether that is meant
    post(case.secretary, steg="bekrafta-beslut", anmalan=recusal.pk, outcome=outcome)
    recusal.refresh_from_db()
    assert (recusal.outcome, recusal.decided_by, recusal.why) == (outcome, case.secretary, "")
    assert recusal.decided_at
    assert case.reads(case.member) is reads
    assert told(case.secretary) == []
    assert told(case.member) == [DECIDED]
    # Decided, it can't be taken back.
    post(case.member, steg="ta-tillbaka")
    recusal.refresh_from_db()
    assert recusal.ended_at is None
    assert case.reads(case.member) is reads


def test_a_decision_that_was_entered_wrongly_is_entered_again(case, post):
    recusal = declare(post, case.member)
    for outcome in (Outcome.REJECTED, Outcome.UPHELD):
        post(case.secretary, steg="bekrafta-beslut", anmalan=recusal.pk, outcome=outcome)
    assert not case.reads(case.member)
    assert Notice.objects.filter(kind=DECIDED).count() == 1


def test_nobody_decides_about_themselves(case, post, client):
    recusal = declare(post, case.secretary)
    for step in ("beslut", "bekrafta-beslut"):
        answer = post(case.secretary, steg=step, anmalan=recusal.pk, outcome=Outcome.REJECTED)
        assert answer.status_code == 404
    # Nor about others in an item that they are recused from themselves.
    theirs = declare(post, case.member)
    answer = post(case.secretary, steg="bekrafta-beslut", anmalan=theirs.pk, outcome=Outcome.REJECTED)
    assert answer.status_code == 404
    assert DECLARED not in told(case.secretary)
    with pytest.raises(recusing.NotYoursError):
        recusing.decide(rights_of(viewer_of(case.secretary)), case.item.pk, recusal.pk, Outcome.REJECTED)
    assert set(Recusal.objects.values_list("outcome", flat=True)) == {Outcome.WAITING}
    # Another secretary of the body may.
    other = make_member(case.body, "sekreterare")
    for one in (recusal, theirs):
        post(other, steg="bekrafta-beslut", anmalan=one.pk, outcome=Outcome.REJECTED)
    assert case.reads(case.member)


@pytest.mark.parametrize("role", ["ledamot", "ordforande", "ersattare"])
def test_nobody_but_the_secretary_decides_or_sees_who_has_declared(role, case, post):
    recusal = declare(post, case.member)
    other = make_member(case.body, role)
    answer = post(other, steg="bekrafta-beslut", anmalan=recusal.pk, outcome=Outcome.REJECTED)
    assert answer.status_code == 404
    shown = text(post(other, steg="andra"))
    assert "Mira Ek" not in shown
    assert "Anmälda jäv" not in shown


def test_another_items_recusal_is_not_decided_by_way_of_this_one(case, post):
    elsewhere = make_item(make_meeting(make_body(), state="summoned"))
    theirs = Recusal.objects.create(person=case.member, item=elsewhere)
    answer = post(case.secretary, steg="bekrafta-beslut", anmalan=theirs.pk, outcome=Outcome.REJECTED)
    assert answer.status_code == 404


def test_in_an_item_that_is_decided_nothing_can_be_done(case, post):
    recusal = declare(post, case.member)
    AgendaItem.objects.update(decided_at=timezone.now())
    assert "Det går inte längre" in text(post(case.member, steg="ta-tillbaka"))
    for step in ("beslut", "bekrafta-beslut"):
        post(case.secretary, steg=step, anmalan=recusal.pk, outcome=Outcome.REJECTED)
    other = make_member(case.body)
    assert "Ärendet är avgjort" in text(post(other, steg="bekrafta", why=WHY))
    recusal.refresh_from_db()
    assert (recusal.outcome, recusal.ended_at) == (Outcome.WAITING, None)
    assert Recusal.objects.count() == 1


def test_the_words_are_shown_to_nobody_else_and_stand_in_no_log(case, post, client, caplog):
    caplog.set_level(logging.DEBUG)
    recusal = declare(post, case.member)
    client.force_login(case.member)
    assert WHY in text(client.get(case.address))
    for who in (case.secretary, make_member(case.body), make_member(case.body, "ordforande")):
        client.force_login(who)
        for address in (case.address, reverse("notices")):
            assert "Tallbacken" not in client.get(address, follow=True).content.decode()
    post(case.secretary, steg="beslut", anmalan=recusal.pk, outcome=Outcome.UPHELD)
    post(case.secretary, steg="bekrafta-beslut", anmalan=recusal.pk, outcome=Outcome.UPHELD)
    events = " ".join(f"{event.object_label} {event.detail} {tell(event)}" for event in Event.objects.all())
    assert Event.objects.filter(object_kind="extranet.recusal").count() == 2
    for log in (events, caplog.text):
        assert "Tallbacken" not in log
    assert not Recusal.objects.exclude(why="").exists()


def test_declaring_twice_is_declaring_once(case, post):
    declare(post, case.member)
    declare(post, case.member, "Igen")
    assert Recusal.objects.get().why == WHY


def test_an_officer_who_prepares_may_declare_as_well(case, post):
    """KL 7:4."""
    author, placed = make_person(), case.paper
    placed.version.paper.authors.add(author)
    placed.published_at = None
    placed.save()
    assert placements.is_open_to(rights_of(viewer_of(author)), placed)
    declare(post, author)
    assert not placements.is_open_to(rights_of(viewer_of(author)), placed)


@pytest.mark.parametrize(
    "who", ["stranger", "employee", "superuser", "other body", "their secretary", "ended"]
)
def test_for_who_does_not_know_of_the_item_the_address_does_not_exist(who, case, client):
    other = make_body()
    person = {
        "stranger": lambda: make_person(employed=False),
        "employee": make_person,
        "superuser": make_superuser,
        "other body": lambda: make_member(other),
        "their secretary": lambda: make_member(other, "sekreterare"),
        "ended": lambda: make_member(case.body, end=timezone.localdate() - timedelta(days=1)),
    }[who]()
    client.force_login(person)
    missing = client.get("/sammantraden/arende/999999/jav/")
    for answer in (
        client.get(case.address),
        *(client.post(case.address, {"steg": step}) for step in ("anmal", "bekrafta", "beslut", "nagot")),
    ):
        assert answer.status_code == missing.status_code == 404
        assert answer.content == missing.content
    assert not Recusal.objects.exists()


def test_a_step_that_is_none_does_not_exist(case, post):
    assert post(case.member, steg="nagot").status_code == 404


def test_the_page_reads_its_notices(case, post, client):
    recusal = declare(post, case.member)
    client.force_login(case.secretary)
    client.get(case.address)
    assert told(case.secretary) == []
    post(case.secretary, steg="bekrafta-beslut", anmalan=recusal.pk, outcome=Outcome.UPHELD)
    assert told(case.member) == [DECIDED]
    client.force_login(case.member)
    assert "Du är jävig i ärendet" in text(client.get(case.address))
    assert told(case.member) == []


def test_the_items_page_leads_here(case, client):
    client.force_login(case.member)
    assert (
        f'href="{case.address}"' in client.get(reverse("agenda_item", args=[case.item.pk])).content.decode()
    )
