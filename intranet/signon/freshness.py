"""Whether this session has proved a second factor lately: what secret papers ask for (the step-up).

The one place that knows how it was proved. Today that is allauth's record, in the session, of how somebody has
signed in and confirmed; an identity provider that tells when and how it asked can take its place here, and
nobody who asks `is_fresh` will notice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

# A code from the printed list is as good as the telephone that it stands in for.
SECOND_FACTORS = ("totp", "webauthn", "recovery_codes")


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever is signed in has proved a second factor in this session at most STEP_UP_MINUTES ago.

    A password never makes it fresh. Nor does a moment in the future, a record that does not look as it should,
    or one of somebody else: what cannot be read has not been proved. No query but for the session.
    """
    if not request.user.is_authenticated:
        return False
    now = time.time()
    return any(0 <= now - moment <= settings.STEP_UP_MINUTES * 60 for moment in _proved(request))


def _proved(request: HttpRequest) -> Iterator[float]:
    """When this session has proved a second factor, in seconds since 1970."""
    for record in get_authentication_records(request, request.user):
        if not isinstance(record, dict) or record.get("method") != "mfa":
            continue
        moment = record.get("at")
        if record.get("type") in SECOND_FACTORS and isinstance(moment, float):
            yield moment
