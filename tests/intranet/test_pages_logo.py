"""The logo: nobody meets a broken image where it should be, signed in or not."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, Site

from intranet.access.models import Audience, CollectionAudience
from intranet.files.models import CustomImage
from intranet.pages.models import Brand
from tests.factories import make_home, make_person, make_superuser

pytestmark = pytest.mark.django_db

LOG_IN = "/konto/logga-in/"
LOGO = re.compile(r'<a class="site-brand".*?<img[^>]*src="([^"]+)"', re.DOTALL)


def make_logo(audience: str | None) -> CustomImage:
    collection = Collection.get_first_root_node().add_child(name="Bilder")
    if audience:
        CollectionAudience.objects.create(collection=collection, audience=audience)
    data = BytesIO()
    Image.new("RGB", (60, 40), "#0a5950").save(data, "PNG")
    data.seek(0)
    return CustomImage.objects.create(
        title="Vapnet", collection=collection, file=ImageFile(data, name="vapnet.png")
    )


def choose(client, image: CustomImage):
    """Choose it in the settings form, as an administrator does."""
    make_home()
    site = Site.objects.get()
    client.force_login(make_superuser())
    brand = Brand.for_site(site)
    fields = {name: getattr(brand, name) for name in ("name", "brand", "header", "soft", "link")}
    form = {**fields, "logo": image.pk, "support_text": "", "support_phone": ""}
    return client.post(reverse("wagtailsettings:edit", args=["pages", "brand", site.pk]), form)


def address_shown(client, path: str = LOG_IN) -> str:
    found = LOGO.search(client.get(path).content.decode())
    assert found
    return found.group(1)


def sign_in(client, username: str) -> None:
    client.logout()
    people = {
        "anställd": lambda: make_person("anna.berg"),
        "utan roll": lambda: make_person("utan.roll", employed=False),
        "administratör": lambda: make_superuser("annan.administrator"),
    }
    if username in people:
        client.force_login(people[username]())


@pytest.mark.parametrize("reader", ["", "anställd", "utan roll", "administratör"])
def test_a_public_logo_is_served_to_everybody(client, reader):
    assert choose(client, make_logo(Audience.PUBLIC)).status_code == 302
    sign_in(client, reader)
    path = LOG_IN if not reader else reverse("profile")
    shown = address_shown(client, path)
    assert shown.startswith("/media/")
    assert client.get(shown).status_code == 200


@pytest.mark.parametrize("audience", [None, Audience.EMPLOYEES, Audience.GROUPS])
def test_a_logo_that_is_not_for_everybody_is_refused_in_words(client, audience):
    image = make_logo(audience)
    answer = choose(client, image)
    assert answer.status_code == 200
    assert "Logotypen visas även för den som inte har loggat in" in answer.content.decode()
    assert Brand.for_site(Site.objects.get()).logo is None


@pytest.mark.parametrize("reader", ["", "anställd", "utan roll", "administratör"])
def test_a_logo_whose_collection_is_closed_later_gives_nobody_a_broken_image(client, reader):
    choose(client, make_logo(Audience.PUBLIC))
    CollectionAudience.objects.update(audience=Audience.EMPLOYEES)
    sign_in(client, reader)
    shown = address_shown(client, LOG_IN if not reader else reverse("profile"))
    if reader in ("anställd", "administratör"):
        assert client.get(shown).status_code == 200
        assert shown.startswith("/media/")
    else:
        assert "vapnet" not in shown
        assert shown.endswith(".svg")


def test_colours_and_logo_are_complained_of_together():
    make_home()
    brand = Brand.for_site(Site.objects.get())
    brand.logo, brand.brand = make_logo(None), "#9ad0c8"
    with pytest.raises(Exception, match="4,5:1") as refused:
        brand.full_clean()
    assert set(refused.value.message_dict) == {"brand", "logo"}
