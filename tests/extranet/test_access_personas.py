"""What each persona may know, see and open, condition by condition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from extranet.bodies.models import Body, BodyRules
from extranet.mandates.models import Audit, MandateItem, MandateKind
from extranet.meetings.models import AgendaItem, Serving
from tests.extranet.asking import NAME, NOTHING, TITLE, opens, sees
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_mandate,
    make_matter,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_function, make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_member_opens_what_is_published_to_the_body(body, item, placed):
    member = make_member(body)
    assert sees(member, item) == TITLE
    assert opens(member, placed)


@pytest.mark.parametrize("who", ["stranger", "employee", "superuser", "other body", "ended", "coming"])
def test_nobody_else_knows_of_it(who, body, item, placed):
    today = timezone.localdate()
    person = {
        "stranger": lambda: make_person(employed=False),
        "employee": make_person,
        "superuser": make_superuser,
        "other body": lambda: make_member(make_body("Socialnämnden")),
        "ended": lambda: make_member(body, end=today - timedelta(days=1)),
        "coming": lambda: make_member(body, start=today + timedelta(days=1)),
    }[who]()
    assert sees(person, item) == NOTHING
    assert not opens(person, placed)


def test_who_is_not_signed_in_knows_nothing(item, placed):
    assert sees(None, item) == NOTHING
    assert not opens(None, placed)


def test_what_is_not_published_is_for_those_who_prepare_it(body, item):
    author, reviewer, manager = make_person(), make_person(), make_person()
    function = make_function("chef", holder=manager)
    paper = make_paper(None, author, responsible=function)
    paper.reviewers.add(reviewer)
    waiting = place(item, make_version(paper), published=False)
    secretary = make_member(body, "sekreterare")
    for person in (author, reviewer, manager, secretary):
        assert opens(person, waiting)
        assert sees(person, item) == TITLE
    assert not opens(make_member(body), waiting)
    assert not opens(make_member(make_body(), "sekreterare"), waiting)
    coming = place(item, published=False, published_at=timezone.now() + timedelta(minutes=5))
    assert not opens(make_member(body), coming)


def test_an_item_that_is_not_published_is_known_to_its_preparers_alone(body):
    author = make_person()
    item = make_item(make_meeting(body), published=False)
    written = place(item, make_version(make_paper(None, author)))
    assert sees(author, item) == TITLE
    assert opens(author, written)
    assert sees(make_member(body), item) == NOTHING
    assert not opens(make_member(body), written)
    assert sees(make_member(body, "sekreterare"), item) == TITLE


def test_who_prepares_a_secret_paper_proves_afresh_and_who_prepares_another_gets_no_title(body):
    item = make_item(make_meeting(body), published=False)
    author, other = make_person(), make_person()
    secret = place(item, make_version(make_paper(None, author)))
    mark_secret(placement=secret)
    beside = place(item, make_version(make_paper(None, other)))
    assert opens(author, secret)
    assert not opens(author, secret, fresh=False)
    assert sees(author, item) == TITLE
    assert opens(other, beside)
    assert not opens(other, secret)
    assert sees(other, item) == NAME


def test_who_wrote_it_reads_it_as_others_do_once_it_is_published(item):
    author = make_person()
    assert not opens(author, place(item, make_version(make_paper(None, author))))
    assert sees(author, item) == NOTHING


def test_a_secret_paper_asks_for_a_role_that_reads_it_and_a_fresh_proof(body, item):
    secret = place(item)
    mark_secret(placement=secret)
    member, staff = make_member(body), make_member(body, "tjansteperson")
    assert opens(member, secret)
    assert not opens(member, secret, fresh=False)
    assert sees(member, item) == TITLE
    assert not opens(staff, secret)
    assert sees(staff, item) == NAME  # its title is as secret as the strictest that stands on it


def test_a_marking_on_the_version_holds_wherever_it_is_placed(body, item):
    version = make_version()
    mark_secret(version=version)
    staff = make_member(body, "tjansteperson")
    assert not opens(staff, place(item, version))
    elsewhere = make_item(make_meeting(body))
    assert not opens(staff, place(elsewhere, version))


def test_a_marking_that_is_lifted_holds_no_more(body, item):
    secret = place(item)
    marking = mark_secret(placement=secret)
    marking.lifted_at = timezone.now()
    marking.save()
    assert opens(make_member(body, "tjansteperson"), secret, fresh=False)


def test_a_secret_annex_does_not_close_the_open_papers_beside_it(body, item, placed):
    mark_secret(placement=place(item))
    staff = make_member(body, "tjansteperson")
    assert opens(staff, placed)


def test_a_substitute_reads_secret_papers_of_the_meeting_where_they_serve(body, item):
    secret = place(item)
    mark_secret(placement=secret)
    member = make_member(body)
    substitute = make_member(body, "ersattare")
    assert not opens(substitute, secret)
    Serving.objects.create(
        meeting=item.meeting, mandate=substitute.mandates.get(), instead_of=member.mandates.get()
    )
    assert opens(substitute, secret)
    other = place(make_item(make_meeting(body)))
    mark_secret(placement=other)
    assert not opens(substitute, other)


def test_a_body_may_let_all_its_substitutes_read_secret_papers(item):
    body = item.meeting.body
    body.substitutes_read_secret = BodyRules.SubstitutesRead.ALL
    body.save()
    secret = place(item)
    mark_secret(placement=secret)
    assert opens(make_member(body, "ersattare"), secret)


def test_a_role_that_reaches_kinds_reaches_those_alone(body):
    person = make_person(employed=False)
    mandate = make_mandate(person, body, "personalforetradare")
    MandateKind.objects.create(mandate=mandate, kind=AgendaItem.Kind.EMPLOYER)
    meeting = make_meeting(body)
    theirs, other = make_item(meeting, kind=AgendaItem.Kind.EMPLOYER), make_item(meeting)
    assert opens(person, place(theirs))
    assert sees(person, theirs) == TITLE
    assert not opens(person, place(other))
    assert sees(person, other) == NOTHING
    elsewhere = make_item(make_meeting(make_body()), kind=AgendaItem.Kind.EMPLOYER)
    assert sees(person, elsewhere) == NOTHING


def test_who_is_called_to_an_item_reaches_it_alone(body, item, placed):
    person = make_person(employed=False)
    mandate = make_mandate(person, body, "kallad")
    assert sees(person, item) == NOTHING
    MandateItem.objects.create(mandate=mandate, item=item)
    assert opens(person, placed)
    assert sees(person, make_item(item.meeting)) == NOTHING


def test_auditors_read_in_the_bodies_that_theirs_audits(item, placed):
    auditors = make_body("Revisionen", Body.Kind.AUDIT)
    auditor = make_member(auditors, "revisor")
    assert not opens(auditor, placed)
    Audit.objects.create(auditing=auditors, audited=item.meeting.body)
    assert opens(auditor, placed)
    assert not opens(auditor, place(make_item(make_meeting(make_body()))))


def test_what_is_withdrawn_is_the_registrators_alone(body, item):
    group = Group.objects.create(name="Registratorer KS")
    authority = make_authority("KS")
    authority.registrators = group
    authority.save()
    author = make_person()
    version = make_version(make_paper(make_matter(authority=authority), author))
    withdrawn = place(item, version, withdrawn_at=timezone.now(), withdrawn_why="Fel bilaga")
    registrator = make_person(groups=("Registratorer KS",))
    assert opens(registrator, withdrawn, fresh=False)
    for person in (make_member(body), make_member(body, "sekreterare"), author, make_superuser()):
        assert not opens(person, withdrawn)
    assert not opens(registrator, place(item, make_version(make_paper(make_matter(authority=authority)))))
    others = make_matter(authority=make_authority("SN"))
    elsewhere = place(
        item, make_version(make_paper(others)), withdrawn_at=timezone.now(), withdrawn_why="Fel"
    )
    assert not opens(registrator, elsewhere)
    mark_secret(placement=withdrawn)
    assert opens(registrator, withdrawn)
    assert not opens(registrator, withdrawn, fresh=False)


def test_what_is_withdrawn_before_it_was_published_is_not_its_authors_either(item):
    author = make_person()
    version = make_version(make_paper(None, author))
    waiting = place(item, version, published=False, withdrawn_at=timezone.now(), withdrawn_why="Dubblett")
    assert not opens(author, waiting)
    assert sees(author, item) == NOTHING


def test_a_replaced_paper_stays_to_be_read(body, item, placed):
    place(item, replaces=placed)
    assert opens(make_member(body), placed)


def test_serving_opens_secret_papers_in_the_mandates_own_body_alone(body, item):
    person = make_member(body, "insynsplats")
    elsewhere = make_mandate(person, make_body(), "ersattare")
    Serving.objects.create(
        meeting=item.meeting, mandate=elsewhere, instead_of=make_member(body).mandates.get()
    )
    secret = place(item)
    mark_secret(placement=secret)
    assert not opens(person, secret)
