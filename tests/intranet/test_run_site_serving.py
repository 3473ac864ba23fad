"""What `run_site` prepares and starts, and in which order; real sites are in tests/browser/test_site.py."""

import io
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from intranet.jobs import starting
from intranet.jobs.management.commands import run_site
from intranet.jobs.models import Job
from intranet.jobs.supervisor import preparation
from intranet.jobs.supervisor.port import HOST, reserve


@contextmanager
def server(status):
    """A web server that answers everything so; its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args):
            pass

    with HTTPServer((HOST, 0), Answer) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield serving.server_port
        serving.shutdown()
        thread.join()


def test_first_page_can_be_had_when_health_is_well():
    for status, well in ((200, True), (503, False)):
        with server(status) as port:
            assert run_site.answers(port) is well
    assert run_site.answers(port) is False


def test_elasticsearch_answers_even_if_it_first_asks_who_we_are():
    with server(401) as port:
        preparation.assert_elasticsearch_answers(f"http://user:secret@{HOST}:{port}")


@pytest.mark.parametrize("url", ["", "elasticsearch:9200", "ftp://127.0.0.1/"])
def test_address_that_is_none_is_told(url):
    with pytest.raises(CommandError, match="needs ELASTICSEARCH_URL"):
        preparation.assert_elasticsearch_answers(url)


class FakeSupervisor:
    """Goes round a few times; notes what is started and what had been said by then."""

    rounds = 4
    made: list = []

    def __init__(self, say):
        self.say = say
        self.started = []
        self.stopping = False
        self.made.append(self)

    def listen_to_signals(self):
        self.started.append("signals")

    def start(self, *programs):
        self.started += [program.name for program in programs]

    def run(self, every_second):
        for _ in range(self.rounds):
            every_second()
        self.say("web", "2026-11-22 WARNING slow")
        self.stopping = True
        self.say("index", "2026-11-22 WARNING asked to end")


@pytest.fixture
def served(settings, tmp_path, monkeypatch):
    """run_site with a web server that answers at the second asking; the supervisor and what was printed."""
    settings.DATA_DIR = tmp_path
    asked = []
    monkeypatch.setattr(FakeSupervisor, "made", [])
    monkeypatch.setattr(run_site, "Supervisor", FakeSupervisor)

    def answers(_port: int) -> bool:
        asked.append(1)
        return len(asked) > 1

    monkeypatch.setattr(run_site, "answers", answers)
    done = []
    monkeypatch.setattr(preparation, "prepare_database", lambda _stream: done.append("tables"))
    monkeypatch.setattr(starting, "_steps", {})
    monkeypatch.setattr(starting, "_told", {"demo": lambda: ["Log in as:", "  amina.lund"]})
    starting.register("index", 90, lambda _stream: done.append("index"))
    starting.register("demo", 10, lambda _stream: done.append("demo"))

    def served(**options):
        with reserve_free() as port:
            settings.SITE_URL = f"http://localhost:{port}"
        printed = io.StringIO()
        call_command("run_site", port=str(port), stdout=printed, **options)
        return (FakeSupervisor.made or [None])[0], printed.getvalue(), done

    return served


@contextmanager
def reserve_free():
    with server(200) as port:
        pass
    reserve(str(port)).close()
    yield port


@pytest.mark.django_db
def test_first_page_comes_before_the_workers_and_is_told_once(served):
    Job.objects.create(key="demo", name="Läsa in", state=Job.State.RUNNING, message="Rutiner")

    supervisor, printed, done = served()

    assert done == ["tables", "demo", "index"]
    assert supervisor.started == ["signals", "web", "index", "worker", "clock"]
    assert printed.count("http://localhost:") == 1
    assert "amina.lund" in printed
    assert "  site | Läsa in: Rutiner" in printed
    assert printed.rstrip().endswith("Stopped.")


@pytest.mark.django_db
def test_that_processes_are_asked_to_end_is_not_told(served):
    _, printed, _ = served()

    assert "   web | 2026-11-22 WARNING slow" in printed
    assert "asked to end" not in printed


@pytest.mark.django_db
def test_reset_serves_nothing(served, monkeypatch):
    monkeypatch.setattr(preparation, "reset", lambda: None)

    supervisor, printed, done = served(reset_only=True)

    assert supervisor is None
    assert done[0] == "tables"
    assert "as new" in printed


@pytest.fixture
def commands(monkeypatch):
    """The names of the commands called; `migrate` says what it would say."""
    called = []

    def call(name, *, stdout=None, **_options):
        called.append(name)
        if name == "migrate":
            stdout.write("  Applying home.0001_initial... OK\n")

    monkeypatch.setattr(preparation, "call_command", call)
    return called


@pytest.mark.django_db
def test_tables_that_are_up_to_date_cost_nothing(settings, tmp_path, commands):
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path / "var", tmp_path / "var" / "static"

    preparation.prepare_database(io.StringIO())

    assert commands == ["createcachetable"]
    assert settings.STATIC_ROOT.is_dir()


@pytest.mark.django_db
def test_missing_tables_are_made_with_a_bar(settings, tmp_path, commands, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    monkeypatch.setattr(preparation.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    terminal = Terminal()

    preparation.prepare_database(terminal)

    assert commands == ["migrate", "createcachetable"]
    assert "Tables: 100%" in terminal.getvalue()


def test_programs_share_the_settings_of_their_parent(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "intranet.settings.test")
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    with server(200) as port:
        pass
    with reserve(str(port)) as listening:
        web, others = run_site.programs.web(listening), list(run_site.programs.others())

        assert web.inherits == (listening.fileno(),)
        assert f"fd://{listening.fileno()}" in web.command
    for program in (web, *others):
        assert program.environment == {
            "DJANGO_SETTINGS_MODULE": "intranet.settings.test",
            "LOG_LEVEL": "WARNING",
        }
    queues = [program.command[-2] for program in others if "db_worker" in program.command]
    assert queues == ["index", "default,files,mail"]
