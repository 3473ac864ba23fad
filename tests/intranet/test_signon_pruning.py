from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from intranet.signon import codes
from intranet.signon.models import ActivationCode
from intranet.signon.pruning import prune_codes, prune_sessions
from tests.factories import make_person

pytestmark = pytest.mark.django_db

TODAY = (date(2026, 11, 21), date(2026, 11, 22))


def test_sessions_that_have_run_out_go():
    now = timezone.now()
    for key, expires in [("old", now - timedelta(minutes=1)), ("new", now + timedelta(hours=1))]:
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    assert prune_sessions(*TODAY) == 1
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert prune_sessions(*TODAY) == 0


def code(days_ago: int, *, used: bool) -> int:
    """A code issued that many days ago."""
    row, _ = codes.issue(make_person(), make_person())
    issued = timezone.now() - timedelta(days=days_ago)
    ActivationCode.objects.filter(pk=row.pk).update(
        issued_at=issued, expires_at=issued + timedelta(hours=48), used_at=issued if used else None
    )
    return row.pk


def test_codes_that_are_over_go_after_a_month():
    code(31, used=True)
    code(33, used=False)
    kept = {code(0, used=False), code(31, used=False), code(29, used=True)}
    assert prune_codes(*TODAY) == 2
    assert set(ActivationCode.objects.values_list("pk", flat=True)) == kept
