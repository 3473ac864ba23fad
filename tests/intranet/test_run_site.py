"""What `run_site` says before it begins, and what it prepares. Serving is tested with the browser's site."""

import fcntl
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from intranet.jobs.management.commands import run_site
from intranet.jobs.supervisor import preparation
from intranet.jobs.supervisor.port import HOST


@pytest.fixture(autouse=True)
def _nothing_slow(monkeypatch):
    """A test that gets as far as preparing or serving has failed."""

    def refuse(*_args, **_kwargs):
        pytest.fail("went on")

    for name in ("_prepare", "_serve"):
        monkeypatch.setattr(run_site.Command, name, refuse)
    monkeypatch.setattr(run_site, "begin_again", refuse)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def free_port():
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    return str(port)


def test_port_that_is_none_ends_it_in_one_line():
    with pytest.raises(CommandError, match=r"^PORT=web is no number: .*\.$"):
        call_command("run_site", port="web")


def test_taken_port_ends_it_in_one_line():
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("run_site", port=str(port))


def test_unknown_engine_ends_it_in_one_line():
    with pytest.raises(
        CommandError, match="There is no search engine lucene: take embedded or elasticsearch"
    ):
        call_command("run_site", engine="lucene")


def test_production_is_not_served_this_way(settings):
    settings.DEVELOPMENT = False

    with pytest.raises(CommandError, match="for development"):
        call_command("run_site")


def test_elasticsearch_that_does_not_answer_is_told_without_its_password(settings, free_port):
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.SITE_URL = f"http://localhost:{free_port}"
    settings.ELASTICSEARCH_URL = "http://reader:secret@127.0.0.1:9"

    with pytest.raises(CommandError, match=r"does not answer at http://127\.0\.0\.1:9: start it") as caught:
        call_command("run_site", port=free_port)

    assert "secret" not in str(caught.value)


def test_second_site_on_the_same_data_is_refused(settings, free_port, tmp_path):
    settings.SITE_URL = f"http://localhost:{free_port}"
    with (tmp_path / "run_site.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match="already running"):
            call_command("run_site", port=free_port)


def test_another_engine_or_port_begins_again_with_its_own_environment(settings, free_port, monkeypatch):
    class BegunError(Exception):
        pass

    def begin_again():
        raise BegunError

    monkeypatch.setattr(run_site, "begin_again", begin_again)
    environment: dict[str, str] = {}
    monkeypatch.setattr(run_site.os, "environ", environment)
    settings.SITE_URL = "http://localhost:8000"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(BegunError):
        call_command("run_site", port=free_port, engine="elasticsearch")

    assert environment == {"SEARCH_ENGINE": "elasticsearch", "SITE_URL": f"http://localhost:{free_port}"}


def test_reset_removes_the_demo_and_nothing_beside_it(settings, tmp_path, monkeypatch):
    for name in ("intranet.sqlite3", "intranet.sqlite3-wal", "mine.txt", "media/picture.png", "search/1/x"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    settings.MEDIA_ROOT, settings.SEARCH_INDEX_DIR = tmp_path / "media", tmp_path / "search"
    database = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": tmp_path / "intranet.sqlite3"})
    monkeypatch.setattr(preparation, "connection", database)
    monkeypatch.setattr(preparation.connections, "close_all", lambda: None)

    preparation.reset()

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_reset_leaves_a_database_server_alone(monkeypatch):
    monkeypatch.setattr(preparation, "connection", SimpleNamespace(vendor="postgresql"))

    with pytest.raises(CommandError, match="yourself"):
        preparation.reset()


def test_address_of_the_test_server_comes_from_its_script(settings, tmp_path):
    script = Path(tmp_path, ".ci", "services")
    script.parent.mkdir()
    script.write_text("#!/bin/sh\necho ELASTICSEARCH_URL=http://127.0.0.1:9299\n")
    script.chmod(0o755)
    settings.BASE_DIR = tmp_path

    assert preparation.elasticsearch_address() == "http://127.0.0.1:9299"
