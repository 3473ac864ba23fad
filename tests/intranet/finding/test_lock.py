from __future__ import annotations

import environ
import pytest
from django.db.utils import ConnectionHandler

from intranet.finding import lock
from tests.components import POSTGRESQL

pytestmark = [pytest.mark.database]


@pytest.mark.django_db
def test_one_at_a_time():
    with lock.held(lock.DRAIN) as mine:
        assert mine
        assert lock.is_held(lock.DRAIN)
        with lock.held(lock.DRAIN) as second:
            assert not second
        with lock.held(lock.REBUILD) as other:
            assert other
    assert not lock.is_held(lock.DRAIN)


@pytest.mark.django_db
def test_let_go_when_the_work_fails():
    with pytest.raises(ZeroDivisionError), lock.held(lock.DRAIN):
        raise ZeroDivisionError
    assert not lock.is_held(lock.DRAIN)


@pytest.mark.django_db
def test_a_lock_that_is_held_is_not_lost():
    with lock.held(lock.REBUILD):
        lock.assert_still_held(lock.REBUILD)


@pytest.fixture
def sessions(db, monkeypatch):
    """Two sessions of a real PostgreSQL, as two processes would have them; the first is in use."""
    found = [
        ConnectionHandler({"default": environ.Env.db_url_config(POSTGRESQL.address)})["default"]
        for _ in range(2)
    ]
    monkeypatch.setattr(lock, "connection", found[0])
    yield found
    for each in found:
        each.close()


@pytest.mark.postgresql
def test_postgresql_holds_between_sessions(sessions, monkeypatch):
    others = sessions[1]

    def other_gets_it() -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(lock, "connection", others)
            with lock._advisory(lock.DRAIN, wait=False) as got:
                return got

    with lock.held(lock.DRAIN) as got:
        assert got
        assert not other_gets_it()
    assert other_gets_it()
    with lock.held(lock.DRAIN, wait=True) as again:
        assert again


@pytest.mark.postgresql
def test_postgresql_lets_go_with_the_session(sessions, monkeypatch):
    with lock.held(lock.REBUILD):
        lock.assert_still_held(lock.REBUILD)
        monkeypatch.setattr(lock, "connection", sessions[1])
        with pytest.raises(lock.LockLost):
            lock.assert_still_held(lock.REBUILD)
        sessions[0].close()
        # Waiting, because the server ends a session in its own time.
        with lock._advisory(lock.REBUILD, wait=True) as got:
            assert got
        monkeypatch.setattr(lock, "connection", sessions[0])


def test_files_hold_between_openings(tmp_path):
    path = tmp_path / "db.drain.lock"
    with lock._locked_file(path, wait=False) as first:
        assert first
        with lock._locked_file(path, wait=False) as second:
            assert not second
    with lock._locked_file(path, wait=True) as again:
        assert again
