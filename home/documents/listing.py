"""The list of documents: those that the viewer may find, filtered by words of the address, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.documents.index import DocumentIndexPage
from home.filters import MINE, chosen, for_unit, unit_choices
from home.wording import holding
from intranet.access import files as access
from intranet.access import pages as page_access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.files import kinds, validity
from intranet.files.models import CustomDocument, DocumentVersion
from intranet.files.source import KIND, pages_in_words
from intranet.finding import states
from intranet.organisation.matching import few_words, words_of
from intranet.organisation.models import Unit
from intranet.pages.addresses import address
from intranet.subjects.models import Subject

PAGE_SIZE = 20
MOST_THEMES = 30
MOST_UNITS = 3
"""Named in a row; the document's own page names all."""
BY_TITLE, BY_DATE = "", "datum"


class DocumentFilter(forms.Form):
    """What the reader asks for; a value that does not exist is told, not guessed at."""

    q = forms.CharField(
        label=_("Ord i titel eller ingress"), required=False, max_length=100, validators=[few_words]
    )
    slag = forms.ChoiceField(label=_("Filtyp"), required=False)
    enhet = forms.ChoiceField(label=_("Gäller för"), required=False)
    amne = forms.ChoiceField(label=_("Ämne"), required=False)
    tillstand = forms.ChoiceField(label=_("Läge"), required=False)
    sortera = forms.ChoiceField(
        label=_("Ordning"), required=False, choices=[(BY_TITLE, _("A–Ö")), (BY_DATE, _("Senast ändrade"))]
    )

    def __init__(self, *args: Any, units: list[Unit], subjects: list[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", gettext("Alla"))
        choices = {
            "slag": [everything, *kinds.names_of(kinds.codes()).items()],
            "enhet": [everything, (MINE, gettext("Min enhet")), *unit_choices(units)],
            "amne": [everything, *((subject.slug, subject.name) for subject in subjects)],
            "tillstand": [("", gettext("Det som gäller och ska gälla")), *states.NAMES.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


def listing(index: DocumentIndexPage, request: ViewerRequest) -> dict[str, Any]:
    """The context of the list; the number of queries does not grow with the documents."""
    viewer = request.viewer
    units = list(Unit.objects.filter(active=True))
    form = DocumentFilter(request.GET, units=units, subjects=list(Subject.objects.all()))
    form.is_valid()
    asked = form.cleaned_data
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    documents = access.found_by(viewer, CustomDocument.objects.all()).annotate(
        media_type=Subquery(newest.values("media_type")[:1]),
        places=Subquery(newest.values("places")[:1]),
        changed_at=Subquery(newest.values("created_at")[:1]),
    )
    documents = _filtered(documents, asked, {unit.code: unit for unit in units}, viewer)
    # What has no version comes last, wherever the database itself would put it.
    newest_first = [F("changed_at").desc(nulls_last=True)] if asked.get("sortera") == BY_DATE else []
    shown = documents.select_related("owner_function__kind", "owner_function__unit")
    page_obj = Paginator(
        shown.prefetch_related("units", "subjects").order_by(*newest_first, "title", "pk"), PAGE_SIZE
    ).get_page(request.GET.get("sida"))
    in_texts = _in_texts(asked.get("q", ""))
    ways_on = [{"label": gettext("Sök samma ord inne i filerna"), "url": in_texts}] if in_texts else []
    return {
        "filter_form": form,
        "chosen": chosen(form, request.GET, but=("sortera",)),
        "clear_url": request.path,
        "in_texts_url": in_texts,
        "ways_on": [*ways_on, {"label": gettext("Visa alla dokument"), "url": request.path}],
        "total": page_obj.paginator.count,
        "page_obj": page_obj,
        "items": [row(document, viewer) for document in page_obj.object_list],
        "themes": themes(index, request),
    }


def row(document: Any, viewer: Viewer) -> dict[str, Any]:
    """One document of the list, annotated with its newest version's kind, length and day."""
    state = validity.state_shown(document, viewer.today)
    length = pages_in_words(document.media_type or "", document.places)
    subjects = [subject.name for subject in document.subjects.all()]
    units = [unit.name for unit in document.units.all()]
    facts = [*subjects]
    if units:
        more = [gettext("fler enheter")] if len(units) > MOST_UNITS else []
        facts.append(gettext("för %(units)s") % {"units": ", ".join([*units[:MOST_UNITS], *more])})
    if document.owner_function:
        facts.append(gettext("ägare %(owner)s") % {"owner": document.owner_function})
    if document.changed_at:
        day = date_format(localtime(document.changed_at), "j F Y")
        facts.append(gettext("ändrat %(day)s") % {"day": day})
    return {
        "title": document.title,
        "url": document.get_absolute_url(),
        "summary": document.summary,
        "state": state or {"name": "", "label": gettext("Dokument"), "tone": ""},
        "meta": " · ".join(filter(None, [kinds.label_of(document.media_type or ""), length])),
        "facts": " · ".join(facts),
    }


def themes(index: DocumentIndexPage, request: ViewerRequest) -> list[dict[str, str]]:
    """The pages below the list that the viewer may see, in the order that the editors gave them."""
    below = page_access.visible_to(request.viewer, Page.objects.child_of(index))
    pages = below.order_by("path").values_list("title", "url_path")[:MOST_THEMES]
    return [{"title": title, "url": address(url_path, request)} for title, url_path in pages]


def _in_texts(words: str) -> str:
    """The search page for the same words in the files' own text; empty without words."""
    return f"{reverse('search')}?{urlencode({'q': words, 'typ': KIND})}" if words else ""


def _filtered(
    documents: QuerySet, asked: Mapping[str, str], units: dict[str, Unit], viewer: Viewer
) -> QuerySet:
    for word in words_of(asked.get("q", "")):
        documents = documents.filter(holding(word, "title", "summary"))
    if asked.get("slag"):
        documents = documents.filter(kinds.of_code(asked["slag"], "media_type"))
    if asked.get("amne"):
        documents = documents.filter(subjects__slug=asked["amne"])
    if asked.get("tillstand"):
        documents = documents.filter(validity.in_state(asked["tillstand"], viewer.today))
    else:
        documents = documents.exclude(validity.in_state(states.EXPIRED, viewer.today))
    if asked.get("enhet"):
        documents = for_unit(documents, asked["enhet"], units, viewer)
    return documents
