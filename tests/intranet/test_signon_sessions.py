"""Sessions are read as Django's own store reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from intranet.signon.sessions import SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def session() -> SessionStore:
    session = SessionStore()
    session["whose"] = "Aminas"
    session.save()
    return session


@pytest.mark.parametrize("store", [SessionStore, DatabaseStore])
def test_what_one_has_written_either_reads(session, store):
    found = store(session.session_key)
    assert found["whose"] == "Aminas"
    assert found.session_key == session.session_key


def test_one_that_has_ended_is_empty_and_its_key_is_not_used_again(session):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    found = SessionStore(session.session_key)
    assert found.is_empty() is False
    assert found.load() == {}
    assert found.session_key is None


@pytest.mark.parametrize("key", [None, "", "a" * 32, "å" * 32])
def test_one_that_never_was_is_empty(key):
    assert SessionStore(key).load() == DatabaseStore(key).load() == {}


def test_it_costs_one_query(session, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SessionStore(session.session_key)["whose"] == "Aminas"
