"""How quickly a meeting's page is served, after many years of meetings against one."""

from __future__ import annotations

from contextlib import ExitStack

from tests.benchmarks.asking import Asked, rates, ratio
from tests.benchmarks.demo import Demo
from tests.benchmarks.filling import AGENDA_ITEM
from tests.benchmarks.pages import medians
from tests.benchmarks.report import Figure
from tests.benchmarks.serving import served

SHORT, LONG = 1, 15


def against_history(demo: Demo, rounds: int) -> list[Figure]:
    """Requests per second are the other way round: the many years' time ÷ the one year's."""
    with ExitStack() as stack:
        asked = []
        for years in (SHORT, LONG):
            project = demo.copy(f"history-{years}")
            meeting = project.run("tests.benchmarks.meetings.years_of_meetings", str(years)).split()[-1]
            site = stack.enter_context(served(project))
            asked.append(Asked(site, f"/sammantraden/{meeting}/", site.signed_in(), AGENDA_ITEM))
        short, long = rates(asked, rounds)
    return [
        Figure(
            f"meeting page, time with {LONG} years of meetings ÷ time with {SHORT}",
            ratio(short, long),
            1.3,
            at_least=False,
            details=medians(short, long),
        )
    ]
