"""What the editor's form says of a document beside its fields."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from intranet.files.admin.arrivals import TWINS, trouble_of
from intranet.files.documents import CustomDocument
from intranet.files.kinds import label_of
from intranet.files.problems import sentence
from intranet.files.twins import twins_of

register = template.Library()


@register.simple_tag
def document_facts(document: CustomDocument) -> dict[str, str]:
    """`kind`, `text`, `found` and `versions`, in words. Three queries."""
    version = document.versions.order_by("-number").first()
    count = document.versions.count()
    return {
        "kind": label_of(version.media_type) if version else "",
        "text": (sentence(version, may_mend=True) or "Texten är läst.") if version else "",
        "found": _found(document),
        "versions": "1 version" if count == 1 else f"{count} versioner",
    }


@register.simple_tag(takes_context=True)
def arrival(context: dict[str, Any], document: CustomDocument) -> dict[str, Any]:
    """What is told of a file that has just come in: `trouble`, and `twins` that the editor may see."""
    twins = twins_of(document, context["request"].viewer)
    return {"trouble": trouble_of(document), "twins": twins, "twins_said": TWINS}


@register.filter
def breakable(name: str) -> SafeString:
    """A file's name, which has no spaces, that breaks where its words end."""
    words = re.split(r"(?<=[_.-])", name)
    return format_html_join(mark_safe("<wbr>"), "{}", ((word,) for word in words if word))  # our own


def _found(document: CustomDocument) -> str:
    if document.is_withdrawn:
        return "Nej, dokumentet är upphävt."
    if document.stands_alone:
        return "Ja, av alla som samlingen är för."
    pages = document.attachments.filter(page__live=True).count()
    if not pages:
        return "Nej. Lägg det på en sida, eller kryssa i att det står för sig självt."
    where = "en sida" if pages == 1 else f"{pages} sidor"
    return f"Ja, av dem som får läsa {where} där det finns."
