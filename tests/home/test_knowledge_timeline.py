"""What applies on a day: told again by brute force, and the same in Python and in SQL."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from home.knowledge.decision import take_effect_when_due, withdraw
from home.knowledge.timeline import State, in_state, state_of, with_state
from home.knowledge.versions import ImmutableError, KnowledgeVersion
from home.models import KnowledgePage, RoutinePage
from tests.home.knowledge import decide_text, make_draft, make_routine

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate()


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def noon(of: date) -> datetime:
    return timezone.make_aware(datetime.combine(of, datetime.min.time())) + timedelta(hours=12)


def applying(page: KnowledgePage, on: date) -> KnowledgeVersion | None:
    """By brute force: go through every decision in the order it was made."""
    applies = None
    for version in page.versions.order_by("in_force_from", "number"):
        gone = any(
            w.from_date <= on
            and (w.version_id == version.pk or (w.version_id is None and version.number <= w.after_number))
            for w in page.withdrawals.all()
        )
        if version.in_force_from <= on and not gone:
            applies = version
    if applies and applies.in_force_to and applies.in_force_to < on:
        return None
    return applies


@pytest.mark.parametrize("seed", range(8))
def test_random_histories_agree_in_python_and_in_sql(seed):
    rng = random.Random(seed)
    page = make_draft()
    for number in range(rng.randint(1, 6)):
        start = day(rng.randint(-20, 20))
        end = start + timedelta(days=rng.randint(0, 15)) if rng.random() < 0.3 else None
        decide_text(page, f"Text {number}", start, on=min(start, TODAY), valid_to=end)
        if rng.random() < 0.35:
            version = rng.choice([None, page.versions.order_by("?").first()])
            withdraw(page, by=None, reason="Skäl", from_date=day(rng.randint(-20, 20)), version=version)
    page = RoutinePage.objects.get(pk=page.pk)
    for offset in range(-22, 23, 3):
        on = day(offset)
        expected = applying(page, on)
        assert page.timeline.in_force(on) == expected
        annotated = with_state(KnowledgePage.objects.filter(pk=page.pk), on).get()
        assert annotated.in_force_id == (expected.pk if expected else None)
        assert state_of(annotated, on) == page.timeline.state(on, page.review_by)
        listed = {
            state
            for state in State
            if in_state(with_state(KnowledgePage.objects.filter(pk=page.pk), on), state, on).exists()
        }
        assert listed == {state_of(annotated, on)}


def test_a_coming_version_waits_while_the_present_is_corrected_and_a_second_waits_too():
    page = make_routine("Nu")
    decide_text(page, "Från i morgon", day(1))
    decide_text(page, "Från nästa vecka", day(7))
    decide_text(page, "Nu, rättad", TODAY)
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.title == "Nu, rättad"
    assert [page.timeline.in_force(day(n)).title for n in (0, 1, 6, 7)] == [
        "Nu, rättad",
        "Från i morgon",
        "Från i morgon",
        "Från nästa vecka",
    ]


def test_a_clock_that_slept_over_both_days_shows_the_later_version(monkeypatch):
    page = make_routine("Nu")
    decide_text(page, "Från i morgon", day(1))
    decide_text(page, "Från nästa vecka", day(7))
    monkeypatch.setattr(timezone, "localdate", lambda *args: day(8))
    assert take_effect_when_due(noon(day(8))) == 1
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.title == "Från nästa vecka"
    # Nothing is remembered: asking again finds nothing to do, and both versions are still answered for.
    assert take_effect_when_due(noon(day(8))) == 0
    assert page.timeline.in_force(day(2)).title == "Från i morgon"


def test_the_first_version_waits_unseen_and_is_published_on_its_day(monkeypatch, client):
    page = make_draft("Kommer")
    decide_text(page, "Kommer", day(3))
    page = RoutinePage.objects.get(pk=page.pk)
    assert not page.live
    monkeypatch.setattr(timezone, "localdate", lambda *args: day(3))
    assert take_effect_when_due(noon(day(3))) == 1
    page.refresh_from_db()
    assert page.live


def test_every_day_of_history_has_an_answer():
    page = make_routine("Ett", day(-100))
    decide_text(page, "Två", day(-50), on=day(-60))
    withdraw(page, by=None, reason="Ersatt", from_date=day(-10))
    page = RoutinePage.objects.get(pk=page.pk)
    answers = {n: page.timeline.in_force(day(n)) for n in (-101, -100, -51, -50, -11, -10, 0)}
    assert {n: v.title if v else None for n, v in answers.items()} == {
        -101: None,
        -100: "Ett",
        -51: "Ett",
        -50: "Två",
        -11: "Två",
        -10: None,
        0: None,
    }
    first, second = page.timeline.versions
    assert page.timeline.last_day(first) == day(-51)
    assert page.timeline.last_day(second) == day(-11)
    assert page.timeline.state(TODAY) == State.WITHDRAWN


def test_past_review_a_text_still_applies_and_says_so():
    page = make_routine(review_by=day(-1))
    assert page.timeline.state(TODAY, page.review_by) == State.REVIEW_DUE
    assert page.timeline.in_force(TODAY)
    assert page.timeline.state(day(-1), page.review_by) == State.IN_FORCE


def test_what_was_decided_is_never_changed_nor_deleted():
    page = make_routine()
    version = page.versions.get()
    version.title = "Något annat"
    with pytest.raises(ImmutableError):
        version.save()
    with pytest.raises(ImmutableError):
        version.delete()
    with pytest.raises(models.ProtectedError):
        page.delete()
    assert page.versions.get().title == "Sjukanmälan"


def test_withdrawing_needs_a_reason_and_something_that_was_decided():
    with pytest.raises(ValidationError, match="aldrig gällt"):
        withdraw(make_draft("Utkast"), by=None, reason="Skäl")
    page = make_routine("Beslutad")
    with pytest.raises(ValidationError, match="varför"):
        withdraw(page, by=None, reason="  ")
    with pytest.raises(ValidationError, match="sig själv"):
        withdraw(page, by=None, reason="Skäl", replaced_by=page)


def test_a_correction_does_not_rewrite_what_applied_before_it():
    """The form keeps the first day of the version that it began with; what was decided keeps its own."""
    page = make_routine("Med fel", day(-400))
    decide_text(page, "Rättad", day(-400))
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.timeline.in_force(day(-200)).title == "Med fel"
    assert page.timeline.in_force(day(-1)).title == "Med fel"
    assert page.timeline.in_force(TODAY).title == "Rättad"
    assert page.timeline.last_day(page.timeline.versions[0]) == day(-1)


def test_nothing_is_decided_to_have_applied_before_the_decision():
    page = make_draft("Ny")
    decide_text(page, "Ny", day(-400))
    page = RoutinePage.objects.get(pk=page.pk)
    assert page.timeline.in_force(day(-1)) is None
    assert page.timeline.in_force(TODAY).title == "Ny"


def test_a_last_day_that_has_passed_is_told_and_nothing_is_decided():
    page = make_draft("Sen")
    with pytest.raises(ValidationError, match="sista dag"):
        decide_text(page, "Sen", valid_to=day(-1))
    assert not page.versions.exists()
