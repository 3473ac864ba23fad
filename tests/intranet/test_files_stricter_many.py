"""Many pages published at once: one that is for fewer than its documents stops them all."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import (
    PageViewRestriction,
)

from home.models import StandardPage
from intranet.files import library
from intranet.files.models import CustomDocument
from tests.factories import (
    make_group,
    make_page,
)
from tests.intranet.test_files_rule import a_document, attached
from tests.intranet.test_files_stricter import publish, sign_in  # noqa: F401

pytestmark = pytest.mark.django_db


def publish_many(client, *pages, below: bool = False):
    query = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"} if below else {}
    query += f"&next={reverse('wagtailadmin_explore_root')}"
    return client.post(f"{address}?{query}", data, follow=True)


def a_draft(slug: str, *documents: CustomDocument, parent=None) -> StandardPage:
    page = make_page(StandardPage(title=slug.capitalize(), slug=slug, live=False), parent)
    page.body = attached(*documents)
    page.save_revision()
    return page


def live(*pages) -> list[bool]:
    return [StandardPage.objects.get(pk=page.pk).live for page in pages]


def test_many_are_published_when_none_is_for_fewer_than_its_documents(sign_in):  # noqa: F811
    ones = [a_draft("ett"), a_draft("tva", a_document("Plan", collection=library.for_employees()))]
    answer = publish_many(sign_in("peter.admin"), *ones)
    assert answer.status_code == 200
    assert live(*ones) == [True, True]


def test_one_that_is_for_fewer_stops_them_all_and_is_named(sign_in):  # noqa: F811
    well, stopped = a_draft("ett"), a_draft("ledning", a_document("Plan"))
    answer = publish_many(sign_in("peter.admin"), well, stopped)
    assert "”Ledning” är för färre än filerna på den." in answer.content.decode()
    assert live(well, stopped) == [False, False]
    # The same answer before anything is confirmed.
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    asked = sign_in("peter.admin").get(f"{address}?id={well.pk}&id={stopped.pk}", follow=True)
    assert "är för färre än filerna på den" in asked.content.decode()


def test_a_draft_below_that_is_taken_along_stops_them_too(sign_in):  # noqa: F811
    above = a_draft("ovan")
    below = a_draft("under", a_document("Plan"), parent=above)
    admin = sign_in("peter.admin")
    stopped = publish_many(admin, above, below=True)
    assert "”Under” är för färre än filerna på den." in stopped.content.decode()
    assert live(above, below) == [False, False]
    # Without those below there is nothing to stop.
    publish_many(admin, above)
    assert live(above, below) == [True, False]


def test_a_draft_below_that_would_not_be_published_is_not_named(sign_in):  # noqa: F811
    """Wagtail passes over what the user may not publish; its title is not for them either."""
    above = a_draft("ovan")
    below = a_draft("hemlig", a_document("Plan"), parent=above)
    restriction = PageViewRestriction.objects.create(page=below, restriction_type="groups")
    restriction.groups.set([make_group("Andra")])
    answer = publish_many(sign_in("peter.admin"), above, below=True)
    assert "Hemlig" not in answer.content.decode()
    assert live(above, below) == [True, False]
