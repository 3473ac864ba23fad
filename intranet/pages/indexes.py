"""An index on Wagtail's page table that Wagtail has not: the pages of one depth below a place.

The frame of every page asks for the sections of the site, as does each listing of children. Without it the
database goes through all pages for them: with 20,000 that doubled the time of a page. Made by migration 0002 and
looked after on every `migrate`: a later migration of Wagtail's that makes the table anew on SQLite takes it away.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, NAME = "wagtailcore_page", "pages_depth_path"


def install(connection: BaseDatabaseWrapper) -> None:
    """Make it if it is missing; takes no lock on the table when it is there."""
    with connection.cursor() as cursor:
        if NAME in connection.introspection.get_constraints(cursor, TABLE):
            return
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON {TABLE} (depth, path)")


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {NAME}")


def look_after(**kwargs: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[kwargs["using"]]
    if TABLE in connection.introspection.table_names():
        install(connection)
