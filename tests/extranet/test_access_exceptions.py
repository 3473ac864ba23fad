"""What grants, recusals and broken glass give and take, condition by condition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from extranet.bodies.models import BodyRules
from extranet.exceptions.models import BreakGlass, Recusal
from extranet.placements.models import Placement
from tests.extranet.asking import NAME, NOTHING, TITLE, grant, opens, sees
from tests.extranet.make import (
    make_body,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.factories import make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("what", ["item", "meeting", "body"])
def test_a_grant_opens_what_it_names_for_its_time(what, item, placed):
    person = make_person()
    named = {"item": item, "meeting": item.meeting, "body": item.meeting.body}[what]
    given = grant(person, **{what: named})
    assert opens(person, placed)
    assert not opens(person, place(make_item(make_meeting(make_body()))))
    secret = place(item)
    mark_secret(placement=secret)
    assert not opens(person, secret)
    given.secret = True
    given.save()
    assert opens(person, secret)
    given.revoked_at = timezone.now()
    given.save()
    assert not opens(person, placed)


def test_a_grant_that_has_expired_or_not_begun_opens_nothing(item, placed):
    now = timezone.now()
    late, early = make_person(), make_person()
    grant(late, item=item, starts=now - timedelta(days=2), expires=now - timedelta(seconds=1))
    grant(early, item=item, starts=now + timedelta(minutes=1))
    for person in (late, early):
        assert sees(person, item) == NOTHING
        assert not opens(person, placed)


def test_a_grant_to_a_group_is_for_those_who_are_in_it(item, placed):
    group = Group.objects.create(name="Utredarna")
    grant(group=group, item=item)
    person = make_person(groups=("Utredarna",))
    assert opens(person, placed)
    person.groups.clear()
    assert not opens(person, placed)


@pytest.mark.parametrize(
    ("outcome", "hidden"),
    [
        (Recusal.Outcome.WAITING, True),
        (Recusal.Outcome.UPHELD, True),
        (Recusal.Outcome.REJECTED, False),
        (Recusal.Outcome.DISREGARDED, False),
    ],
)
def test_a_recusal_hides_all_but_the_neutral_title(outcome, hidden, body, item, placed):
    member = make_member(body)
    Recusal.objects.create(person=member, item=item, outcome=outcome)
    assert sees(member, item) == (NAME if hidden else TITLE)
    assert opens(member, placed) is not hidden
    assert opens(make_member(body), placed)


def test_a_recusal_is_over_when_the_item_is_decided_or_it_is_ended(body, item, placed):
    member = make_member(body)
    recusal = Recusal.objects.create(person=member, item=item)
    item.decided_at = timezone.now() - timedelta(minutes=1)
    item.save()
    assert opens(member, placed)
    item.decided_at = None
    item.save()
    assert not opens(member, placed)
    recusal.ended_at = timezone.now()
    recusal.save()
    assert opens(member, placed)


def test_what_anybody_may_read_stays_readable_unless_the_body_hides_that_too(body, item):
    member = make_member(body)
    public = place(item, public_at=timezone.now() - timedelta(minutes=1))
    soon = place(item, public_at=timezone.now() + timedelta(minutes=1))
    Recusal.objects.create(person=member, item=item)
    assert opens(member, public)
    assert not opens(member, soon)
    body.recusal_hides = BodyRules.RecusalHides.ALL
    body.save()
    public.refresh_from_db()
    assert not opens(member, Placement.objects.get(pk=public.pk))


def test_a_recusal_binds_those_who_prepare_too(body, item):
    author = make_person()
    waiting = place(item, make_version(make_paper(None, author)), published=False)
    Recusal.objects.create(person=author, item=item)
    assert not opens(author, waiting)
    assert sees(author, item) == NAME


def test_broken_glass_opens_a_body_for_its_time_but_never_what_is_secret(item, placed):
    administrator = make_superuser()
    glass = BreakGlass.objects.create(
        person=administrator,
        body=item.meeting.body,
        reason="Fel rapporterat i handlingen",
        expires=timezone.now() + timedelta(hours=2),
    )
    secret = place(item)
    mark_secret(placement=secret)
    assert opens(administrator, placed)
    assert not opens(administrator, secret)
    assert not opens(make_superuser("annan.administrator"), placed)
    glass.expires = timezone.now()
    glass.save()
    assert not opens(administrator, placed)


def test_broken_glass_never_lasts_longer_than_two_hours_whatever_its_row_says(item, placed):
    administrator = make_superuser()
    now = timezone.now()
    BreakGlass.objects.create(
        person=administrator,
        body=item.meeting.body,
        reason="Fel i handlingen",
        begun_at=now - timedelta(hours=2, minutes=1),
        expires=now + timedelta(days=365),
    )
    assert not opens(administrator, placed)
