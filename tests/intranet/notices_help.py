"""A kind of notice about ordinary pages, for tests of the queue itself, and the people and pages it needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from home.models import StandardPage
from intranet.access import pages as access
from intranet.access.models import Audience
from intranet.access.viewer import Viewer
from intranet.notices import choices, kinds, queue
from intranet.notices.models import How, Letter, Notice
from intranet.notices.tasks import send_letters
from tests.factories import declare_audience, make_home, make_page, make_person

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


def told(person, about=None, kind: str = "test.page", key: str = "") -> Notice:
    """A notice that the mail of the day should have by now."""
    about = about or page()
    queue.put(kind, [person.pk], about, key=key)
    found = Notice.objects.filter(person=person, kind=kind, object_id=about.pk, key=key)
    found.update(due=timezone.now() - timedelta(days=1))
    return found.get()


def choose(person, kind: str, how: How) -> None:
    choices.save(person, {kind: how})


def close(about) -> None:
    declare_audience(about, Audience.GROUPS, Group.objects.create(name=f"Ingen {about.pk}"))


def try_again() -> int:
    Letter.objects.update(next_try=timezone.now())
    return send_letters.call()


def states() -> list[int]:
    return list(Notice.objects.order_by("pk").values_list("mail", flat=True))
