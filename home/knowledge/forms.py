"""Forms and templates (blanketter och mallar) that go with a text: documents of the library, or pages.

They are part of what is decided, so they stand in the content of each version. What they are called here is
the text's own and is searched with it; what they lead to is shown to those only who may have it.
"""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import StreamValue
from wagtail.models import Page

from intranet.access import files as file_access
from intranet.access import pages as page_access
from intranet.access.viewer import Viewer
from intranet.blocks.comparison import PointingBlock
from intranet.blocks.files import FileChooserBlock
from intranet.files.kinds import label_by_name

ANCHOR = "blanketter"
CALLED = "Som läsarna känner igen den: Ansökan om ledighet."


class FormFileBlock(PointingBlock, blocks.StructBlock):
    text = blocks.CharBlock(label="Vad den heter", max_length=150, help_text=CALLED)
    document = FileChooserBlock(label="Dokument")

    class Meta:
        icon = "doc-full"
        label = "Dokument"


class FormPageBlock(PointingBlock, blocks.StructBlock):
    text = blocks.CharBlock(label="Vad den heter", max_length=150, help_text=CALLED)
    page = blocks.PageChooserBlock(label="Sida")

    class Meta:
        icon = "link"
        label = "Sida"


class FormsBlock(blocks.StreamBlock):
    document = FormFileBlock()
    page = FormPageBlock()


def search_part(forms: StreamValue | None) -> list[tuple[str, str, str]]:
    """The names of the forms, as a part of the page's text; none if there are no forms."""
    names = [str(block["value"].get("text", "")) for block in _rows(forms)]
    return [(ANCHOR, _("Blanketter och mallar"), ", ".join(filter(None, names)))] if names else []


def shown_to(viewer: Viewer, forms: StreamValue | None) -> list[dict[str, str]]:
    """Those that the viewer may open, in the editor's order: title, url, meta. At most one query a kind."""
    rows = _rows(forms)
    documents = _chosen(rows, "document")
    pages = _chosen(rows, "page")
    found: dict[tuple[str, int], dict[str, str]] = {}
    if documents:
        for document in file_access.open_to(viewer, get_document_model().objects.filter(pk__in=documents)):
            size = filesizeformat(document.file_size) if document.file_size else ""
            meta = " · ".join(filter(None, [label_by_name(document.filename), size]))
            found["document", document.pk] = {"url": document.url, "meta": meta}
    if pages:
        for page in page_access.visible_to(viewer, Page.objects.filter(pk__in=pages)):
            found["page", page.pk] = {"url": page.get_url() or "", "meta": ""}
    listed = []
    for row in rows:
        target = found.get((row["type"], row["value"].get(row["type"])))
        if target is not None:
            listed.append({"title": row["value"]["text"], **target})
    return listed


def _rows(forms: StreamValue | None) -> list[Any]:
    # As stored: reading the blocks themselves would ask for each file and page before the rule has.
    return list(forms.raw_data) if forms is not None else []


def _chosen(rows: list[Any], kind: str) -> list[int]:
    return [row["value"][kind] for row in rows if row["type"] == kind and row["value"].get(kind)]
