"""Nothing under MEDIA is public: each byte goes through the rule, and caches are told so."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from intranet.access.models import Audience, CollectionAudience
from intranet.audit.models import Event
from intranet.files.models import CustomDocument, CustomImage
from tests.factories import PASSWORD, make_group, make_home, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(client):
    """Sign in as one of them: an employee, or a member of the group that the closed collection is for."""
    make_home()
    make_person("anställd")
    make_person("medlem", groups=("Ledning",))

    def sign_in(username: str):
        client.logout()
        if username:
            assert client.login(username=username, password=PASSWORD)
        return client

    return sign_in


@pytest.fixture
def closed():
    collection = Collection.get_first_root_node().add_child(name="Ledning")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(make_group("Ledning"))
    return collection


def document(collection, name="lönelista.pdf", content=b"%PDF-1.4 hemligt") -> CustomDocument:
    return CustomDocument.objects.create(
        title="Fil", collection=collection, file=ContentFile(content, name=name)
    )


def image(collection) -> CustomImage:
    data = BytesIO()
    Image.new("RGB", (60, 40), "#0a5950").save(data, "PNG")
    data.seek(0)
    return CustomImage.objects.create(
        title="Bild", collection=collection, file=ImageFile(data, name="bild.png")
    )


def test_a_document_of_a_closed_collection_is_for_its_group_alone(readers, closed):
    url = document(closed).url
    assert b"hemligt" in readers("medlem").get(url).getvalue()
    missing = readers("anställd").get("/dokument/999999/finns-inte.pdf")
    refused = readers("anställd").get(url)
    assert refused.status_code == missing.status_code == 404
    assert refused.content == missing.content
    assert readers("").get(url).status_code == 302


def test_a_nested_collection_inherits_the_stop(readers, closed):
    closed.refresh_from_db()
    below = closed.add_child(name="Under")
    assert readers("anställd").get(document(below).url).status_code == 404
    assert readers("medlem").get(document(below).url).status_code == 200


def test_images_and_their_renditions_follow_their_collection(readers, closed):
    found = image(closed)
    rendition = found.get_rendition("fill-20x20")
    for url in (found.file.url, rendition.url):
        assert readers("medlem").get(url).status_code == 200
        assert readers("anställd").get(url).status_code == 404
        assert readers("").get(url).status_code == 302


def test_a_public_collection_is_open_without_log_on(readers):
    collection = Collection.get_first_root_node().add_child(name="Publikt")
    CollectionAudience.objects.create(collection=collection, audience=Audience.PUBLIC)
    assert readers("").get(image(collection).get_rendition("fill-20x20").url).status_code == 200
    assert readers("").get(image(Collection.get_first_root_node()).file.url).status_code == 302


def test_documents_have_no_address_under_media_and_no_path_leads_out_of_it(readers):
    found = document(Collection.get_first_root_node())
    reader = readers("anställd")
    assert reader.get(found.url).status_code == 200
    for path in (
        found.file.url,
        "/media/../intranet.sqlite3",
        "/media/%2e%2e/settings.py",
        "/media//etc/passwd",
    ):
        assert reader.get(path).status_code == 404, path


def test_an_old_links_name_gives_the_newest_file_and_tells_who_may_not_have_it_nothing(readers, closed):
    found = document(closed)
    reader = readers("medlem")
    old = f"/dokument/{found.pk}/annat-namn.pdf"
    first = reader.get(old)
    assert first.getvalue() == b"%PDF-1.4 hemligt"
    assert quote("lönelista.pdf") in first["Content-Disposition"]
    found.file = ContentFile(b"%PDF-1.4 nyare", name="ny.pdf")
    found.save()
    # The copy at hand is of another version: not "unchanged".
    again = reader.get(old, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again.getvalue() == b"%PDF-1.4 nyare"
    other = readers("anställd")
    missing = other.get("/dokument/999999/annat-namn.pdf")
    for name in ("annat-namn.pdf", "ny.pdf", "lönelista.pdf"):
        refused = other.get(f"/dokument/{found.pk}/{name}")
        assert refused.status_code == 404
        assert refused.content == missing.content


def test_a_copy_is_asked_about_again_and_the_rule_answers_first(readers, closed):
    url = document(closed).url
    first = readers("medlem").get(url)
    assert first["Cache-Control"] == "private, no-cache"
    again = readers("medlem").get(url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    # The same copy, in the hands of somebody who has lost the right: 404, not 304.
    assert readers("anställd").get(url, headers={"if-none-match": first["ETag"]}).status_code == 404


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 300


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.pdf", b"%PDF-1.4 text", "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.pdf", b"<html><script>alert(1)</script>", None),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None),
        ("a.svg", b"<svg/>", None),
        ("a.html", b"<script>", None),
        ("tom.txt", b"", None),
    ],
)
def test_what_could_hold_script_is_only_ever_downloaded_whatever_it_is_called(readers, name, content, shown):
    url = document(Collection.get_first_root_node(), name=name, content=content).url
    answer = readers("anställd").get(url)
    assert answer["Content-Type"] == (shown or "application/octet-stream")
    assert answer["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_proxy_is_told_only_after_the_rule_has_said_yes(readers, closed, settings):
    settings.SENDFILE = "nginx"
    found = document(closed)
    answer = readers("medlem").get(found.url)
    assert answer["X-Accel-Redirect"].startswith("/_protected/documents/")
    assert answer.content == b""
    assert "X-Accel-Redirect" not in readers("anställd").get(found.url)


def test_downloads_of_restricted_files_are_logged_and_others_are_not(readers, closed):
    readers("medlem").get(document(closed).url)
    readers("medlem").get(document(Collection.get_first_root_node()).url)
    logged = Event.objects.filter(kind=Event.Kind.FILE_DOWNLOADED)
    assert [event.actor_name for event in logged] == ["medlem"]
    assert "lönelista" not in logged.get().object_label


def test_a_download_is_logged_once_and_images_of_a_closed_collection_too(readers, closed):
    reader = readers("medlem")
    url = image(closed).file.url
    first = reader.get(url)
    reader.get(url, headers={"if-none-match": first["ETag"]})
    reader.get(url, headers={"range": "bytes=1000-"})
    reader.head(url)
    assert Event.objects.filter(kind=Event.Kind.FILE_DOWNLOADED).count() == 1
