"""A document's own page, and the text of its file."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.access import files as access
from intranet.access.requests import ViewerRequest
from intranet.files import text as texts
from intranet.files.documents import CustomDocument
from intranet.files.page import has_text, page_of
from intranet.files.permissions import may_edit
from intranet.files.places import position_of
from intranet.files.problems import sentence
from intranet.files.shelf import shelf
from intranet.notices.opening import opened


@require_safe
@never_cache
def document(request: ViewerRequest, document_id: int) -> HttpResponse:
    found = _known(request, document_id)
    return render(request, "files/document.html", page_of(found, request))


@require_safe
@never_cache
def text(request: ViewerRequest, document_id: int) -> HttpResponse:
    """A page of the text: `?sida=` by number, `?plats=` the one that a place of the file is on."""
    found = _known(request, document_id)
    if found.is_withdrawn and not may_edit(request.viewer, found):
        return redirect(found)
    version = found.versions.order_by("-number").first()
    if version is None:
        raise Http404
    paginator = texts.pages_of(version)
    position = position_of(request.GET.get("plats", ""))
    number = texts.page_with(paginator, position) if position is not None else request.GET.get("sida")
    page = paginator.get_page(number)
    shown = texts.passages(version, *page.object_list[0]) if has_text(version) and page.object_list else []
    context = {
        "document": found,
        "page": {"title": found.title},
        "breadcrumbs": [
            *filter(None, [shelf(request)]),
            {"title": found.title, "url": found.get_absolute_url(), "content": True},
        ],
        "jumps": texts.jumps(version, paginator) if shown else [],
        "passages": shown,
        "page_obj": page,
        "no_query": QueryDict(),
        "text_state": sentence(version, may_mend=may_edit(request.viewer, found)),
    }
    return render(request, "files/text.html", context)


def _known(request: ViewerRequest, document_id: int) -> CustomDocument:
    """The document, if it opens for the reader: they have seen it then. Raises Http404, as for a missing one."""
    documents = CustomDocument.objects.select_related("collection", "replaced_by__collection")
    found = access.open_to(request.viewer, documents).filter(pk=document_id).first()
    if found is None:
        raise Http404
    opened(request, found)
    return found
