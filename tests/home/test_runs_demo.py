"""The demo's runs: every checklist has one, each persona who works has something, and nothing comes twice."""

from __future__ import annotations

import pytest
from django.utils import timezone

from home.demo import runs
from home.demo.loading import FOLDER, load_first, load_rest
from home.models import ChecklistPage, KnowledgeVersion, Run, RunEvent, RunItem
from home.runs import access, takeover
from intranet.access.viewer import viewer_of
from intranet.demo import people
from intranet.demo.people import DemoError
from intranet.jobs.progress import Untold
from intranet.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ELECTED = {"lars.bergstrom", "tora.kvarnholt", "nils.furustig", "gunvor.ringhult"}
NO_PART = ELECTED


def rows() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in (Run, RunItem, RunEvent)}


def test_each_persona_has_something_natural_and_nothing_comes_twice(tmp_path):
    people.load_people(Untold())
    load_first(Untold())
    assert Run.objects.exists()  # of the checklist that is there from the start
    load_rest(Untold())
    assert not ChecklistPage.objects.exclude(versions__runs__isnull=False).exists()
    assert Run.objects.filter(finished_at=None).count() > 8
    assert Run.objects.filter(finished_at__isnull=False).count() > 5
    assert Run.objects.overdue(timezone.localdate()).exists()
    for person in Person.objects.exclude(password__startswith="!"):
        seen = access.visible_to(viewer_of(person), Run.objects.all())
        assert seen.exists() == (person.username not in NO_PART), person.username
    # One follows an older version of its checklist, so that taking over the newer one can be seen.
    behind = [
        run for run in Run.objects.filter(finished_at=None) if takeover.newer(run, timezone.localdate())
    ]
    (run,) = behind
    newer = run.version.page.timeline.in_force(timezone.localdate())
    plan = takeover.plan(run, KnowledgeVersion.objects.get(pk=newer.pk))
    assert all((plan.added, plan.changed, plan.gone_done, plan.gone_open))
    # Nothing was done before the run began, after it was finished, or has yet to be done.
    for item in RunItem.objects.filter(done_at__isnull=False).select_related("run"):
        finished = item.run.finished_at or timezone.now()
        assert item.done_at is not None
        assert item.run.started_at <= item.done_at <= finished
    assert not any(run.events.filter(kind=RunEvent.Kind.STARTED).count() != 1 for run in Run.objects.all())
    before = rows()
    load_first(Untold())
    load_rest(Untold())
    assert rows() == before

    wrong = tmp_path / "runs.csv"
    text = (FOLDER / "runs.csv").read_text(encoding="utf-8")
    wrong.write_text(text.replace("karin.ek", "finns.inte").replace("norr-", "andra-"), encoding="utf-8")
    with pytest.raises(DemoError, match=r"runs\.csv, andra-sari: 'finns\.inte'"):
        runs.load_runs(wrong, Untold())
