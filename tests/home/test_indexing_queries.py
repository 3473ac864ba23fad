"""What the search page asks the database, with everything real: pages, people, rights, and a cache that is a table."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.access.models import Audience
from intranet.finding import engine, outbox
from intranet.finding.draining import drain
from intranet.finding.rebuilding import rebuild
from intranet.subjects.models import Subject
from search.engines.embedded import EmbeddedEngine
from tests.factories import declare_audience, make_home, make_person, make_unit
from tests.home.knowledge import make_routine

pytestmark = pytest.mark.django_db

WORD = "Kompassnål"
BESIDES = (
    'FROM "django_session"',
    'WHERE "people_person"."id" = ',  # who is signed in
    'FROM "wagtailcore_site"',
    "wagtail_site_root_paths",  # from the cache: what addresses begin with
)


@pytest.fixture
def used(tmp_path, monkeypatch, settings):
    """The real sources, an index, and the cache in the database, as in production."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}
    }
    call_command("createcachetable")
    used = EmbeddedEngine(tmp_path / "search")
    monkeypatch.setattr(engine, "_engine", used)
    declare_audience(make_home(), Audience.EMPLOYEES)
    unit = make_unit("Norr", make_unit("Hemtjänst"))
    subject = Subject.objects.create(slug="vard", name="Vård")
    for number in range(4):
        make_routine(f"{WORD} {number}", units=[unit], subjects=[subject])
        make_person(f"{WORD}.{number}", unit)
    rebuild()
    drain()
    return unit


def asked(client, address: str) -> list[str]:
    """What a second visit asks beyond session, user and routing."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    found = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in found if not any(mark in sql for mark in BESIDES)]


@pytest.mark.parametrize("address", ["/sok/?q=kompassnål", "/sok/?q=kompassnål&typ=rutin&sortera=datum"])
def test_the_search_page(used, client, address):
    client.force_login(make_person("läsare.lind", used))
    drain()
    assert outbox.waiting() == 0
    assert client.get(address).context["total"] >= 4
    queries = asked(client, address)
    assert len(queries) <= 10, "\n".join(queries)


def test_suggestions(used, client):
    client.force_login(make_person("läsare.lind", used))
    queries = asked(client, "/sok/forslag?q=komp")
    assert len(queries) <= 6, "\n".join(queries)
