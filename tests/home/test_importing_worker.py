"""What becomes of a file that was sent in when nobody looks: its reader dies, its time is over, its owner is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.importing import company
from home.importing.incoming import notices, pruning, tasks
from home.importing.incoming.models import IncomingText
from home.importing.wire import from_wire, to_wire
from home.roles import EDITORS
from intranet.access.viewer import viewer_of
from intranet.files import confined
from intranet.jobs.models import Job
from intranet.notices.kinds import kind_of
from tests.home.test_importing_incoming import TEXT, editor, place, send, text  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = IncomingText.State


def test_a_worker_that_dies_over_a_file_does_not_do_so_for_ever(place, editor, monkeypatch):  # noqa: F811
    (row,) = send(place, editor, ("nycklar.docx", TEXT))

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(confined, "stream", killed)
    for _ in range(tasks.TRIES):
        with pytest.raises(KeyboardInterrupt):
            tasks.read_waiting.call()
        assert tasks.queue_if_waiting(timezone.now()) == 0
        later = timezone.now() + tasks.PATIENCE + timedelta(seconds=1)
        assert tasks.queue_if_waiting(later) == 1
        IncomingText.objects.update(claimed_at=timezone.now() - tasks.PATIENCE - timedelta(seconds=1))
    assert tasks.read_waiting.call() == 1
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.UNREADABLE, company.CRASHED)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (confined.TimedOut("slow"), company.SLOW),
        (confined.TooLarge("large"), company.LARGE),
        (confined.Crashed(signal_number=11), company.CRASHED),
    ],
)
def test_a_file_that_its_reader_does_not_survive_is_told_of(place, editor, monkeypatch, error, reason):  # noqa: F811
    (row,) = send(place, editor, ("nycklar.docx", TEXT))

    def fails(*args, **kwargs):
        raise error

    monkeypatch.setattr(confined, "stream", fails)
    tasks.read_waiting.call()
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.UNREADABLE, reason)
    assert Job.objects.get().state == Job.State.DONE


def test_old_files_are_thrown_away_on_the_day_that_was_said(place, editor, text):  # noqa: F811
    today = timezone.localdate()
    assert (text.removed_on - today).days == 60
    assert pruning.prune(today, today) == 0
    IncomingText.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert pruning.prune(today, today) == 1
    assert not IncomingText.objects.exists()


def test_whoever_sent_files_in_is_told_a_week_before_they_are_thrown_away(place, editor, text):  # noqa: F811
    today = timezone.localdate()
    assert notices.announce(today, today) == 0
    IncomingText.objects.update(created_at=timezone.now() - timedelta(days=54))
    assert notices.announce(today, today) == 1
    assert notices.announce(today, today) == 0
    kind = kind_of(notices.KIND)
    (line,) = kind.lines(viewer_of(editor), [text.delivery_id]).values()
    assert (line.title, line.url) == ("1 inläst fil väntar på dig", reverse("incoming_list"))
    colleague = place.person("karin.ek", EDITORS)
    assert not kind.lines(viewer_of(colleague), [text.delivery_id])
    IncomingText.objects.update(settled_at=timezone.now())
    assert not kind.lines(viewer_of(editor), [text.delivery_id])


def test_a_source_comes_through_the_wire_unchanged():
    from pathlib import Path

    from home.importing.reading import read_source

    source = read_source(Path("n.docx"), TEXT)
    again = from_wire(to_wire(source))
    assert (again.blocks, again.told, again.written) == (source.blocks, source.told, source.written)
