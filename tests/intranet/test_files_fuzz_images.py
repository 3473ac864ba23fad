"""Bad pictures: refused when they are put in, or shown; never an error on the page they stand on."""

from __future__ import annotations

import resource
import time
import warnings
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from intranet.files.models import CustomImage
from tests.intranet import file_mutations as mutations
from tests.intranet import file_samples as samples

pytestmark = pytest.mark.django_db
SEED = 20261122
COUNT = 160
LONGEST = 10.0
SHOWN = Template(
    "{% load wagtailimages_tags %}{% image picture width-200 %}{% image picture fill-50x50 format-webp %}"
)


@pytest.fixture(autouse=True)
def collection():
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


def upload(name: str, content: bytes) -> CustomImage | None:
    """As the admin does it: the picture, or None if its form refuses it."""
    form = get_image_form(get_image_model())(
        {"title": "Bild", "collection": Collection.get_first_root_node().pk, "tags": ""},
        {"file": SimpleUploadedFile(name, content)},
    )
    if not form.is_valid():
        assert set(form.errors) == {"file"}
        return None
    return form.save()


def shown(picture: CustomImage) -> str:
    return SHOWN.render(Context({"picture": picture}))


def test_bad_pictures_are_refused_or_shown():
    refused = taken = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, about what it repairs
        for name, content in mutations.images(COUNT, SEED):
            began = time.process_time()
            picture = upload(name, content)
            if picture is None:
                refused += 1
            else:
                taken += 1
                assert "<img" in shown(picture)
            assert time.process_time() - began < LONGEST, name
    assert refused + taken == COUNT
    assert refused > 40
    assert taken > 20


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_cut_off_at_every_tenth_is_refused_or_shown(kind):
    whole = samples.picture(kind, (400, 300))
    for tenth in range(1, 10):
        picture = upload(f"a.{kind.lower().replace('jpeg', 'jpg')}", whole[: len(whole) * tenth // 10])
        assert picture is None or "<img" in shown(picture)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b""),
        ("a.png", samples.pdf(["text"])),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.jpg", samples.picture("PNG")),
        ("a.png", samples.zipped({"a.png": samples.picture()})),
        ("a.png", samples.giant_png(20_000, 20_000)),
        ("a.png", samples.giant_png(60_000, 60_000)[:200_000]),
    ],
    ids=["empty", "pdf", "svg as png", "svg", "png as jpg", "zip", "giant", "cut giant"],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(name, content):
    assert upload(name, content) is None


def test_of_an_animated_giant_only_the_first_picture_is_unpacked():
    picture = upload("a.gif", samples.animation(25, (1000, 1000)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "<img" in shown(picture)
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    )  # kilobytes; all would be twice that


def test_a_giant_costs_no_memory_to_refuse():
    content = samples.giant_png(25_000, 25_000)  # 625 million pixels in some hundred kilobytes
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert upload("a.png", content) is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_picture_that_broke_after_it_was_put_in_does_not_break_its_page():
    picture = upload("a.jpg", samples.picture("JPEG", (300, 200)))
    with picture.file.storage.open(picture.file.name, "rb") as file:
        whole = file.read()
    Path(picture.file.path).write_bytes(whole[: len(whole) // 2])
    assert 'src="/media/not-found"' in shown(CustomImage.objects.get(pk=picture.pk))
