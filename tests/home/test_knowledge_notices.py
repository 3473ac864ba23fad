"""Owners are told of texts to look through, those whose turn it is of what waits, authors of what became of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail import signals

from home.knowledge.notices import REVIEW, reviews
from home.knowledge.turns import APPROVED, RETURNED, TURN
from home.roles import DECIDERS, EDITORS, REVIEWERS
from intranet.access.models import Audience
from intranet.access.viewer import viewer_of
from intranet.jobs import clock
from intranet.notices import inbox
from intranet.notices.models import Notice
from intranet.notices.reviews import stage
from intranet.notices.tasks import send_letters
from intranet.people.models import Appointment, Person
from tests.factories import declare_audience, make_function, make_person, make_superuser, make_unit
from tests.home.admin_help import Place, act, create_routine, edit_routine, signed_in
from tests.home.knowledge import decide_text, make_routine

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def lines(person: Person) -> list[tuple[str, str, str]]:
    viewer = viewer_of(Person.objects.get(pk=person.pk))
    return [
        (entry.line.title, entry.line.url, entry.line.detail)
        for entry in inbox.entries(viewer, inbox.of(viewer))
    ]


def mails() -> dict[str, str]:
    """Body by recipient of the mail about notices that is sent when the day's mail is due."""
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    send_letters.call()
    sent = {message.to[0]: str(message.body) for message in mail.outbox}
    assert len(sent) == len(mail.outbox)  # one each
    return sent


# Texts to be looked through


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 1), "2026-12-01 before"),
        (date(2026, 11, 30), "2026-12-01 before"),
        (date(2026, 12, 1), "2026-12-01 0"),
        (date(2026, 12, 31), "2026-12-01 0"),
        (date(2027, 1, 1), "2026-12-01 1"),
        (date(2028, 2, 29), "2026-12-01 14"),
    ],
)
def test_a_review_goes_through_stages(today, expected):
    assert stage(date(2026, 12, 1), today) == expected


def test_a_month_that_is_too_short_still_has_its_reminder():
    told_of = [stage(date(2026, 1, 31), date(2026, 1, 31) + timedelta(days=n)) for n in range(100)]
    assert list(dict.fromkeys(told_of)) == [f"2026-01-31 {n}" for n in range(4)]


@pytest.fixture
def owner():
    return make_person("olle.agare", email="olle.agare@kompasskoping.example")


@pytest.fixture
def routine(owner):
    function = make_function("rutinagare", make_unit("HR-enheten"), owner)
    review_by = timezone.localdate() + timedelta(days=40)
    return make_routine("Nyckelutlämning", owner_function=function, review_by=review_by)


def days_pass(routine, first: int, last: int) -> list[int]:
    """Run the daily job for every day, counted from the review date; on which of them the owner was told."""
    answered = []
    for day in range(first, last):
        if reviews.announce(date(2026, 1, 1), routine.review_by + timedelta(days=day)):
            answered.append(day)
    return answered


def test_the_owner_is_told_a_month_before_on_the_day_and_then_each_month(routine):
    assert days_pass(routine, -40, 1) == [-30, 0]
    later = days_pass(routine, 1, 100)
    assert len(later) == 3
    assert all(28 <= b - a <= 31 for a, b in zip([0, *later], later, strict=False))
    assert told(REVIEW) == {"olle.agare"}
    assert Notice.objects.count() == 1  # the last stage alone stands


def test_a_clock_that_slept_tells_of_the_present_stage_once(routine):
    assert days_pass(routine, 50, 51) == [50]
    assert days_pass(routine, 51, 52) == []


def test_the_clock_does_it_once_a_day():
    assert "home.reviews" in clock._due


def test_the_line_says_until_when(routine, owner):
    reviews.announce(date(2026, 1, 1), routine.review_by)
    assert lines(owner) == []  # not yet, by today's date
    soon = timezone.localdate() + timedelta(days=10)
    decide_text(routine, "Nyckelutlämning", review_by=soon)
    reviews.announce(date(2026, 1, 1), timezone.localdate())
    ((title, url, detail),) = lines(owner)
    assert (title, url) == ("Nyckelutlämning", reverse("page_by_id", args=[routine.pk]))
    assert detail.startswith("Ska ses över senast ")
    type(routine).objects.filter(pk=routine.pk).update(review_by=timezone.localdate() - timedelta(days=1))
    assert lines(owner)[0][2].startswith("Skulle ha setts över senast ")


def test_a_text_that_has_been_looked_through_is_gone_at_once_and_from_the_queue_the_next_day(routine, owner):
    decide_text(routine, "Nyckelutlämning", review_by=timezone.localdate() + timedelta(days=3))
    reviews.announce(date(2026, 1, 1), timezone.localdate())
    assert len(lines(owner)) == 1
    decide_text(routine, "Nyckelutlämning", review_by=timezone.localdate() + timedelta(days=400))
    assert lines(owner) == []
    reviews.announce(date(2026, 1, 1), timezone.localdate())
    assert not Notice.objects.exists()


def test_who_takes_over_is_told_and_who_left_no_more(routine, owner):
    reviews.announce(date(2026, 1, 1), routine.review_by)
    successor = make_person("nina.ny")
    Appointment.objects.update(person=successor)
    reviews.announce(date(2026, 1, 1), routine.review_by)
    assert told(REVIEW) == {"nina.ny"}


def test_the_manager_upwards_is_told_where_nobody_holds_the_function(routine):
    chief = make_person("chefen")
    make_function("chef", routine.owner_function.unit, chief)
    Appointment.objects.filter(function=routine.owner_function).delete()
    reviews.announce(date(2026, 1, 1), routine.review_by)
    assert told(REVIEW) == {"chefen"}
    Appointment.objects.all().delete()
    reviews.announce(date(2026, 1, 1), routine.review_by)
    assert told(REVIEW) == set()


def test_texts_without_a_date_or_withdrawn_are_nobodys_business(owner):
    function = make_function("rutinagare", make_unit("HR-enheten"), owner)
    make_routine("Utan datum", owner_function=function)
    gone = make_routine("Borta", owner_function=function, review_by=timezone.localdate())
    gone.unpublish()
    assert reviews.announce(date(2026, 1, 1), timezone.localdate()) == 0


def test_the_number_of_queries_grows_with_the_texts_that_are_due_alone(owner, django_assert_max_num_queries):
    function = make_function("rutinagare", make_unit("HR-enheten"), owner)
    for number in range(12):
        make_routine(f"Långt kvar {number}", owner_function=function, review_by=date(2099, 1, 1))
    with django_assert_max_num_queries(4):
        assert reviews.announce(date(2026, 1, 1), timezone.localdate()) == 0


# Whose turn it is


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def staff(place) -> dict[str, Person]:
    groups = {
        "eva.editor": (EDITORS,),
        "rut.granskare": (REVIEWERS,),
        "ros.granskare": (REVIEWERS,),
        "frida.beslut": (DECIDERS,),
        "alla.roller": (EDITORS, REVIEWERS, DECIDERS),
        "lars.lasare": (),
    }
    make_superuser("system.administrator", email="system.administrator@kompasskoping.example")
    return {
        name: place.person(name, *names, email=f"{name}@kompasskoping.example")
        for name, names in groups.items()
    }


def test_wagtails_own_mail_about_workflows_is_off(place):
    for signal in (
        signals.task_submitted,
        signals.workflow_submitted,
        signals.workflow_approved,
        signals.workflow_rejected,
    ):
        keys = [receiver[0][0] for receiver in signal.receivers]
        assert not [key for key in keys if "email_notification" in str(key)]


def test_each_step_is_told_to_its_group_once_and_taken_back_when_it_is_done(place, staff):
    page = create_routine(signed_in(staff["eva.editor"]), place)
    assert mail.outbox == []
    assert told(TURN) == {"rut.granskare", "ros.granskare", "alla.roller"}
    assert lines(staff["rut.granskare"]) == [
        (
            "Sjukanmälan",
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "Nästa steg: Granskning.",
        )
    ]
    sent = mails()
    assert set(sent) == {f"{name}@kompasskoping.example" for name in told(TURN)}
    assert "Sjukanmälan" in sent["rut.granskare@kompasskoping.example"]
    act(signed_in(staff["rut.granskare"]), page)
    assert told(TURN) == {"frida.beslut", "alla.roller"}
    assert lines(staff["rut.granskare"]) == []
    act(signed_in(staff["frida.beslut"]), page)
    assert told(TURN) == set()
    assert told(APPROVED) == {"eva.editor"}
    ((title, url, detail),) = lines(staff["eva.editor"])
    assert (title, detail) == ("Sjukanmälan", "Texten är godkänd och gäller.")
    answer = signed_in(staff["eva.editor"]).get(url)
    assert answer.status_code in (301, 302)


def test_who_has_written_the_text_is_not_told_to_approve_it(place, staff):
    create_routine(signed_in(staff["alla.roller"]), place)
    assert told(TURN) == {"rut.granskare", "ros.granskare"}


def test_an_author_is_told_what_comes_back_until_it_is_sent_in_again(place, staff):
    editor, reviewer = signed_in(staff["eva.editor"]), signed_in(staff["rut.granskare"])
    page = create_routine(editor, place)
    act(reviewer, page, "reject")
    assert told(TURN) == set()
    assert told(RETURNED) == {"eva.editor"}
    assert lines(staff["eva.editor"])[0][2] == "Läs varför, ändra och skicka in igen."
    assert set(mails()) == {"eva.editor@kompasskoping.example"}
    data = {"summary": "Bättre."}
    assert edit_routine(editor, page, place, submit=False, **data).status_code == 302
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(url).status_code == 200
    page = type(page).objects.get(pk=page.pk)
    page.current_workflow_state.resume(user=staff["eva.editor"])
    assert told(RETURNED) == set()
    assert told(TURN) == {"rut.granskare", "ros.granskare", "alla.roller"}


def test_a_cancelled_workflow_leaves_nobody_waiting(place, staff):
    page = create_routine(signed_in(staff["eva.editor"]), place)
    type(page).objects.get(pk=page.pk).current_workflow_state.cancel(user=staff["eva.editor"])
    assert told(TURN) == set()


def test_nobody_is_told_of_what_they_may_not_see_or_can_no_longer_do(place, staff):
    create_routine(signed_in(staff["eva.editor"]), place)
    reviewers = Group.objects.get(name=REVIEWERS)
    staff["rut.granskare"].groups.remove(reviewers)
    circle = Group.objects.create(name="Inre kretsen")
    staff["ros.granskare"].groups.add(circle)
    assert lines(staff["rut.granskare"]) == []
    assert len(lines(staff["alla.roller"])) == 1
    declare_audience(place.routines, Audience.GROUPS, circle)
    assert lines(staff["alla.roller"]) == []
    assert set(mails()) == {"ros.granskare@kompasskoping.example"}


def test_an_author_who_edits_no_more_is_not_told_of_the_draft(place, staff):
    page = create_routine(signed_in(staff["eva.editor"]), place)
    act(signed_in(staff["rut.granskare"]), page, "reject")
    staff["eva.editor"].groups.clear()
    assert lines(staff["eva.editor"]) == []
    assert mails() == {}


def test_the_editors_account_offers_no_choice_that_has_no_effect(staff):
    text = signed_in(staff["alla.roller"]).get(reverse("wagtailadmin_account")).content.decode()
    for name in ("submitted", "approved", "rejected", "updated_comments"):
        assert f"notifications-{name}_notifications" not in text
