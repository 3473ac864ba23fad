"""Runs with secrets in them.

One of an open checklist, led by `employee`, with an item for `assignee` and one ticked by the protected person, who
stands in for the manager of its unit; and one of a checklist in a closed section, led by a member of the
circle, in which `employee` has been given an item but may not read what it says.
"""

from __future__ import annotations

from django.utils import timezone

from home.models import ChecklistPage, KnowledgeVersion, Run
from home.runs import leading, starting, ticking
from intranet.people.models import Person
from tests.leaks import secrets
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import RUN, SECTION, Planted


def plant_runs(planted: Planted, people: dict[str, Person | None]) -> dict[str, Run]:
    """The two runs, by the names "run" and "secret run"."""
    lead, member = people["employee"], people["member"]
    run = _start(planted, "hub checklist", lead, secrets.of(RUN, "namn"))
    first, second = run.items.all()
    leading.assign(run, lead, {first: people["assignee"]})
    leading.note(first, lead, secrets.of(RUN, "anteckning"))
    ticking.tick(second.pk, people[PROTECTED].pk, True)
    secret = _start(planted, "secret checklist", member, secrets.of(SECTION, "genomgang"))
    leading.assign(secret, member, {secret.items.get(): lead})
    return {"run": run, "secret run": secret}


def _start(planted: Planted, key: str, starter: Person, name: str) -> Run:
    page = ChecklistPage.objects.get(pk=planted.pages[key].pk)
    version = KnowledgeVersion.objects.filter(page=page).latest("number")
    return starting.start(version, starter, starter, name, timezone.localdate())
