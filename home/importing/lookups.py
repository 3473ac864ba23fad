"""What the site knows that a file may name: loaded once for a whole import."""

from __future__ import annotations

from dataclasses import dataclass, field

from home.knowledge.base import KnowledgePage
from home.shortcuts import Shortcut
from intranet.organisation.models import Unit
from intranet.people.models import Function, FunctionKind
from intranet.subjects.models import Subject


@dataclass
class Lookups:
    units: dict[str, Unit] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)  # by KIND@UNIT
    function_kinds: set[str] = field(default_factory=set)
    subjects: dict[str, Subject] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)  # knowledge pages by slug

    @classmethod
    def load(cls) -> Lookups:
        """Six queries."""
        functions = Function.objects.select_related("kind", "unit")
        return cls(
            units={unit.code: unit for unit in Unit.objects.all()},
            functions={function.code: function for function in functions},
            function_kinds=set(FunctionKind.objects.values_list("code", flat=True)),
            subjects={subject.slug: subject for subject in Subject.objects.all()},
            shortcuts={shortcut.code: shortcut for shortcut in Shortcut.objects.all()},
            pages=dict(KnowledgePage.objects.values_list("slug", "pk")),
        )

    def url_of_system(self, code: str) -> str:
        """A shortcut's address; empty if there is none of that code."""
        shortcut = self.shortcuts.get(code)
        return shortcut.url if shortcut else ""
