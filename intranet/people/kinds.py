"""The kinds of function that every municipality has from the start. The list is data: more can be added."""

from __future__ import annotations

from intranet.people.models import FunctionKind

STANDARD_KINDS = (
    ("chef", "Chef", False),
    ("rutinagare", "Rutinägare", False),
    ("systemagare", "Systemägare", False),
    ("systemforvaltare", "Systemförvaltare", False),
    ("it-ombud", "IT-ombud", False),
    ("upphandlare", "Upphandlare", False),
    ("behorig-bestallare", "Behörig beställare", True),
    ("registrator", "Registrator", False),
    ("arkivansvarig", "Arkivansvarig", False),
)


def ensure_function_kinds() -> None:
    """Make those that are missing; what somebody has renamed stays renamed."""
    FunctionKind.objects.bulk_create(
        [FunctionKind(code=code, name=name, has_amount_limit=limit) for code, name, limit in STANDARD_KINDS],
        ignore_conflicts=True,
    )
