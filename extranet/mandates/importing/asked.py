"""What whoever asks for an import may do: whom they may name, which bodies are theirs, and what they may not touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q

from extranet.mandates.models import Mandate
from intranet.people.models import Person


def _nothing(_mandate: Mandate) -> str:
    return ""


def _everybody(_person: Person) -> bool:
    return True


@dataclass(frozen=True)
class Asked:
    """`objection` says in a sentence why a mandate is not theirs to enter or change, or nothing."""

    bodies: Q = field(default_factory=Q)
    may_name: Callable[[Person], bool] = _everybody
    may_add_people: bool = True
    objection: Callable[[Mandate], str] = _nothing


ANYTHING = Asked()
"""The command's: whoever runs it has the database."""
