"""The security log: sign-on, changes of rights, downloads of restricted files, exports.

Append-only: the model refuses, and a trigger in the database (migration 0002) refuses what goes round the
model. Rows name objects by kind and id with a neutral label; never a secret title, never a personal
identity number.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class Event(models.Model):
    class Kind(models.TextChoices):
        SIGNED_IN = "signon.in", "Loggade in"
        SIGN_IN_FAILED = "signon.failed", "Misslyckad inloggning"
        SIGN_IN_REFUSED = "signon.refused", "Nekad inloggning"
        SIGNED_OUT = "signon.out", "Loggade ut"
        CODE_ISSUED = "signon.code-issued", "Engångskod lämnades ut"
        CODE_USED = "signon.code-used", "Engångskod användes"
        PASSWORD_CHANGED = "signon.password", "Lösenord byttes"
        FACTOR_ADDED = "signon.factor-added", "Extra skydd lades till"
        FACTOR_REMOVED = "signon.factor-removed", "Extra skydd togs bort"
        STEPPED_UP = "signon.step-up", "Bekräftade vem det är"
        STEP_UP_FAILED = "signon.step-up-failed", "Kunde inte bekräfta vem det är"
        RIGHTS_CHANGED = "rights.changed", "Behörighet ändrades"
        FILE_DOWNLOADED = "file.downloaded", "Skyddad fil hämtades"
        PAPER_READ = "paper.read", "Läste hos ett organ med särskild åtkomst"
        NAME_TAKEN = "rights.name-taken", "Upptaget namn angavs för en person"
        EXPORTED = "export", "Uppgifter exporterades"
        IMPORTED = "import", "Uppgifter lästes in"
        MAIL_REFUSED = "mail.refused", "Mejl kom inte fram"

    at = models.DateTimeField("tid", auto_now_add=True, db_index=True)
    kind = models.CharField("händelse", max_length=40, choices=Kind.choices, db_index=True)
    # Not a foreign key: a row must never change, not even when the person's row goes.
    actor_id = models.BigIntegerField("person-id", null=True, db_index=True)
    actor_name = models.CharField("vem", max_length=200, blank=True)
    object_kind = models.CharField("slag av objekt", max_length=100, blank=True)
    object_id = models.CharField("objekt-id", max_length=100, blank=True)
    object_label = models.CharField("objekt", max_length=200, blank=True)
    address = models.GenericIPAddressField("ip-adress", null=True)
    detail = models.JSONField("uppgifter", default=dict)

    class Meta:
        verbose_name = "säkerhetshändelse"
        verbose_name_plural = "säkerhetslogg"
        ordering = ("-at", "-pk")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError("an audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("an audit event is never deleted")


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a row of the security log."""
