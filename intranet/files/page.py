"""What a document's own page shows to one viewer: nothing that the rule would not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Page

from intranet.access import files as access
from intranet.access import pages as page_access
from intranet.access import people
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.files import problems
from intranet.files.documents import CustomDocument
from intranet.files.kinds import label_of, the_file
from intranet.files.permissions import may_edit
from intranet.files.problems import sentence
from intranet.files.shelf import shelf
from intranet.files.source import READ, pages_in_words
from intranet.files.types import SHOWN
from intranet.files.validity import state_shown
from intranet.files.versions import DocumentVersion
from intranet.people.models import Person
from intranet.people.responsibility import Responsible, responsible_for

MOST_PAGES = 50


def page_of(document: CustomDocument, request: ViewerRequest) -> dict[str, Any]:
    """The context that `templates/files/document.html` names."""
    viewer = request.viewer
    versions = list(document.versions.select_related("created_by"))
    newest = versions[0] if versions else None
    editor = may_edit(viewer, document)
    above = shelf(request)
    broken = problems.in_the_way(newest) if newest else ""
    return {
        "document": document,
        "page": {"title": document.title},
        "breadcrumbs": [above] if above else [],
        "state": state_shown(document, viewer.today),
        "kind": label_of(newest.media_type if newest else ""),
        "the_file": the_file(newest.media_type if newest else ""),
        "length": pages_in_words(newest.media_type, newest.places) if newest else "",
        "size": newest.size if newest else document.file_size,
        "shown": bool(newest and newest.media_type in SHOWN),
        "owner": _owner(document, viewer.today),
        "units": document.units.all(),
        "subjects": [
            {"name": subject.name, "url": f"{above.url}?{urlencode({'amne': subject.slug})}" if above else ""}
            for subject in document.subjects.all()
        ],
        "used_on": _used_on(document, request),
        "versions": [_version(version, viewer, editor, version is newest) for version in versions],
        "text_url": reverse("document_text", args=[document.pk]) if newest and has_text(newest) else "",
        "broken": broken,
        "is_missing": bool(newest and newest.text_problem == "missing"),
        "text_state": sentence(newest, may_mend=editor) if newest else "",
        "replaced_by": replacement(document, viewer),
        "may_open": editor or not document.is_withdrawn,
        "edit_url": reverse("wagtaildocs:edit", args=[document.pk]) if editor else "",
    }


def has_text(version: DocumentVersion) -> bool:
    return version.text_state in READ


def replacement(document: CustomDocument, viewer: Viewer) -> CustomDocument | None:
    """What is read instead of a withdrawn document, for whom that opens."""
    other = document.replaced_by if document.is_withdrawn and document.replaced_by_id else None
    return other if other is not None and access.is_open_to(viewer, other) else None


def _owner(document: CustomDocument, today: date) -> Responsible | None:
    """Who answers for it; the template asks whether the reader may be shown the person."""
    owner = document.owner_function_id
    return responsible_for({owner}, today).get(owner) if owner else None


def _shown(person: Person | None, viewer: Viewer) -> Person | None:
    return person if person is not None and people.is_visible_to(viewer, person) else None


def _used_on(document: CustomDocument, request: ViewerRequest) -> list[dict[str, str]]:
    """The pages that it hangs on and that the reader may see, by title."""
    pages = page_access.visible_to(request.viewer, Page.objects.filter(attached_documents__document=document))
    return [
        {"title": page.title, "url": page.get_url(request) or ""}
        for page in pages.order_by("title")[:MOST_PAGES]
    ]


def _version(version: DocumentVersion, viewer: Viewer, editor: bool, is_newest: bool) -> dict[str, Any]:
    """One row of the history. Who may not be named is not named; old files open for editors alone."""
    address = reverse("document_version", args=[version.document_id, version.number])
    return {
        "number": version.number,
        "at": version.created_at,
        "by": _shown(version.created_by, viewer),
        "somebody": version.created_by_id is not None,
        "note": version.note,
        "kind": label_of(version.media_type),
        "size": version.size,
        "current": is_newest,
        "url": address if editor and not is_newest else "",
    }
