"""A kind of notice about ordinary pages, for tests of the queue itself, and the people and pages it needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from wagtail.models import Page

from home.models import StandardPage
from intranet.access import pages as access
from intranet.access.viewer import Viewer
from intranet.notices import kinds
from tests.factories import make_home, make_page, make_person

TITLE = "Åskådarläktarens bultar"
"""A title that no frame or menu has, for tests that look for it where it must not be."""


def lines(viewer: Viewer, pks: Collection[int]) -> Mapping[int, kinds.Line]:
    pages = access.visible_to(viewer, Page.objects.filter(pk__in=pks))
    return {page.pk: kinds.Line(page.title, page.url, "Läs före fredag") for page in pages}


def page_kind(code: str = "test.page", **fields) -> kinds.Kind:
    fields = {"label": "Sidor att läsa", "visible": lines, "rule": access.visible_to} | fields
    return kinds.Kind(code=code, model="home.StandardPage", **fields)


@pytest.fixture
def registered():
    """Only the test's own kinds: one that is bundled, one that is urgent, one whose titles are secret."""
    with pytest.MonkeyPatch.context() as patch:  # of its own: a test may undo what it has patched
        patch.setattr(kinds, "_kinds", {})
        register()
        yield


def register() -> None:
    for kind in (
        page_kind(),
        page_kind("test.urgent", label="Sidor som brådskar", urgent=True),
        page_kind("test.secret", label="Hemliga sidor", title_in_mail=False),
    ):
        kinds.register(kind)


def page(title: str = TITLE) -> StandardPage:
    """Below a section: what stands directly below the start page is named in every frame."""
    section = Page.objects.filter(slug="avdelningen").first() or make_page(
        StandardPage(title="Avdelningen", slug="avdelningen"), make_home()
    )
    return make_page(StandardPage(title=title), section)


def reader(username: str = "anna.berg", **fields):
    fields.setdefault("email", f"{username}@kompasskoping.example")
    return make_person(username, **fields)
