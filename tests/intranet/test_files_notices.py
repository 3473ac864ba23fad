"""Owners are told when a document comes to its review: once a stage, and only of what opens for them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from intranet.access.viewer import viewer_of
from intranet.files.notices import REVIEW, reviews
from intranet.notices.kinds import kind_of
from intranet.notices.models import Notice
from intranet.notices.reviews import AHEAD
from tests.factories import make_function, make_home, make_person
from tests.intranet.test_files_rule import a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    make_home()
    person = make_person("egon.agare")
    return person, make_function("rutinagare", holder=person)


def tell(today: date) -> int:
    return reviews.announce(today - timedelta(days=1), today)


def test_the_owner_is_told_a_month_before_on_the_day_and_each_month_after(owner):
    person, function = owner
    day = date(2026, 6, 15)
    a_document("Plan", owner_function=function, review_by=day)
    told = {today: tell(today) for today in (day + timedelta(n) for n in range(-40, 70))}
    assert [today for today, count in told.items() if count] == [
        day - AHEAD, day, date(2026, 7, 15), date(2026, 8, 15),
    ]  # fmt: skip
    assert {notice.person_id for notice in Notice.objects.all()} == {person.pk}


def test_what_was_looked_through_or_withdrawn_is_taken_back(owner):
    _person, function = owner
    today = timezone.localdate()
    document = a_document("Plan", owner_function=function, review_by=today)
    assert tell(today) == 1
    document.review_by = today + timedelta(days=365)
    document.save()
    assert tell(today) == 0
    assert not Notice.objects.exists()
    document.review_by, document.withdrawn_at = today, timezone.now()
    document.save()
    assert tell(today) == 0


def test_the_notice_says_what_is_to_be_done_and_nothing_of_what_is_closed(owner):
    person, function = owner
    today = timezone.localdate()
    document = a_document("Plan", owner_function=function, review_by=today)
    kind = kind_of(REVIEW)
    line = kind.lines(viewer_of(person), [document.pk])[document.pk]
    assert (line.title, line.url) == ("Plan", f"/dokument/{document.pk}/")
    assert "Ska ses över" in line.detail
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    document.collection = closed
    document.save()
    assert kind.lines(viewer_of(person), [document.pk]) == {}
