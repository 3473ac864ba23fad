"""A document as the engines keep it has every word of its own, each place by itself."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from intranet.finding.documents import Part
from search import documents
from search.analysis.words import analysed, normalised, words
from search.documents import row_of, shown_of
from tests.search.asking import document

TEXTS = st.text(alphabet="aåäöÉsk-–_,.½日😀\0\x1c \n", max_size=30)
PARTS = st.lists(st.builds(Part, st.just("a"), TEXTS, TEXTS), max_size=4)


def tokens(*texts: str) -> list[str]:
    """One after another, with a gap behind each."""
    found: list[str] = []
    for text in texts:
        found += [analysed(written.word).token for written in words(normalised(text))] + ["_"]
    return found


@given(title=TEXTS, lead=TEXTS, keywords=st.lists(TEXTS, max_size=3), parts=PARTS)
def test_every_word_stands_in_its_place(title, lead, keywords, parts):
    row = row_of(document(1, title, lead=lead, keywords=tuple(keywords), parts=tuple(parts)))

    assert row.tokens["title"].split() == tokens(title)
    assert row.tokens["lead"].split() == tokens(lead)
    assert row.tokens["keywords"].split() == tokens(*keywords)
    assert row.tokens["heading"].split() == tokens(*(part.label for part in parts))
    assert row.tokens["body"].split() == tokens(*(part.text for part in parts))
    shown = shown_of(row.shown)
    assert (shown.title, shown.lead) == (normalised(title), normalised(lead))
    assert [(part.place, part.label, part.text) for part in shown.parts] == [
        ("a", normalised(part.label), normalised(part.text)) for part in parts
    ]


def test_the_whole_of_a_row():
    parts = (
        Part("", "", "Ring chefen.\nSjukanmälan:  samma dag"),
        Part("kontakt", "Kontakt", "E-post, inte\0 brev"),
    )
    row = row_of(document(7, "Förskolans öppettider", lead="När", keywords=("dagis",), parts=parts))

    assert row.tokens["title"] == "förskol öppettid _"
    assert row.tokens["title_folded"] == "forskol oppettid"
    assert row.tokens["body"] == "ring chef sjukanmäl sam dag _ epost _inte brev _"
    assert row.tokens["body_parts"] == "sjuk anmäl e post"
    assert row.tokens["heading"] == "_ kontakt _"
    assert {"f", "for", "för", "öppett", "oppett"} <= set(row.tokens["starts"].split())
    assert row.tokens["opening"].split()[-1] == "förskolansöppet"
    assert json.loads(row.shown) == [
        "Förskolans öppettider",
        "När",
        [["", "", "Ring chefen. Sjukanmälan: samma dag"], ["kontakt", "Kontakt", "E-post, inte brev"]],
    ]


def test_of_a_long_document_each_part_keeps_its_own_words(monkeypatch):
    monkeypatch.setattr(documents, "LONG", 10)
    parts = (Part("s1", "", "Sjukanmälan samma dag"), Part("s2", "", "Bilen"))
    shown = shown_of(row_of(document(1, parts=parts)).shown)
    assert shown.words == (" anmal anmäl dag sam sjuk sjukanmal sjukanmäl ", " bil ")
