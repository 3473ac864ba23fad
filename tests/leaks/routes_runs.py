"""The verdicts on the addresses of runs."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from home.models import Run
from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import CIRCLE, PERSON, RUN, SECTION
from tests.leaks.verdicts import Verdict, Visit, named

LEADS = frozenset({"employee", PROTECTED})  # whoever leads it, and who stands in for the unit's manager
SEES = LEADS | {"assignee"}
SECRET_LEAD = frozenset({"member"})
STARTS_SECRET = frozenset({"member", "inside editor"})  # employed, and let into the section
OF_RUN = frozenset({RUN, SECTION, CIRCLE})  # its items link to texts in the section and of the circle


def _address(name: str, run: Run, *more: int) -> str:
    return reverse(name, args=[run.pk, *more])


def _visits(
    corpus: Corpus, name: str, gives: frozenset[str], audience: frozenset[str], exact: bool
) -> list[Visit]:
    twin = reverse(name, args=[999999])
    secret = corpus.runs["secret run"]
    return [
        Visit(_address(name, corpus.runs["run"]), gives, audience, hidden=True, twin=twin, exact=exact),
        Visit(_address(name, secret), frozenset({SECTION}), SECRET_LEAD, hidden=True, twin=twin, exact=exact),
    ]


def seen(name: str) -> Verdict:
    return Verdict(lambda corpus: _visits(corpus, name, OF_RUN, SEES, True), frozenset({RUN, SECTION}))


def led(name: str) -> Verdict:
    gives = frozenset({RUN})
    return Verdict(lambda corpus: _visits(corpus, name, gives, LEADS, True), gives | {SECTION})


def led_on(name: str) -> Verdict:
    """Leads to the run as things stand; whoever does not lead it is told that there is none."""
    return Verdict(
        lambda corpus: _visits(corpus, name, frozenset({RUN}), LEADS, False), why="leads on to the run"
    )


def list_visits(corpus: Corpus) -> list[Visit]:
    base = reverse("runs")
    mine = frozenset({"employee", "assignee", "member"})
    return [
        Visit(base, frozenset({RUN, SECTION}), mine),
        Visit(
            f"{base}?visa=enheten",
            frozenset({RUN}),
            frozenset({PROTECTED, "employee", "assignee"}),
            exact=False,
        ),
        Visit(f"{base}?visa=mina-punkter", frozenset({RUN}), frozenset({"assignee"})),
        Visit(f"{base}?lage=avslutade"),
    ]


def start_visits(corpus: Corpus) -> list[Visit]:
    """Colleagues are offered: the protected one to handlers and to themselves."""
    secret = corpus.pages["secret checklist"].pk
    twin = named("start_run", 999999)
    return [
        Visit(named("start_run", corpus.pages["hub checklist"].pk), frozenset({PERSON}), exact=False),
        Visit(named("start_run", secret), frozenset({SECTION}), STARTS_SECRET, hidden=True, twin=twin),
        Visit(named("start_run", corpus.pages[secrets.DRAFT].pk), hidden=True, twin=twin),
    ]


def item_visits(corpus: Corpus) -> list[Visit]:
    run, secret = corpus.runs["run"], corpus.runs["secret run"]
    twin = reverse("run_item", args=[999999, 999999])
    first = run.items.first()
    hidden = secret.items.get()
    return [
        Visit(_address("run_item", run, first.pk), OF_RUN, SEES, hidden=True, twin=twin, exact=False),
        Visit(
            _address("run_item", secret, hidden.pk), frozenset({SECTION}), SECRET_LEAD, hidden=True, twin=twin
        ),
        # Another run's item is not shown by way of one's own.
        Visit(_address("run_item", run, hidden.pk), hidden=True, twin=twin),
    ]


def tick_visits(corpus: Corpus) -> list[Visit]:
    secret = corpus.runs["secret run"]
    data = {"klar": secret.items.get().pk, "nyckel": str(uuid4())}
    return [
        Visit(_address("tick_run", secret), data=data),
        Visit(_address("tick_run", corpus.runs["run"]), data=data),
    ]


RUNS: dict[str, Verdict] = {
    "runs": Verdict(list_visits, frozenset({RUN, SECTION})),
    "start_run": Verdict(start_visits, frozenset({SECTION})),
    "run": seen("run"),
    "print_run": seen("print_run"),
    "run_item": Verdict(item_visits, frozenset({RUN, SECTION})),
    "tick_run": Verdict(tick_visits, why="answers by leading on to the run"),
    "edit_run": led("edit_run"),
    "hand_over_run": led("hand_over_run"),
    "finish_run": led("finish_run"),
    "share_run": led_on("share_run"),
    "update_run": led_on("update_run"),
    "reopen_run": led_on("reopen_run"),
    "remove_run": led_on("remove_run"),
}
