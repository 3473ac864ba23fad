"""A collection with very many documents: what is said of it costs as much as of a small one, and hides all at once."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection

from home import roles
from intranet.access.models import Audience, CollectionAudience
from intranet.files import capture
from intranet.files.models import CustomDocument
from intranet.finding import outbox
from intranet.finding.draining import drain
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from tests.factories import PASSWORD, make_home, make_person
from tests.intranet.test_files_rule import a_document
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
    make_person("vald", employed=False, groups=("Förtroendevalda",))
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
