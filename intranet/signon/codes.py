"""Issuing, checking and using one-time codes.

A code is 38 bits, lives 48 hours, is good for one password and dies after five wrong tries; a new one kills
the one before. Every step is a single conditional UPDATE, so two that race cannot both win.
"""

from __future__ import annotations

import re
import secrets

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.people.models import Person
from intranet.signon.models import MAX_ATTEMPTS, ActivationCode

# Nothing that is taken for something else on paper: no B, I, L, O, S, U, Z, no 0, 1.
ALPHABET = "ACDEFGHJKMNPQRTVWXY23456789"
LENGTH = 8
NO_HASH = "-" * 64
LOOKALIKES = str.maketrans({"B": "8", "S": "5", "Z": "2"})


def generate() -> str:
    """A new code as it is shown: K7QF-9M2X."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{code[:4]}-{code[4:]}"


def normalise(typed: str) -> str:
    """What was typed, without its grouping, and with lookalikes read as what they must have been."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(LOOKALIKES)


def code_hash(person_id: int, code: str) -> str:
    """Keyed with SECRET_KEY and bound to the person: worth nothing outside this installation."""
    return salted_hmac(
        "intranet.signon.code", f"{person_id}:{normalise(code)}", algorithm="sha256"
    ).hexdigest()


def issue(person: Person, by: Person) -> tuple[ActivationCode, str]:
    """A new code for a person; the text is shown once and kept nowhere."""
    code = generate()
    with transaction.atomic():
        now = timezone.now()
        ActivationCode.objects.open(now).filter(person=person).update(expires_at=now)
        row = ActivationCode.objects.create(
            person=person, code_hash=code_hash(person.pk, code), issued_by=by, issued_at=now
        )
    return row, code


def check(username: str, typed: str) -> ActivationCode | None:
    """The open code that was typed, or None. Each try counts, the right one too.

    Takes the same steps for a user name that does not exist.
    """
    now = timezone.now()
    row = ActivationCode.objects.open(now).filter(person__username__iexact=username.strip()).first()
    typed_hash = code_hash(row.person_id if row else 0, typed)
    # Without a row the count is asked for all the same, and the comparison made with what no code gives.
    counted = (
        ActivationCode.objects.open(now).filter(pk=row.pk if row else 0).update(attempts=F("attempts") + 1)
    )
    right = constant_time_compare(row.code_hash if row else NO_HASH, typed_hash)
    return row if counted and right else None


def still_open(pk: int) -> ActivationCode | None:
    """A code that was checked before, if it may still be used; its tries no longer matter."""
    rows = ActivationCode.objects.select_related("person")
    return rows.filter(pk=pk, used_at=None, expires_at__gt=timezone.now(), attempts__lte=MAX_ATTEMPTS).first()


def use(row: ActivationCode, password: str, request: HttpRequest) -> bool:
    """Set the person's password with a code; False if somebody was quicker."""
    person = row.person
    person.set_password(password)  # slow by design, so before the transaction that holds the lock
    with transaction.atomic():
        now = timezone.now()
        unused = ActivationCode.objects.filter(pk=row.pk, used_at=None, expires_at__gt=now)
        if not unused.update(used_at=now):
            return False
        person.save(update_fields=["password"])
        record(Event.Kind.CODE_USED, request=request, actor=person, obj=row)
    return True
