"""Two who change the same run from what they read before: both changes stand, and after the end none does."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone

from home.models import Run, RunEvent, RunItem
from home.runs import item_views, lead_views, leading, sharing, ticking
from home.runs.ticking import Outcome
from intranet.access.viewer import viewer_of
from tests.factories import make_function, make_person, make_unit
from tests.home.runs import items, make_run, text
from tests.home.test_runs_ticking import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Kind = RunEvent.Kind


def fields(client, address: str, button: str) -> dict[str, str]:
    """What a browser would send of the form that has a button, with nothing changed."""
    page = client.get(address).content.decode()
    form = next(
        part.split("</form>")[0] for part in page.split("<form")[1:] if button in part.split("</form>")[0]
    )
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if at.get("type") == "radio" and not re.search(r"\bchecked\b", tag):
            continue
        if "name" in at and at["name"] != "csrfmiddlewaretoken":
            sent[at["name"]] = at.get("value", "")
    for name, value in re.findall(r'<textarea[^>]*name="([\w-]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(value).strip()
    return sent


# The same reading


def test_two_edits_from_the_same_reading_move_the_days_with_the_start(karin):
    run = make_run(karin.person, start_day=date(2026, 6, 1))
    one, other = Run.objects.get(pk=run.pk), Run.objects.get(pk=run.pk)
    leading.edit(one, karin.person, start_day=date(2026, 7, 1))
    leading.edit(other, karin.person, start_day=date(2026, 8, 1))
    run.refresh_from_db()
    assert run.start_day == date(2026, 8, 1)
    assert [item.due for item in items(run)] == [date(2026, 7, 18), date(2026, 8, 1), date(2026, 8, 31)]
    assert not any(item.has_own_due for item in RunItem.objects.select_related("run"))


def test_one_renames_while_another_moves_the_start_and_both_stand(karin, unit):
    run = make_run(karin.person, start_day=date(2026, 6, 1))
    address = f"/genomgangar/{run.pk}/andra/"
    one, other = fields(karin, address, "start_day"), fields(karin, address, "start_day")
    karin.post(address, {**one, "name": "Nytt namn"})
    karin.post(address, {**other, "start_day": "2026-08-01"})
    run.refresh_from_db()
    assert (run.name, run.start_day, run.subject) == ("Nytt namn", date(2026, 8, 1), karin.person)


def test_one_gives_an_item_away_while_another_sets_its_day_and_both_stand(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    address = f"/genomgangar/{run.pk}/punkter/{first.pk}/"
    one, other = fields(karin, address, "initial-due"), fields(karin, address, "initial-due")
    assert one["initial-due"] == one["due"] == first.due.isoformat()
    karin.post(address, {**one, "person": amina.person.pk})
    karin.post(address, {**other, "due": "2030-12-24"})
    first.refresh_from_db()
    assert (first.assignee, first.due) == (amina.person, date(2030, 12, 24))
    assert RunEvent.objects.filter(item=first, kind=Kind.UNASSIGNED).count() == 0


def test_what_somebody_was_given_meanwhile_is_not_shared_out(karin, amina, unit):
    holder = make_person("shirin.hosseini", make_unit("Någon annanstans"))
    make_function("it-ombud", unit, holder)
    run = make_run(karin.person)
    proposed = sharing.proposed(run, viewer_of(karin.person))
    assert [p.person for p in proposed] == [holder]
    leading.assign(run, karin.person, {items(run)[0]: amina.person})
    assert leading.assign(run, karin.person, {p.item: p.person for p in proposed}, free=True) == 0
    assert items(run)[0].assignee == amina.person


# Notes


@pytest.fixture
def noted(karin, amina):
    """A run with a note, and the address of its item."""
    run = make_run(karin.person, amina.person)
    first, *_ = items(run)
    leading.note(first, karin.person, "Först\r\nstod detta")
    return first, f"/genomgangar/{run.pk}/punkter/{first.pk}/"


def test_a_note_over_one_that_has_changed_is_refused_with_both_texts(karin, amina, noted):
    first, address = noted
    one, other = fields(karin, address, "initial-note"), fields(amina, address, "initial-note")
    karin.post(address, {**one, "note": "Karin: koden är bytt", "anteckning": "1"})
    page = text(amina.post(address, {**other, "note": "Amina: nyckeln hänger inne", "anteckning": "1"}))
    first.refresh_from_db()
    assert first.note == "Karin: koden är bytt"
    assert "Någon annan har ändrat anteckningen medan du skrev" in page
    assert "Så står det nu" in page
    assert "Karin: koden är bytt" in page
    assert "Amina: nyckeln hänger inne</textarea>" in page
    # She has read both now, and what she saves stands.
    again = {"initial-note": "Karin: koden är bytt", "note": "Koden är bytt. Nyckeln hänger inne."}
    assert 'name="initial-note" value="Karin: koden är bytt"' in page
    assert amina.post(address, {**again, "anteckning": "1"}).status_code == 302
    first.refresh_from_db()
    assert first.note == "Koden är bytt. Nyckeln hänger inne."
    assert RunEvent.objects.filter(item=first, kind=Kind.NOTED).count() == 3


def test_a_note_that_was_taken_away_meanwhile_is_told_as_well(karin, amina, noted):
    first, address = noted
    sent = fields(amina, address, "initial-note")
    leading.note(first, karin.person, "")
    page = text(amina.post(address, {**sent, "note": "Mer", "anteckning": "1"}))
    assert "Anteckningen är borttagen." in page


def test_a_note_that_nobody_has_touched_is_saved_however_its_lines_end(amina, noted):
    first, address = noted
    sent = fields(amina, address, "initial-note")
    sent["initial-note"] = sent["initial-note"].replace("\r\n", "\n")
    assert amina.post(address, {**sent, "note": "Nytt", "anteckning": "1"}).status_code == 302
    first.refresh_from_db()
    assert first.note == "Nytt"


# After the end


@pytest.fixture
def ended(karin, amina):
    """A run as it was read before somebody finished it."""
    run = make_run(karin.person, amina.person)
    leading.finish(Run.objects.get(pk=run.pk), karin.person, "Slut")
    assert not run.is_finished
    return run


def test_nothing_is_decided_in_a_run_that_was_finished_meanwhile(ended, karin, amina):
    first, *_ = items(ended)
    before = (
        list(RunItem.objects.values()),
        Run.objects.values().get(),
        RunEvent.objects.count(),
    )
    for change in (
        lambda: leading.note(first, karin.person, "För sent"),
        lambda: leading.assign(ended, karin.person, {first: amina.person}),
        lambda: leading.set_due(first, karin.person, date(2030, 1, 1)),
        lambda: leading.hand_over(ended, karin.person, amina.person),
        lambda: leading.edit(ended, karin.person, name="För sent"),
    ):
        with pytest.raises(leading.FinishedError):
            change()
    assert not leading.finish(ended, karin.person, "En gång till")
    assert before == (list(RunItem.objects.values()), Run.objects.values().get(), RunEvent.objects.count())


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("punkter/{item}/", {"note": "För sent", "anteckning": "1"}),
        ("punkter/{item}/", {"person": "{other}", "due": "2030-01-01"}),
        ("andra/", {"person": "{other}", "name": "För sent", "start_day": "2030-01-01"}),
        ("lamna-over/", {"person": "{other}"}),
    ],
)
def test_who_was_too_late_is_told_so(karin, amina, monkeypatch, path, data):
    run = make_run(karin.person)
    first, *_ = items(run)
    read = item_views.run_or_404

    def overtaken(request, pk):
        """Somebody finishes the run after this request has read it."""
        found = read(request, pk)
        if request.method == "POST":
            leading.finish(run, karin.person, "Slut")
        return found

    monkeypatch.setattr(item_views, "run_or_404", overtaken)
    monkeypatch.setattr(lead_views, "run_or_404", overtaken)
    data = {name: value.format(other=amina.person.pk) for name, value in data.items()}
    page = text(karin.post(f"/genomgangar/{run.pk}/{path.format(item=first.pk)}", data, follow=True))
    assert "Genomgången är avslutad. Ändringen sparades inte." in page
    run.refresh_from_db()
    assert (run.lead, run.name) == (karin.person, "Ny kollega")
    assert items(run)[0].note == ""


def test_a_finish_stands_once_and_is_opened_once(karin):
    run = make_run(karin.person)
    stale = Run.objects.get(pk=run.pk)
    assert leading.finish(run, karin.person, "Slut")
    assert not leading.finish(stale, karin.person, "Igen")
    assert leading.reopen(stale, karin.person)
    assert not leading.reopen(run, karin.person)
    assert timezone.now() - Run.objects.get().started_at > timedelta(0)
    assert Run.objects.get().closing_note == ""


# At the same moment


def outcome(call):
    """What came of it: an answer, or the name of what was raised."""
    try:
        return call()
    except (leading.StaleNoteError, leading.FinishedError) as error:
        return type(error).__name__


@pytest.mark.connections
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_notes_from_the_same_reading_one_stands_and_one_is_told(self):
        for _ in range(5):
            lead, helper = make_person(), make_person()
            item = items(make_run(lead))[0]
            answers = at_once(
                lambda item=item, lead=lead: outcome(lambda: leading.note(item, lead, "en", since="")),
                lambda item=item, helper=helper: outcome(lambda: leading.note(item, helper, "två", since="")),
            )
            assert set(answers) == {None, "StaleNoteError"}
            item.refresh_from_db()
            assert item.note == ("en" if answers[0] is None else "två")

    def test_what_meets_the_end_comes_before_it_or_is_refused(self):
        for _ in range(5):
            lead = make_person()
            run = make_run(lead)
            first, second, third = items(run)
            _ended, ticked, noted, given = at_once(
                lambda run=run, lead=lead: leading.finish(run, lead, "Slut"),
                lambda lead=lead, first=first: ticking.tick(first.pk, lead.pk, True, uuid4()).outcome,
                lambda lead=lead, second=second: outcome(lambda: leading.note(second, lead, "Mer")),
                lambda run=run, lead=lead, third=third: outcome(
                    lambda: leading.assign(run, lead, {third: lead})
                ),
            )
            run.refresh_from_db()
            first, second, third = items(run)
            assert first.is_done == (ticked == Outcome.TAKEN)
            assert bool(second.note) == (noted is None)
            assert bool(third.assignee) == (given == 1)
            after = run.events.filter(at__gt=run.finished_at)
            assert not after.exclude(kind=Kind.FINISHED).exists()
