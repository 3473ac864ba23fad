"""Sessions in the database, as Django keeps them, read with SQL that is written once: every request reads one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from intranet.prepared import prepared


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        for session in _running(key=self.session_key or "", now=timezone.now()):
            return self.decode(session.session_data)
        return super().load()  # what Django does about one that has ended or never was


@prepared(key=str, now=datetime)
def _running(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
