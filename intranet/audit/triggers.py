"""What keeps the security log append-only when somebody goes round the model.

Installed by migration 0002 and looked after on every `migrate`: a later migration that alters the table makes
it anew on SQLite, and the triggers would go with the old one without a word.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_event"
REFUSAL = "the security log is append-only"

# REPLACE deletes without asking the delete trigger; the insert trigger stops it on the id that is taken.
SQLITE = (
    ("audit_event_no_update", f"BEFORE UPDATE ON {TABLE}", ""),
    ("audit_event_no_delete", f"BEFORE DELETE ON {TABLE}", ""),
    (
        "audit_event_no_replace",
        f"BEFORE INSERT ON {TABLE}",
        f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)",  # noqa: S608  # a constant of ours
    ),
)
POSTGRESQL = (
    ("audit_event_no_change", f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"),
    ("audit_event_no_truncate", f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT"),
)
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put in place what is missing; takes no lock on the table when nothing is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, event, condition in SQLITE:
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} {event} {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
        elif connection.vendor == "postgresql":
            there = _postgresql_triggers(cursor)
            missing = [trigger for trigger in POSTGRESQL if trigger[0] not in there]
            if missing:
                cursor.execute(POSTGRESQL_FUNCTION)
            for name, event in missing:
                cursor.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION audit_event_refuse()")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away: when the migration is unapplied, and when tests empty the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, *_ in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        elif connection.vendor == "postgresql":
            for name, _ in POSTGRESQL:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")


def look_after(**kwargs: Any) -> None:
    """Receiver of post_migrate."""
    from django.db import connections

    connection = connections[kwargs["using"]]
    if TABLE in connection.introspection.table_names():
        install(connection)


def _postgresql_triggers(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal", [TABLE]
    )
    return {name for (name,) in cursor.fetchall()}
