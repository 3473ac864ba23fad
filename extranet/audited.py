"""What the security log follows in the extranet: mandates, who serves, grants, recusals, broken glass, secrecy, and
addresses of calendars.

Labels are codes, numbers and whole user names (which the log can mask); nothing here names a matter or a paper.
"""

from __future__ import annotations

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.feed.models import CalendarToken
from extranet.mandates.models import Audit, Mandate, Role
from extranet.meetings.models import Serving
from extranet.placements.models import Placement
from extranet.secrecy.models import Secrecy
from intranet.audit.watch import watch
from intranet.people.models import Person


def _username(pk: int) -> str:
    return Person.objects.values_list("username", flat=True).filter(pk=pk).first() or str(pk)


def _body(pk: int) -> str:
    return Body.objects.values_list("slug", flat=True).filter(pk=pk).first() or str(pk)


def _role(pk: int) -> str:
    return Role.objects.values_list("code", flat=True).filter(pk=pk).first() or str(pk)


watch(
    Body,
    (
        "active_from",
        "active_to",
        "doors",
        "substitutes_read_secret",
        "recusal_hides",
        "watermark",
        "offline",
    ),
    lambda body: body.slug,
)
watch(
    Role,
    ("scope", "reads_secret", "votes", "may_serve"),
    lambda role: role.code,
)
watch(
    Mandate,
    ("person", "body", "role", "start", "end"),
    lambda mandate: mandate.person.username,
    naming={"person": _username, "body": _body, "role": _role},
)
watch(
    Audit,
    ("auditing", "audited"),
    lambda audit: audit.auditing.slug,
    naming={"auditing": _body, "audited": _body},
)
watch(
    Serving,
    ("meeting", "mandate", "instead_of"),
    lambda serving: serving.mandate.person.username,
)
watch(
    Grant,
    ("person", "group", "item", "meeting", "body", "secret", "starts", "expires", "revoked_at"),
    lambda grant: grant.person.username if grant.person else str(grant.group),
    naming={"person": _username, "body": _body},
)
watch(
    Recusal,
    ("person", "item", "outcome", "ended_at"),
    lambda recusal: recusal.person.username,
    naming={"person": _username},
)
watch(
    BreakGlass,
    ("person", "body", "reason", "begun_at", "expires"),
    lambda glass: glass.person.username,
    naming={"person": _username, "body": _body},
)
watch(
    Placement,
    ("item", "version", "replaces", "public_at", "withdrawn_at"),
    str,
    # Laying a draft on an agenda gives nobody a right.
    new_if=("public_at", "withdrawn_at"),
)
watch(
    Secrecy,
    ("version", "placement", "chapter", "section", "lifted_at"),
    str,
)
watch(
    CalendarToken,
    ("person", "revoked_at"),
    lambda token: token.person.username,
    naming={"person": _username},
)
