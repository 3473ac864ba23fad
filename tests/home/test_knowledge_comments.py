"""Who follows a text is told of comments on it: one notice, no mail that keeps what was written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, PageSubscription
from wagtail.test.utils.form_data import inline_formset

from home.knowledge.comments import COMMENT
from home.roles import EDITORS, REVIEWERS
from intranet.access.models import Audience
from intranet.access.viewer import viewer_of
from intranet.mail.models import WaitingMail
from intranet.notices import choices, inbox
from intranet.notices.models import How, Notice
from intranet.notices.tasks import send_letters
from intranet.people.models import Person
from tests.factories import declare_audience, make_group
from tests.home.admin_help import Place, create_routine, edit_routine, signed_in

pytestmark = pytest.mark.django_db

SAID = "Stycket om karensdagen är fel"


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.EMAIL_BACKEND = "intranet.mail.backend.QueueingBackend"


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def staff(place) -> dict[str, Person]:
    return {
        name: place.person(name, *groups, email=f"{name}@kompasskoping.example")
        for name, groups in (
            ("eva.editor", (EDITORS,)),
            ("erik.editor", (EDITORS,)),
            ("ester.editor", (EDITORS,)),
            ("rut.granskare", (REVIEWERS,)),
            ("ros.granskare", (REVIEWERS,)),
        )
    }


@pytest.fixture
def page(place, staff):
    page = create_routine(signed_in(staff["eva.editor"]), place, submit=False)
    follow(staff["eva.editor"], page)
    return page


def follow(person: Person, page) -> None:
    PageSubscription.objects.update_or_create(
        page=page, user=person, defaults={"comment_notifications": True}
    )


def comment(person: Person, page, place, *comments: dict) -> None:
    """Save the text with comments on it, as the editor's page does."""
    before = Comment.objects.filter(page=page.pk).order_by("pk")
    forms = [
        {"id": row.pk, "text": row.text, "contentpath": "title", "position": "", "DELETE": "", "resolved": ""}
        | {"replies": inline_formset([])}
        for row in before
    ]
    for number, change in enumerate(comments):
        if number < len(forms):
            forms[number] |= change
        else:
            new = {"id": "", "contentpath": "title", "position": "", "DELETE": "", "resolved": ""}
            forms.append(new | {"replies": inline_formset([])} | change)
    fields = {"comments": inline_formset(forms, initial=len(before))}
    answer = edit_routine(signed_in(person), page, place, submit=False, **fields)
    assert answer.status_code == 302, answer.context["form"].errors


def lines(person: Person) -> list[tuple[str, str, str]]:
    viewer = viewer_of(Person.objects.get(pk=person.pk))
    found = inbox.entries(viewer, inbox.of(viewer, Notice.objects.filter(kind=COMMENT)))
    return [(entry.line.title, entry.line.url, entry.line.detail) for entry in found]


def test_who_follows_the_text_is_told_and_nothing_of_it_waits_as_text(place, staff, page):
    comment(staff["erik.editor"], page, place, {"text": SAID})
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert lines(staff["eva.editor"]) == [("Sjukanmälan", editor, "1 kommentar är inte löst.")]
    assert lines(staff["erik.editor"]) == []  # who has written it knows
    assert not WaitingMail.objects.exists()
    assert SAID not in str(list(Notice.objects.values()))


def test_more_comments_are_still_one_notice_and_it_is_new_again(place, staff, page):
    comment(staff["erik.editor"], page, place, {"text": SAID})
    Notice.objects.update(seen_at=timezone.now())
    comment(staff["erik.editor"], page, place, {}, {"text": "Och en sak till"})
    assert [line[2] for line in lines(staff["eva.editor"])] == ["2 kommentarer är inte lösta."]
    assert Notice.objects.filter(kind=COMMENT).unread().count() == 1


def test_an_answer_is_told_to_who_has_asked(place, staff, page):
    comment(staff["erik.editor"], page, place, {"text": SAID})
    reply = inline_formset([{"id": "", "text": "Det är rättat nu", "DELETE": ""}])
    comment(staff["eva.editor"], page, place, {"replies": reply})
    assert len(lines(staff["erik.editor"])) == 1


def test_when_all_is_settled_the_notice_says_so(place, staff, page):
    comment(staff["erik.editor"], page, place, {"text": SAID})
    comment(staff["erik.editor"], page, place, {"resolved": "1"})
    assert [line[2] for line in lines(staff["eva.editor"])] == ["Alla kommentarer är lösta."]


def test_it_is_mailed_as_each_has_chosen_without_what_was_said(place, staff, page):
    follow(staff["ester.editor"], page)
    choices.save(staff["ester.editor"], {COMMENT: How.NONE})
    comment(staff["erik.editor"], page, place, {"text": SAID})
    assert len(lines(staff["ester.editor"])) == 1
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    send_letters.call()
    assert [message.to for message in mail.outbox] == [["eva.editor@kompasskoping.example"]]
    assert "Sjukanmälan" in mail.outbox[0].body
    assert SAID not in mail.outbox[0].body


def test_reviewers_are_told_while_the_text_waits_for_them(place, staff, page):
    edit_routine(signed_in(staff["eva.editor"]), page, place)
    for name in ("ros.granskare", "eva.editor"):
        follow(staff[name], page)
    comment(staff["rut.granskare"], page, place, {"text": SAID})
    assert len(lines(staff["ros.granskare"])) == 1
    assert len(lines(staff["eva.editor"])) == 1
    type(page).objects.get(pk=page.pk).current_workflow_state.cancel(user=staff["eva.editor"])
    assert lines(staff["ros.granskare"]) == []


def test_nobody_is_told_who_may_not_see_the_text_any_more(place, staff, page):
    comment(staff["erik.editor"], page, place, {"text": SAID})
    declare_audience(place.routines, Audience.GROUPS, make_group("Inre kretsen"))
    assert lines(staff["eva.editor"]) == []
    Notice.objects.update(due=timezone.now() - timedelta(days=1))
    send_letters.call()
    assert mail.outbox == []


def test_nobody_is_told_in_the_first_place_who_may_not_see_it(place, staff, page):
    circle = make_group("Inre kretsen")
    staff["erik.editor"].groups.add(circle)
    declare_audience(place.routines, Audience.GROUPS, circle)
    comment(staff["erik.editor"], page, place, {"text": SAID})
    assert not Notice.objects.filter(kind=COMMENT, person=staff["eva.editor"]).exists()
