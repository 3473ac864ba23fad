"""What the views of files refuse and what they do not; questions to the admin that are longer than a database takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from home import roles
from intranet.access.admin.searching import Bounded, bounded
from intranet.access.models import Audience
from intranet.files import reading
from intranet.files.models import CustomDocument, DocumentVersion
from tests.factories import PASSWORD, declare_audience, make_home, make_person
from tests.intranet.test_files_rule import a_document, a_page, attached

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def sign_in(client):
    make_home()
    roles.ensure_roles()
    make_person("maria.holm", groups=(roles.EDITORS,))
    make_person("peter.admin", groups=(roles.ADMINISTRATORS,))
    make_person("anställd")

    def as_(username: str):
        client.logout()
        assert client.login(username=username, password=PASSWORD)
        return client

    return as_


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_file_is_only_read(sign_in, method):
    document = a_document("Plan")
    document.file = ContentFile(b"%PDF-1.4 ny", name="ny.pdf")
    document.save()
    client = sign_in("anställd")
    for address in (
        document.url,
        reverse("document_by_id", args=[document.pk]),
        reverse("document_version", args=[document.pk, 1]),
        "/media/images/x.png",
    ):
        assert getattr(client, method)(address).status_code == 405
    # Alike for one that is not there.
    assert getattr(client, method)("/dokument/999/a.pdf").status_code == 405
    assert client.get(document.url).status_code == client.head(document.url).status_code == 200


def test_an_editor_opens_the_file_of_a_withdrawn_document_and_a_reader_does_not(sign_in):
    document = a_document("Plan", withdrawn_at=timezone.now())
    assert sign_in("maria.holm").get(document.url).status_code == 200
    assert sign_in("anställd").get(document.url).status_code == 302


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_only_publishing_is_refused_because_of_the_documents(sign_in, action):
    page = a_page("ledning")
    page.body = attached(a_document("Plan"))
    page.save_revision()
    declare_audience(page, Audience.EMPLOYEES)
    client = sign_in("peter.admin")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"
    assert client.get(address).status_code == 200
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    refused = client.get(publish, follow=True)
    assert "är för färre än filerna" in refused.content.decode()


def test_a_version_that_another_has_taken_or_tried_meanwhile_is_not_claimed():
    make_home()
    a_document("Plan")
    (seen,) = reading.next_ones(timezone.now())
    # Taken, given up and put back by another: waiting as before, at another time.
    DocumentVersion.objects.update(text_since=seen.text_since + timedelta(seconds=1))
    assert not reading.claim(seen)
    (seen,) = reading.next_ones(timezone.now())
    DocumentVersion.objects.update(text_tries=1)
    assert not reading.claim(seen)
    (seen,) = reading.next_ones(timezone.now())
    assert reading.claim(seen)


LONG = " ".join(f"ord{number}" for number in range(1500))


@pytest.mark.parametrize(
    "name",
    [
        "wagtaildocs:index",
        "wagtaildocs:index_results",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtailimages:index",
    ],
)
@pytest.mark.parametrize("text", [LONG, "a" * 50_000, '"' * 700, "plan " + LONG])
def test_a_search_of_any_length_is_answered(sign_in, name, text):
    a_document("Plan")
    answer = sign_in("maria.holm").get(reverse(name), {"q": text})
    assert answer.status_code == 200


def test_the_words_that_fit_are_searched():
    assert bounded("snöröjning skolan") == "snöröjning skolan"
    assert bounded("a  b\x00c\n") == "a b c"
    assert bounded(LONG).split() == [f"ord{number}" for number in range(20)]
    assert len(bounded("a" * 50_000)) == 300
    asked = []

    class Theirs:
        def _search(self, compiler, query, *args, **kwargs):
            asked.append(query)

    type("Ours", (Bounded, Theirs), {})()._search(None, LONG, CustomDocument)
    assert asked == [bounded(LONG)]
    assert isinstance(get_search_backend(), Bounded)
