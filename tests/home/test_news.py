"""News: the date that is shown is no second time of publishing, and pictures come with words."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import NewsIndexPage, NewsPage
from home.roles import ensure_roles
from intranet.files.models import CustomImage
from tests.factories import PASSWORD, make_home, make_page, make_person, make_superuser
from tests.home.admin_help import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    page = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"), make_home())
    ensure_roles()
    return page


def form(**fields: str) -> dict:
    return nested_form_data(
        {
            "title": "Nytt",
            "slug": "nytt",
            "summary": "Om det nya.",
            "image": "",
            "image_alt": "",
            "body": streamfield([]),
            "sender": "",
            "published_at": "",
            "go_live_at": "",
            "expire_at": "",
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def errors(index, **fields: str) -> dict:
    """What the editor's form answers."""
    url = reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk])
    response = signed_in(make_superuser()).post(url, form(**fields))
    assert response.status_code == 200, response.url
    return response.context["form"].errors


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_a_picture_without_words_for_it_is_refused_in_the_forms_words(index):
    data = BytesIO()
    Image.new("RGB", (40, 30)).save(data, "PNG")
    data.seek(0)
    image = CustomImage.objects.create(title="Bild", file=ImageFile(data, name="bild.png"))
    yesterday = local(timezone.now() - timedelta(days=1))
    found = errors(index, image=str(image.pk), image_alt="  ", published_at=yesterday)
    assert found == {"image_alt": ["Beskriv bilden för den som inte ser den."]}


def test_a_date_to_come_is_refused_with_where_to_schedule(index):
    found = errors(index, published_at=local(timezone.now() + timedelta(days=2)))
    assert list(found) == ["published_at"]
    assert "”Publicering”" in found["published_at"][0]


def test_what_is_scheduled_is_dated_to_the_moment_it_came_out(index, client, monkeypatch):
    now = timezone.now()
    page = NewsPage(
        title="Kommande",
        summary="Om.",
        live=False,
        published_at=now - timedelta(days=5),
        go_live_at=now + timedelta(days=1),
    )
    make_page(page, index)
    revision = page.save_revision()
    revision.publish()
    assert client.login(username=make_person("amina.lund").username, password=PASSWORD)
    assert "Kommande" not in client.get("/nyheter/").content.decode()
    later = now + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    revision.refresh_from_db()
    revision.publish()
    made = NewsPage.objects.get(pk=page.pk)
    assert (made.live, made.published_at) == (True, made.go_live_at)


def test_the_list_shows_all_that_is_published_the_newest_date_first(index, client):
    now = timezone.now()
    for title, days in (("Äldre", 3), ("Nyare", 1)):
        date = now - timedelta(days=days)
        make_page(NewsPage(title=title, slug=title.lower(), summary="Om.", published_at=date), index)
    assert client.login(username=make_person("amina.lund").username, password=PASSWORD)
    assert [row["title"] for row in client.get("/nyheter/").context["items"]] == ["Nyare", "Äldre"]
