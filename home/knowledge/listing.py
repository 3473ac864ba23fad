"""Lists of knowledge: filtered by words of the address, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.filters import MINE, chosen, for_unit, unit_choices
from home.knowledge.base import KnowledgePage, KnowledgeQuerySet
from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.timeline import State, state_of
from home.wording import holding
from intranet.access import pages as access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.organisation.matching import few_words, words_of
from intranet.organisation.models import Unit
from intranet.subjects.models import Subject

PAGE_SIZE = 20
BY_TITLE, BY_DATE = "", "datum"


class KnowledgeFilter(forms.Form):
    """What the reader asks for; a value that does not exist is told, not guessed at."""

    q = forms.CharField(label=_("Ord i titeln"), required=False, max_length=100, validators=[few_words])
    slag = forms.ChoiceField(label=_("Slag"), required=False)
    enhet = forms.ChoiceField(label=_("Gäller för"), required=False)
    amne = forms.ChoiceField(label=_("Ämne"), required=False)
    tillstand = forms.ChoiceField(label=_("Läge"), required=False)
    sortera = forms.ChoiceField(
        label=_("Ordning"), required=False, choices=[(BY_TITLE, _("A–Ö")), (BY_DATE, _("Senast ändrade"))]
    )

    def __init__(
        self, *args: Any, units: list[Unit], subjects: list[Subject], kinds: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhet"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Alla")),
            (MINE, gettext("Min enhet")),
            *unit_choices(units),
        ]
        self.fields["amne"].choices = [("", gettext("Alla")), *((s.slug, s.name) for s in subjects)]  # type: ignore[attr-defined]
        self.fields["tillstand"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Det som gäller och ska gälla")),
            *((state.value, state.label) for state in State if state != State.DRAFT),
        ]
        if kinds:
            choices = [c for c in KnowledgePage.Kind.choices if c[0] != KnowledgePage.Kind.CHECKLIST]
            self.fields["slag"].choices = [("", gettext("Alla")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["slag"]


def listing(index: KnowledgeIndexPage, request: ViewerRequest) -> dict[str, Any]:
    """The context of an index page; at most six queries whatever the amount of content."""
    viewer = request.viewer
    units = list(Unit.objects.filter(active=True))
    only_checklists = index.lists == KnowledgeIndexPage.Lists.CHECKLISTS
    form = KnowledgeFilter(
        request.GET, units=units, subjects=list(Subject.objects.all()), kinds=not only_checklists
    )
    form.is_valid()
    asked = form.cleaned_data
    # Those of the lists below this one too: a list may be divided, and is still one to search in.
    below = KnowledgePage.objects.descendant_of(index)
    pages = access.visible_to(viewer, below).with_state(viewer.today).decided()
    if only_checklists:
        pages = pages.filter(knowledge_kind=KnowledgePage.Kind.CHECKLIST)
    pages = _filtered(pages, asked, {unit.code: unit for unit in units}, viewer)
    order = ("-latest_from", "title", "pk") if asked.get("sortera") == BY_DATE else ("title", "pk")
    page_obj = Paginator(pages.order_by(*order).prefetch_related("subjects"), PAGE_SIZE).get_page(
        request.GET.get("sida")
    )
    found = list(page_obj)
    return {
        "filter_form": form,
        "chosen": chosen(form, request.GET, but=("sortera",)),
        "clear_url": request.path,
        "total": page_obj.paginator.count,
        "page_obj": page_obj,
        "items": [row(page, request) for page in found],
    }


def row(page: Any, request: ViewerRequest, subjects: bool = True) -> dict[str, Any]:
    """One page of a list, annotated by `with_state`."""
    state = state_of(page, request.viewer.today)
    meta = [page.get_knowledge_kind_display()]
    if subjects:
        meta += [subject.name for subject in page.subjects.all()]
    since = page.in_force_since or page.coming_from
    if since:
        meta.append(gettext("gäller från %(day)s") % {"day": date_format(since, "j F Y")})
    return {
        "title": page.title,
        "url": page.get_url(request),
        "summary": page.summary,
        "meta": " · ".join(meta),
        "state": {"label": state.label, "tone": state.tone},
    }


def _filtered(
    pages: KnowledgeQuerySet, asked: Mapping[str, str], units: dict[str, Unit], viewer: Viewer
) -> KnowledgeQuerySet:
    today = viewer.today
    if asked.get("tillstand"):
        pages = pages.in_state(State(asked["tillstand"]), today)
    else:
        pages = pages.filter(Q(in_force_id__isnull=False) | Q(coming_from__isnull=False))
    for word in words_of(asked.get("q", "")):
        pages = pages.filter(holding(word, "title", "keywords"))
    if asked.get("slag"):
        pages = pages.filter(knowledge_kind=asked["slag"])
    if asked.get("amne"):
        pages = pages.filter(subjects__slug=asked["amne"])
    if asked.get("enhet"):
        pages = for_unit(pages, asked["enhet"], units, viewer)
    return pages
