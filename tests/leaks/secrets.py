"""What must not come out. Every secret has a stem of its own that stands nowhere else; each of its fields (title,
address, lead, text, file name, the very bytes of a file) is the stem with an ending, so that one look for the stem
finds a leak and the ending says what leaked.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin
from wagtail.models import Page

from intranet.files.models import CustomDocument, CustomImage
from tests.leaks import extranet_secrets
from tests.leaks.personas import EMPLOYEES, IN_ADMIN, PROTECTED, SIGNED_IN, WRITERS

PROBE = (
    "fyrvaktare"  # an ordinary word that every planted text holds, so that a search for it names no secret
)
PASSWORD = "sjumilakliv"
PHONE = "0491-555 91 37"
RENDITION = "width-720|format-webp"

SECTION = "section"
CIRCLE = "circle"
LOGIN = "login"
BEHIND_PASSWORD = "password"
ELECTED = "elected"
NEWS = "news"
MOVED_IN = "moved in"
MOVED_OUT = "moved out"
DRAFT = "draft"
REWRITE = "rewrite"
COMING = "coming"
WITHDRAWN = "withdrawn"
TAKEN = "taken down"
DOCUMENT = "document"
NESTED_DOCUMENT = "nested document"
ELECTED_DOCUMENT = "elected document"
PICTURE = "picture"
NESTED_PICTURE = "nested picture"
PERSON = "person"
RUN = "run"

STEMS = {
    SECTION: "zqalm",
    CIRCLE: "zqceder",
    LOGIN: "zqdadel",
    BEHIND_PASSWORD: "zqek",
    ELECTED: "zqfura",
    NEWS: "zqgran",
    MOVED_IN: "zqhassel",
    MOVED_OUT: "zqidegran",
    DRAFT: "zqjasmin",
    REWRITE: "zqkaprifol",
    COMING: "zqlind",
    WITHDRAWN: "zqmalva",
    TAKEN: "zqnypon",
    DOCUMENT: "zqoxel",
    NESTED_DOCUMENT: "zqpil",
    ELECTED_DOCUMENT: "zqronn",
    PICTURE: "zqsalg",
    NESTED_PICTURE: "zqtall",
    PERSON: "zqviol",
    RUN: "zqvass",
    **extranet_secrets.STEMS,
}

IN_SECTION = frozenset({"member", "inside editor", "outside member", "superuser"})
INSIDE = frozenset({"member", "inside editor", "superuser"})  # employed, and in the group
CIRCLE_FILES = frozenset({"member", "inside editor", "outside member", "superuser"})

# Who may read each on the site, by the rule. Told again by hand: what the code answers is what is tried.
READERS: dict[str, frozenset[str]] = {
    SECTION: IN_SECTION,
    CIRCLE: INSIDE,
    LOGIN: SIGNED_IN,
    BEHIND_PASSWORD: frozenset({"password"}),
    ELECTED: frozenset({"elected", "superuser"}),
    NEWS: INSIDE,
    MOVED_IN: IN_SECTION,
    MOVED_OUT: EMPLOYEES,
    DRAFT: frozenset(),
    REWRITE: frozenset(),
    COMING: EMPLOYEES,
    WITHDRAWN: EMPLOYEES,
    TAKEN: frozenset(),
    DOCUMENT: CIRCLE_FILES,
    NESTED_DOCUMENT: CIRCLE_FILES,
    ELECTED_DOCUMENT: frozenset({"elected", "superuser"}),
    PICTURE: CIRCLE_FILES,
    NESTED_PICTURE: CIRCLE_FILES,
    PERSON: frozenset({"handler", PROTECTED}),
    # Who leads it, who has been given an item, and who stands in for the manager of its unit.
    RUN: frozenset({"employee", "assignee", PROTECTED}),
    # None of these personas sits in the bodies; extranet_personas are those who do.
    **dict.fromkeys(extranet_secrets.STEMS, frozenset()),
}

# In the admin: reading needs the rule there too; what is not published is for those who write.
ADMIN_READERS: dict[str, frozenset[str]] = {
    key: (WRITERS if key in (DRAFT, REWRITE, COMING, TAKEN) else readers & IN_ADMIN) | ({"superuser"} - {key})
    for key, readers in READERS.items()
    if key not in (PERSON, RUN, *extranet_secrets.STEMS)
} | {
    RUN: frozenset(),  # no part of the admin shows runs
    **dict.fromkeys(extranet_secrets.STEMS, frozenset()),  # rank gives nothing of the extranet
    PERSON: frozenset({"handler"}),  # rank does not help: a superuser is no handler unless named
}

PAGES = (
    SECTION, CIRCLE, LOGIN, BEHIND_PASSWORD, ELECTED, NEWS, MOVED_IN, MOVED_OUT, DRAFT, REWRITE, COMING, WITHDRAWN, TAKEN,
)  # fmt: skip
DOCUMENTS = (DOCUMENT, NESTED_DOCUMENT, ELECTED_DOCUMENT)
PICTURES = (PICTURE, NESTED_PICTURE)
EVERY = (*PAGES, *DOCUMENTS, *PICTURES, PERSON, RUN, *extranet_secrets.STEMS)
assert set(EVERY) == set(STEMS) == set(READERS)


def of(key: str, what: str) -> str:
    """One field of a secret: `of(DRAFT, "titel")`."""
    return STEMS[key] + what


def title_of(key: str) -> str:
    return f"{of(key, 'titel')} {PROBE}"


TOKEN = re.compile(r"(?<![a-z0-9])(?=[a-z]*\d)[a-z0-9]{40,}")


def found_in(text: str) -> frozenset[str]:
    """The secrets that a text holds anything of; upper and lower case alike."""
    # A random token can begin like a secret; ours hold no figures.
    text = TOKEN.sub(" ", text.lower())
    found = {key for key, stem in STEMS.items() if stem in text}
    if PHONE in text or PHONE.replace(" ", "").replace("-", "") in text.replace(" ", "").replace("-", ""):
        found.add(PERSON)
    return frozenset(found)


def allowed(
    keys: Iterable[str], persona: str, readers: dict[str, frozenset[str]] = READERS
) -> frozenset[str]:
    return frozenset(key for key in keys if persona in readers[key])


@dataclass
class Planted:
    """What the corpus holds, by the key of the secret; `pages` also holds the open pages, by their own names."""

    pages: dict[str, Page] = field(default_factory=dict)
    tops: dict[str, Page] = field(
        default_factory=dict
    )  # the page that carries the restriction, if it is another
    documents: dict[str, CustomDocument] = field(default_factory=dict)
    pictures: dict[str, CustomImage] = field(default_factory=dict)


def routine_fields(key: str, **fields: Any) -> dict[str, Any]:
    """The fields of a planted routine; to be given to tests.home.knowledge."""
    return {
        "slug": of(key, "adress"),
        "summary": of(key, "ingress"),
        "keywords": of(key, "nyckelord"),
        "change_summary": of(key, "andring"),
        "answer": [
            {
                "type": "steps",
                "value": [
                    {"type": "item", "id": str(uuid4()), "value": {"title": of(key, "steg"), "text": ""}}
                ],
            }
        ],
        "body": [
            {
                "type": "section",
                "value": {"heading": of(key, "rubrik"), "body": f"<p>{of(key, 'brod')} {PROBE}</p>"},
            }
        ],
        **fields,
    }


def standard_fields(key: str, ending: str = "") -> dict[str, Any]:
    """The fields of a planted ordinary page; `ending` tells the page above from the one below."""
    return {
        "title": f"{of(key, 'titel')}{ending} {PROBE}",
        "slug": of(key, "adress") + ending,
        "summary": of(key, "ingress"),
        "body": [{"type": "text", "value": f"<p>{of(key, 'brod')} {PROBE}</p>"}],
    }


def make_document(key: str, collection: Any) -> CustomDocument:
    return CustomDocument.objects.create(
        title=of(key, "titel"),
        collection=collection,
        file=ContentFile(of(key, "bytes").encode(), name=of(key, "fil") + ".txt"),
    )


def make_picture(key: str, collection: Any) -> CustomImage:
    """A picture whose bytes hold the stem, with the derivative that templates ask for already made."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", of(key, "bytes"))
    data = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(data, "PNG", pnginfo=text)
    picture = CustomImage.objects.create(
        title=of(key, "titel"),
        alt=of(key, "bildtext"),
        collection=collection,
        file=ContentFile(data.getvalue(), name=of(key, "fil") + ".png"),
        width=800,
        height=600,
    )
    picture.get_rendition(RENDITION)
    return picture
