"""Take away one condition of the extranet's rule at a time; some test must then fail.

`python -m tests.extranet.mutations` runs the tests of the personas once for each condition, prints the table, and ends
with 1 if a condition can be taken away without a test that fails.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

TESTS = [
    Path(__file__).with_name(f"test_access_{name}.py")
    for name in ("personas", "exceptions", "meetings", "desk")
]

Mutation = Callable[[pytest.MonkeyPatch], None]


def mutations() -> dict[str, Mutation]:
    """Each by what is taken away."""
    from extranet.access import desk, held, items, meetings, placements, rights
    from extranet.access.area import Area
    from extranet.access.conditions import Condition, Rule
    from extranet.exceptions.models import BreakGlassQuerySet, GrantQuerySet, RecusalQuerySet
    from extranet.mandates.models import MandateQuerySet
    from extranet.secrecy.models import SecrecyQuerySet

    found: dict[str, Mutation] = {}
    anybody = Condition("", lambda _rights: Q(pk__isnull=False), lambda _rights, _thing: True)

    def without(room: Any, name: str, rule: Rule) -> None:
        for way, conditions in rule.ways.items():
            for number, condition in enumerate(conditions):
                left = (*conditions[:number], *conditions[number + 1 :])
                ways = dict(rule.ways) | {way: left or (anybody,)}
                label = f"{room.__name__.rpartition('.')[2]}, {name}, {way}: {condition.name}"
                found[label] = partial(_set, room, name, Rule(**ways))
        for way in rule.ways:
            if len(rule.ways) > 1:
                ways = {k: v for k, v in rule.ways.items() if k != way}
                label = f"{room.__name__.rpartition('.')[2]}, {name}: nobody is let in as {way}"
                found[label] = partial(_set, room, name, Rule(**ways))

    without(items, "KNOWN", items.KNOWN)
    without(items, "VISIBLE", items.VISIBLE)
    without(placements, "OPEN", placements.OPEN)
    without(meetings, "KNOWN", meetings.KNOWN)
    for name in ("BODIES", "MEETINGS", "MOVABLE", "ITEMS", "PLACEMENTS", "MATTERS", "TITLED"):
        without(desk, name, getattr(desk, name))

    def everything(_queryset: Any, *_moment: Any) -> Any:
        return _queryset.all()

    for queryset, method, words in (
        (MandateQuerySet, "in_force", "mandates: their days"),
        (GrantQuerySet, "in_force", "grants: their time"),
        (BreakGlassQuerySet, "in_force", "broken glass: its time"),
        (RecusalQuerySet, "in_effect", "recusals: their outcome and end"),
        (SecrecyQuerySet, "standing", "secrecy: that it has been lifted"),
    ):
        found[words] = partial(_set, queryset, method, everything)
    for field in ("bodies", "kinds", "meetings", "items"):
        found[f"reach: by {field}"] = partial(_forget, Area, field)
    for what in (
        held.GRANTED,
        held.OPENED,
        held.AUDITS,
        held.SERVES,
        held.APPOINTED,
        held.KEEPS,
        held.RECUSED,
    ):
        found[f"held: what is {what}"] = partial(_set, held, "read", partial(_but, what, held.read))
    found["secrecy: the role's own rule"] = partial(
        _set, rights, "_secret", lambda _mandate, area, _serving: area
    )
    return found


def _set(room: Any, name: str, value: Any, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(room, name, value)


def _but(what: str, read: Callable[..., list], *of: Any) -> list:
    return [row for row in read(*of) if row.what != what]


def _forget(area: Any, field: str, patch: pytest.MonkeyPatch) -> None:
    made = area.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        object.__setattr__(self, field, frozenset())

    patch.setattr(area, "__init__", init)


class Trial:
    """Runs each test once for each mutation and remembers which of them noticed."""

    def __init__(self) -> None:
        self.mutations = mutations()
        self.noticed: dict[str, str] = defaultdict(str)
        self.ran: set[str] = set()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.parametrize("mutation", list(self.mutations), indirect=True, ids=str)

    @pytest.fixture(autouse=True)
    def mutation(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """Once a test has noticed, the others need not be run."""
        if self.noticed[request.param]:
            pytest.skip("noticed already")
        request.node.user_properties.append(("mutation", request.param))
        self.mutations[request.param](monkeypatch)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            mutation = dict(report.user_properties)["mutation"]
            self.ran.add(mutation)
            if report.failed:
                self.noticed[mutation] = report.nodeid.rpartition("::")[2].partition("[")[0]

    def table(self) -> str:
        lines = []
        for mutation in self.mutations:
            survived = "NO TEST FAILS" if mutation in self.ran else "NOT TRIED"
            lines.append(f"{mutation}\n    {self.noticed[mutation] or survived}")
        return "\n".join(lines)

    @property
    def survived(self) -> list[str]:
        return [mutation for mutation in self.mutations if not self.noticed[mutation]]


def main() -> int:
    import django

    django.setup()
    trial = Trial()
    pytest.main(
        [*map(str, TESTS), "-q", "--no-header", "--no-summary", "--tb=no", "-p", "no:warnings"],
        plugins=[trial],
    )
    sys.stdout.write(f"\n{trial.table()}\n")
    if trial.survived:
        sys.stdout.write(f"\n{len(trial.survived)} of {len(trial.mutations)} can be taken away unnoticed.\n")
        return 1
    sys.stdout.write(f"\nEach of {len(trial.mutations)} is missed when it is gone.\n")
    return 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.test")
    sys.exit(main())
