"""A page of the site as a picture of itself: its links lead nowhere, and nothing in it can be sent."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from lxml import html

MAIN = "innehall"


def still_main(page: str) -> SafeString:
    """The main part of a rendered page of ours, without its addresses, forms and names.

    What it says was escaped when it was rendered, and is escaped again as it is written. Raises ValueError for a page
    that has no main part.
    """
    found = html.document_fromstring(page).get_element_by_id(MAIN, None)
    if found is None:
        raise ValueError("the page has no main part")
    found.tag = "div"
    found.attrib.clear()
    found.set("class", "still")
    for element in list(found.iter("form", "script", "button", "input")):
        element.drop_tree()
    for element in found.iter(html.etree.Element):
        for attribute in ("href", "id", "aria-labelledby", "aria-describedby", "hx-get", "hx-trigger"):
            element.attrib.pop(attribute, None)
    return mark_safe(html.tostring(found, encoding="unicode"))
