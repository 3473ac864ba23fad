"""The municipality's colours: refused if text could not be read in them, shown at once when they change."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from intranet.pages.contrast import contrast
from intranet.pages.models import Brand
from tests.factories import make_home

pytestmark = pytest.mark.django_db


def brand(**colours: str) -> Brand:
    make_home()
    found = Brand.for_site(Site.objects.get())
    for name, colour in colours.items():
        setattr(found, name, colour)
    return found


def test_contrast_is_counted_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0a5950", "#0a5950") == 1


def test_the_colours_that_it_comes_with_pass():
    brand().full_clean()


@pytest.mark.parametrize(
    ("field", "colour"),
    [("brand", "#9ad0c8"), ("header", "#cccccc"), ("soft", "#0a5950"), ("link", "#77aacc")],
)
def test_a_colour_that_text_cannot_be_read_on_is_refused_in_words(field, colour):
    with pytest.raises(ValidationError) as refused:
        brand(**{field: colour}).full_clean()
    assert "4,5:1" in refused.value.message_dict[field][0]


def test_changed_colours_show_at_once_under_a_new_address(client):
    page = client.get("/konto/logga-in/").content.decode()
    chosen = brand(brand="#123456")
    before = Brand().fingerprint
    assert before in page
    chosen.save()
    page = client.get("/konto/logga-in/").content.decode()
    assert before not in page
    assert chosen.fingerprint in page
    assert "--brand: #123456;" in client.get(f"/utseende.css?{chosen.fingerprint}").content.decode()
