"""A collection, or a section of pages, with very many documents: what is said of it costs as much as of a small one,
and hides all at once."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, Page

from home import roles
from home.models import StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.files import capture
from intranet.files.models import CustomDocument
from intranet.finding import outbox
from intranet.finding.draining import drain
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from tests.factories import (
    PASSWORD,
    declare_audience,
    make_elected,
    make_group,
    make_home,
    make_page,
    make_person,
)
from tests.intranet.test_files_rule import a_document, a_page
from tests.intranet.test_files_search import answer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MANY = 3000
WORD = "kompassros"


@pytest.fixture
def many(plugged, client):
    make_home()
    roles.ensure_roles()
    make_person("peter.admin", groups=(roles.ADMINISTRATORS,))
    make_person("anställd")
    make_elected("vald")
    small, large = (Collection.get_first_root_node().add_child(name=name) for name in ("Liten", "Stor"))
    inner = large.add_child(name="Innerst")
    for collection, count in ((small, 2), (large, MANY - 1), (inner, 1)):
        CustomDocument.objects.bulk_create(
            CustomDocument(
                title=f"{WORD} {number}", collection=collection, stands_alone=True, file="documents/x/a.pdf"
            )
            for number in range(count)
        )
    rebuild()
    drain()
    assert client.login(username="peter.admin", password=PASSWORD)
    client.get(reverse("wagtailadmin_home"))
    return client, small, large


def declare(client, collection) -> list[str]:
    address = reverse("collection_audience:add")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.post(address, {"collection": collection.pk, "audience": Audience.EMPLOYEES})
    assert CollectionAudience.objects.filter(collection=collection).exists()
    return [query["sql"] for query in asked]


def test_the_first_audience_of_a_large_collection_costs_what_that_of_a_small_one_does(many):
    client, small, large = many
    assert answer("vald").total == MANY + 2
    few = declare(client, small)
    rows = OutboxEntry.objects.count()
    much = declare(client, large)
    assert len(much) <= len(few)
    assert OutboxEntry.objects.count() - rows == rows == 1
    # Not even the names that every search leaves out grow in number.
    assert outbox.stale() == {f"collection:{small.pk}", f"collection:{large.pk}"}
    for reader in ("vald", "anställd"):
        assert answer(reader).total == 0  # hidden, inner collection and all, until the index knows
    drain()
    assert outbox.waiting() == 0
    assert answer("anställd").total == MANY + 2
    assert answer("vald").total == 0


def test_what_was_withdrawn_or_deleted_meanwhile_does_not_come_back(many):
    client, _small, large = many
    declare(client, large)
    first, second, *_ = CustomDocument.objects.filter(collection=large)
    CustomDocument.objects.filter(pk=first.pk).delete()
    CustomDocument.objects.filter(pk=second.pk).update(collection=Collection.get_first_root_node())
    capture.announce([second.pk], hidden=True)
    drain()
    assert answer("vald").total == 2 + 1
    assert answer("anställd").total == MANY + 1


def test_many_filed_at_once_are_hidden_until_the_index_knows_where_they_lie(many):
    client, small, _large = many
    CollectionAudience.objects.create(collection=small, audience=Audience.EMPLOYEES)
    loose = a_document(f"{WORD} lös", stands_alone=True, file=ContentFile(b"%PDF-1.4", name="a.pdf"))
    drain()
    before = answer("vald").total
    address = reverse("wagtail_bulk_action", args=["files", "customdocument", "add_to_collection"])
    client.post(f"{address}?id={loose.pk}", {"collection": small.pk})
    loose.refresh_from_db()
    assert loose.collection == small
    assert f"document:{loose.pk}" in outbox.stale()
    assert answer("vald").total == before - 1


def section_of_documents(slug: str, count: int) -> tuple[Page, list[CustomDocument]]:
    """A page below which each of several pages has documents; the last is attached to a page outside too."""
    documents = [a_document(f"{WORD} {slug} {number}") for number in range(count)]
    top = a_page(slug)
    a_page(f"{slug}-forst", *documents[: count // 2], parent=top)
    a_page(f"{slug}-sist", *documents[count // 2 :], parent=top)
    return Page.objects.get(pk=top.pk), documents


def test_a_moved_section_is_announced_by_its_own_name_however_many_documents_hang_on_it(plugged):
    home = make_home()
    make_person("anställd")
    make_person("röd", employed=False, groups=("Röd",))
    closed = make_page(StandardPage(title="Sluten", slug="sluten"), home)
    declare_audience(closed, Audience.GROUPS, make_group("Röd"))
    rows, asked = [], []
    for slug, count in (("liten", 2), ("stor", 40)):
        top, documents = section_of_documents(slug, count)
        a_page(f"{slug}-utanfor", documents[-1])
        rebuild()
        drain()
        with CaptureQueriesContext(connection) as queries:
            top.move(Page.objects.get(pk=closed.pk), pos="last-child")
        rows.append(OutboxEntry.objects.count())
        asked.append(len([q for q in queries if "OUTBOX" in q["sql"].upper()]))
        assert outbox.stale() == {f"page:{top.pk}"}
        # Hidden at once, but for what hangs on a page that was not moved (and was so before).
        assert answer("anställd").total == len(rows)
        drain()
        assert outbox.waiting() == 0
    assert rows[0] == rows[1] <= 2
    assert asked[0] == asked[1]
    assert answer("anställd").total == 2
    assert answer("röd").total == 42


def test_a_section_that_is_opened_while_one_of_its_documents_goes_loses_and_keeps_none(plugged):
    home = make_home()
    make_person("anställd")
    closed = make_page(StandardPage(title="Sluten", slug="sluten"), home)
    declared = declare_audience(closed, Audience.GROUPS, make_group("Röd"))
    first, second = (a_document(f"{WORD} {number}") for number in range(2))
    a_page("inne", first, second, parent=Page.objects.get(pk=closed.pk))
    rebuild()
    drain()
    assert answer("anställd").total == 0
    declared.delete()
    second.delete()
    # The section's name hides them until the index knows that there is no section any more.
    assert f"page:{closed.pk}" in outbox.stale()
    assert answer("anställd").total == 0
    drain()
    assert [found.card.title for found in answer("anställd").found] == [f"{WORD} 0"]
