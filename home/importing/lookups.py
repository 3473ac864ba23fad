"""What the site knows that a file may name: loaded once for a whole import."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from home.knowledge.base import KnowledgePage
from home.shortcuts import Shortcut
from intranet.access.viewer import Viewer
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
    def load(cls, viewer: Viewer | None = None) -> Lookups:
        """Six queries. With a viewer only the pages that they may meet are known, so that a link tells of no other."""
        pages = KnowledgePage.objects.all() if viewer is None else _met_by(viewer)
        functions = Function.objects.select_related("kind", "unit")
        return cls(
            units={unit.code: unit for unit in Unit.objects.all()},
            functions={function.code: function for function in functions},
            function_kinds=set(FunctionKind.objects.values_list("code", flat=True)),
            subjects={subject.slug: subject for subject in Subject.objects.all()},
            shortcuts={shortcut.code: shortcut for shortcut in Shortcut.objects.all()},
            pages=dict(pages.values_list("slug", "pk")),
        )

    def url_of_system(self, code: str) -> str:
        """A shortcut's address; empty if there is none of that code."""
        shortcut = self.shortcuts.get(code)
        return shortcut.url if shortcut else ""


def _met_by(viewer: Viewer) -> QuerySet[KnowledgePage]:
    """What the admin shows an editor: what the rule admits, and of drafts those that are theirs to change."""
    own = page_permission_policy.instances_user_has_permission_for(viewer.person, "change")
    drafts = Q(pk__in=own.order_by().values("pk"))
    return KnowledgePage.objects.filter(viewer.places.pages.query("path")).filter(Q(live=True) | drafts)
