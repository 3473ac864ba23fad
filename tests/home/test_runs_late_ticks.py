"""When a tick was made is its sender's own word: it rewrites nothing, and when it came in is told beside it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from home.models import Run, RunEvent, RunItem
from home.runs import leading, ticking
from home.runs.ticking import Outcome
from tests.home.runs import give, items, make_run, text, tick, untick

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOUR = 3600
Kind = RunEvent.Kind


@pytest.fixture
def run(karin, amina):
    """A run that began twenty days ago."""
    made = make_run(karin.person, amina.person)
    Run.objects.update(started_at=timezone.now() - timedelta(days=20))
    return Run.objects.get(pk=made.pk)


def answer(client, run, item, name: str, **data) -> str:
    """What a tick or untick in the background is answered."""
    sent = {name: item.pk, "nyckel": uuid4(), **data}
    response = client.post(f"/genomgangar/{run.pk}/kryss/", sent, headers={"X-Background": "1"})
    assert response.status_code == 200
    return response["Run-Answer"]


def finished(run: Run, by, ago: timedelta = timedelta()) -> None:
    leading.finish(run, by, "Slut")
    Run.objects.filter(pk=run.pk).update(finished_at=timezone.now() - ago)


@pytest.mark.parametrize("waited", ["0", "600", "1200000"])
def test_a_finished_run_is_unticked_by_nobody_whenever_they_say_they_did(run, karin, amina, waited):
    first, *_ = items(run)
    ticking.tick(first.pk, karin.person.pk, True, made=timezone.now() - timedelta(days=15))
    finished(run, karin.person)
    before = list(RunItem.objects.values_list("pk", "done_at", "done_by"))
    for client in (amina, karin):
        assert answer(client, run, first, "angra", vantat=waited) == "closed"
    assert list(RunItem.objects.values_list("pk", "done_at", "done_by")) == before
    assert "avslutad. Krysset sparades inte" in text(
        untick(amina, run, first, vantat=waited) and amina.get(run.get_absolute_url())
    )


def test_a_finished_run_takes_a_tick_made_before_the_end_and_no_other(run, karin, amina):
    first, second, _ = items(run)
    finished(run, karin.person, ago=timedelta(hours=1))
    assert answer(amina, run, first, "klar", vantat=str(HOUR // 2)) == "closed"
    assert answer(amina, run, second, "klar", vantat=str(2 * HOUR)) == "taken"
    assert [item.is_done for item in items(run)] == [False, True, False]


def test_an_item_of_somebody_elses_is_not_ticked_late_either(run, karin, amina):
    first, *_ = items(run)
    give(first, karin.person)
    finished(run, karin.person, ago=timedelta(hours=1))
    assert answer(amina, run, first, "klar", vantat=str(2 * HOUR)) == "refused"
    assert not items(run)[0].is_done


def test_an_untick_older_than_the_tick_leaves_it_and_says_so(run, karin, amina):
    first, *_ = items(run)
    tick(karin, run, first)
    assert answer(amina, run, first, "angra", vantat=str(3 * HOUR)) == "older"
    assert items(run)[0].done_by == karin.person
    assert "Punkten har ändrats efter ditt kryss" in text(
        untick(amina, run, first, vantat=str(3 * HOUR)) and amina.get(run.get_absolute_url())
    )
    # Nor their own, of another telephone that had no line.
    assert answer(karin, run, first, "angra", vantat=str(3 * HOUR)) == "older"
    assert items(run)[0].is_done
    assert answer(amina, run, first, "angra", vantat="0") == "taken"
    assert not items(run)[0].is_done


def test_a_tick_older_than_its_undoing_is_not_made_again(run, karin, amina):
    first, *_ = items(run)
    tick(karin, run, first)
    untick(karin, run, first)
    key = uuid4()
    for _ in range(2):  # sent again, it is answered the same
        assert answer(amina, run, first, "klar", vantat=str(HOUR), nyckel=key) == "older"
    assert not items(run)[0].is_done


def test_what_one_person_sends_in_order_over_a_slow_line_is_taken_in_order(run, amina):
    """The second came sooner through than the first had, and so seems to be made before it."""
    first, *_ = items(run)
    now = timezone.now()
    ticking.tick(first.pk, amina.person.pk, True, uuid4(), now - timedelta(seconds=60))
    made = now - timedelta(seconds=70)
    assert ticking.tick(first.pk, amina.person.pk, False, uuid4(), made).outcome == Outcome.TAKEN
    assert ticking.tick(first.pk, amina.person.pk, True, uuid4(), made).outcome == Outcome.TAKEN
    moments = RunEvent.objects.filter(item=first).order_by("pk").values_list("kind", "at")
    earliest = now - timedelta(seconds=60)
    assert list(moments) == [(Kind.TICKED, earliest), (Kind.UNTICKED, earliest), (Kind.TICKED, earliest)]
    assert items(run)[0].done_at == earliest


def test_when_it_was_made_and_when_it_came_in_are_both_told(run, karin, amina):
    first, second, _ = items(run)
    tick(amina, run, first, vantat=str(50 * HOUR))
    tick(amina, run, second, vantat="20")
    late, soon = RunEvent.objects.filter(kind=Kind.TICKED).order_by("pk")
    assert late.received_at - late.at > timedelta(hours=49)
    today = timezone.localtime(late.received_at)
    page = text(karin.get(f"/genomgangar/{run.pk}/punkter/{first.pk}/"))
    assert f"kom in i dag {today:%H.%M}" in page
    assert "kom in" not in text(karin.get(f"/genomgangar/{run.pk}/punkter/{second.pk}/"))
    paper = text(karin.get(f"/genomgangar/{run.pk}/skriv-ut/"))
    assert f"kom in {date_format(today, 'j F Y H.i')}" in paper
    assert paper.count("kom in") == 1
    assert soon.received_at


@pytest.mark.django_db(transaction=True)
def test_others_need_not_wait_while_the_answer_to_a_tick_is_written(karin, amina, monkeypatch):
    from home.runs import views

    run = make_run(karin.person, amina.person)
    open_then = []
    write = views.render

    def rendered(*args, **kwargs):
        open_then.append(connection.in_atomic_block)
        return write(*args, **kwargs)

    monkeypatch.setattr(views, "render", rendered)
    assert answer(amina, run, items(run)[0], "klar") == "taken"
    assert open_then == [False]
    assert items(run)[0].is_done
