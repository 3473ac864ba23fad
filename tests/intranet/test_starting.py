"""What a start needs is registered by the apps that need it, and done once."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model

from intranet.demo import starting as demo
from intranet.finding import starting as search
from intranet.jobs import readiness, starting
from intranet.jobs.models import Job


def test_steps_are_done_in_their_order_whoever_came_first(monkeypatch):
    monkeypatch.setattr(starting, "_steps", {})
    for name, order in (("index", 90), ("demo", 10), ("between", 50)):
        starting.register(name, order, lambda _stream: None)
    assert [step.name for step in starting.steps()] == ["demo", "between", "index"]


def test_the_index_is_prepared_in_every_installation_and_the_demo_in_development_only(monkeypatch):
    assert "search" in [step.name for step in starting.steps()]
    monkeypatch.setattr(starting, "_steps", {})
    monkeypatch.setattr(starting, "_told", {})
    for development, expected in ((False, []), (True, ["demo"])):
        monkeypatch.setattr(settings, "DEVELOPMENT", development, raising=False)
        apps.get_app_config("intranet").ready()
        assert [step.name for step in starting.steps()] == expected
    told = starting.welcome()
    assert any("amina.lund" in line for line in told)
    assert demo.PASSWORD in told[0]


def test_jobs_names_nothing_that_stands_above_it():
    """Neither apps nor their commands, not even in words that are looked up."""
    above = re.compile(
        r"[\"'](?:load_demo|reindex|demo\b[^\"']*|search|home|intranet\.(?:demo|finding))[\"']"
    )
    room = Path(settings.BASE_DIR, "intranet", "jobs")
    found = [
        f"{file.name}: {match.group(0)}"
        for file in room.rglob("*.py")
        for match in above.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_personas_are_those_of_the_demo():
    listed = dict(demo.personas())

    assert listed["amina.lund"] == "Undersköterska i hemtjänsten"
    assert len(listed) >= 8


@pytest.fixture
def loaded(monkeypatch):
    """The calls of other commands, instead of their work."""
    calls: list[str] = []
    for module in (demo, search):
        monkeypatch.setattr(module, "call_command", lambda name, **_kwargs: calls.append(name))
    return calls


@pytest.mark.django_db
def test_first_part_is_loaded_once(loaded):
    assert demo.load_first_part(io.StringIO()) is True
    assert demo.load_first_part(io.StringIO()) is False

    assert loaded == ["load_demo"]


@pytest.mark.django_db
def test_loading_that_was_stopped_is_gone_on_with(monkeypatch, loaded):
    def stopped(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "call_command", stopped)
        with pytest.raises(KeyboardInterrupt):
            demo.load_first_part(io.StringIO())

    assert demo.load_first_part(io.StringIO()) is True
    assert loaded == ["load_demo"]


@pytest.mark.django_db
def test_database_with_people_of_its_own_gets_no_demo(loaded):
    get_user_model().objects.create(username="någon")

    assert demo.load_first_part(io.StringIO()) is False
    assert loaded == []
    assert not Job.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("problem", "made"), [("", []), ("the search index has to be built", ["reindex"])])
def test_index_is_built_only_when_it_must(loaded, monkeypatch, problem, made):
    monkeypatch.setattr(readiness, "check", lambda _name: readiness.State(problem))

    search.prepare_index(io.StringIO())

    assert loaded == made
