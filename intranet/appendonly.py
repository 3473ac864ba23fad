"""Tables whose rows never change, held by triggers in the database against whoever goes round the model.

Installed by a migration and looked after on every `migrate`: a later migration that alters the table makes it
anew on SQLite, and the triggers would go with the old one without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class AppendOnly:
    """`refusal` is what the database says to who tries to change or remove a row of `table`."""

    table: str
    refusal: str

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put in place what is missing; takes no lock on the table when nothing is."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for name, event, condition in self._sqlite:
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} {event} ON {self.table} {condition} "
                        f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
                    )
            elif connection.vendor == "postgresql":
                there = self._postgresql_triggers(cursor)
                missing = [trigger for trigger in self._postgresql if trigger[0] not in there]
                if missing:
                    cursor.execute(
                        f"CREATE OR REPLACE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                        f"$$ BEGIN RAISE EXCEPTION '{self.refusal}'; END $$"
                    )
                for name, event, each in missing:
                    cursor.execute(
                        f"CREATE TRIGGER {name} {event} ON {self.table} {each} "
                        f"EXECUTE FUNCTION {self.table}_refuse()"
                    )

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take them away: when the migration is unapplied, and when tests empty the tables."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for name, *_ in self._sqlite:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif connection.vendor == "postgresql":
                for name, *_ in self._postgresql:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {self.table}")

    def look_after(self, **kwargs: Any) -> None:
        """Receiver of post_migrate."""
        connection = connections[kwargs["using"]]
        if self.table in connection.introspection.table_names():
            self.install(connection)

    @property
    def _sqlite(self) -> tuple[tuple[str, str, str], ...]:
        # REPLACE deletes without asking the delete trigger; the insert trigger stops it on the id that is taken.
        taken = f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE id = NEW.id)"  # noqa: S608  # a constant of ours
        return (
            (f"{self.table}_no_update", "BEFORE UPDATE", ""),
            (f"{self.table}_no_delete", "BEFORE DELETE", ""),
            (f"{self.table}_no_replace", "BEFORE INSERT", taken),
        )

    @property
    def _postgresql(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (f"{self.table}_no_change", "BEFORE UPDATE OR DELETE", "FOR EACH ROW"),
            (f"{self.table}_no_truncate", "BEFORE TRUNCATE", "FOR EACH STATEMENT"),
        )

    def _postgresql_triggers(self, cursor: Any) -> set[str]:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal", [self.table]
        )
        return {name for (name,) in cursor.fetchall()}
