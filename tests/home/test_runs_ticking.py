"""Several at once: real threads, each with its own connection, tick the same run, and nothing is lost or told twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from home.models import KnowledgeVersion, Run, RunEvent, RunItem
from home.runs import leading, takeover, ticking
from home.runs.ticking import Outcome
from tests.factories import make_person
from tests.home.runs import decide_points, items, make_checklist, make_run, point

Kind = RunEvent.Kind


def at_once(*calls):
    """Run them in threads that all begin at the same moment; their answers, in order."""
    ready = Barrier(len(calls))

    def run(call):
        try:
            ready.wait(timeout=30)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.database
@pytest.mark.connections
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_tick_different_items_and_both_stand(self):
        one, other = make_person(), make_person()
        run = make_run(one, other, checklist=make_checklist(*(point(f"Punkt {n}") for n in range(20))))
        found = items(run)
        at_once(
            *(
                lambda item=item, person=person: ticking.tick(item.pk, person.pk, True, uuid4())
                for item, person in zip(found, [one, other] * 10, strict=True)
            )
        )
        ticked = Counter(item.done_by_id for item in items(run))
        assert ticked == {one.pk: 10, other.pk: 10}
        assert RunEvent.objects.filter(kind=Kind.TICKED).count() == 20

    def test_many_tick_the_same_item_and_one_tick_stands(self):
        people = [make_person() for _ in range(8)]
        item = items(make_run(people[0]))[0]
        answers = at_once(*(lambda p=p: ticking.tick(item.pk, p.pk, True, uuid4()) for p in people))
        told = Counter(answer.outcome for answer in answers)
        assert told == {Outcome.TAKEN: 1, Outcome.THEIRS: 7}
        assert RunEvent.objects.filter(kind=Kind.TICKED).count() == 1
        winner = next(a.item.done_by_id for a in answers if a.outcome == Outcome.TAKEN)
        item.refresh_from_db()
        assert item.done_by_id == winner

    def test_one_tick_sent_many_times_at_once_is_one(self):
        person, key = make_person(), uuid4()
        item = items(make_run(person))[0]
        answers = at_once(*(lambda: ticking.tick(item.pk, person.pk, True, key) for _ in range(8)))
        assert {answer.outcome for answer in answers} == {Outcome.TAKEN}
        assert RunEvent.objects.filter(item=item).count() == 1

    def test_a_note_a_person_and_a_tick_at_once_are_all_kept(self):
        lead, helper = make_person(), make_person()
        run = make_run(lead)
        item = items(run)[0]
        mine, theirs = RunItem.objects.select_related("run").get(pk=item.pk), items(run)[0]
        at_once(
            lambda: ticking.tick(item.pk, helper.pk, True, uuid4()),
            lambda: leading.note(mine, lead, "Antecknat"),
            lambda: leading.assign(run, lead, {theirs: helper}),
        )
        item.refresh_from_db()
        assert (item.is_done, item.note, item.assignee) == (True, "Antecknat", helper)

    def test_ticks_made_while_a_newer_version_is_taken_over_are_kept(self):
        lead, helper = make_person(), make_person()
        checklist = make_checklist(*(point(f"Punkt {n}") for n in range(10)))
        run = make_run(lead, checklist=checklist)
        new = decide_points(
            checklist, *(point(f"Punkt {n}", due=n) for n in range(10)), start=timezone.localdate()
        )
        version = KnowledgeVersion.objects.get(pk=new.pk)
        at_once(
            lambda: takeover.take_over(run.pk, version, lead),
            *(lambda i=i: ticking.tick(i.pk, helper.pk, True, uuid4()) for i in items(run)),
        )
        assert all(item.is_done and item.due for item in items(run))

    def test_a_run_is_removed_or_ticked_but_not_both(self):
        for _ in range(5):
            lead = make_person()
            run = make_run(lead)
            item = items(run)[0]

            def tick(item=item, lead=lead):
                try:
                    return ticking.tick(item.pk, lead.pk, True, uuid4()).outcome
                except RunItem.DoesNotExist:
                    return None

            removed, ticked = at_once(lambda run=run: leading.remove(run), tick)
            assert removed == (ticked is None) == (not Run.objects.filter(pk=run.pk).exists())

    def test_two_finish_and_it_ends_once(self):
        lead = make_person()
        run = make_run(lead)
        ended = at_once(
            lambda: leading.finish(Run.objects.get(pk=run.pk), lead, "en"),
            lambda: leading.finish(Run.objects.get(pk=run.pk), lead, "två"),
        )
        assert sorted(ended) == [False, True]
        assert RunEvent.objects.filter(kind=Kind.FINISHED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("waited", "ago"),
    [(None, 0), (-5, 0), (90, 90), (14 * 24 * 3600 + 1, 0), (float("inf"), 0)],
)
def test_a_tick_keeps_the_time_it_was_made_unless_that_cannot_be(waited, ago):
    now = timezone.now()
    assert ticking.moment_made(waited, now) == now - timedelta(seconds=ago)


@pytest.mark.django_db
def test_no_tick_is_older_than_its_run():
    person = make_person()
    run = make_run(person)
    ticking.tick(items(run)[0].pk, person.pk, True, made=run.started_at - timedelta(days=3))
    assert items(run)[0].done_at == run.started_at


@pytest.mark.django_db
def test_the_same_key_for_another_item_is_another_tick():
    """A page that the browser keeps has one key, however many of its items are pressed."""
    person, key = make_person(), uuid4()
    run = make_run(person)
    for item in items(run):
        ticking.tick(item.pk, person.pk, True, key)
    assert all(item.is_done for item in items(run))
