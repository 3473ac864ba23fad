"""The index on the page table: made where it is missing, and left in peace where it is not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.pages import indexes

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def is_there() -> bool:
    with connection.cursor() as cursor:
        return indexes.NAME in connection.introspection.get_constraints(cursor, indexes.TABLE)


def locks_held() -> set[str]:
    """What this transaction holds of the table, on a database that tells; none on one that does not."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = to_regclass(%s)",
            [indexes.TABLE],
        )
        return {mode for (mode,) in cursor.fetchall()}


def test_what_is_missing_is_made():
    indexes.remove(connection)
    assert not is_there()
    indexes.look_after(using=connection.alias)
    assert is_there()


def test_one_that_is_there_is_only_looked_at():
    assert is_there()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        indexes.look_after(using=connection.alias)
    assert not [query for query in queries.captured_queries if "CREATE" in query["sql"]]
    assert "ShareLock" not in locks_held()
