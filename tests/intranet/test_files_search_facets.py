"""What a reader narrows hits of documents by: subject, unit, kind of file, and whether it still applies."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from intranet.files.models import CustomDocument
from intranet.finding.rebuilding import rebuild
from intranet.subjects.models import Subject
from tests.factories import PASSWORD, make_home, make_person, make_unit
from tests.intranet.test_files_rule import a_document, a_page
from tests.intranet.test_files_search import WORD, answer

pytestmark = pytest.mark.django_db


def test_facets_and_state_are_the_documents_own(plugged):
    make_home()
    make_person("anställd")
    unit = make_unit("Norr", code="NORR")
    subject = Subject.objects.create(slug="it", name="IT")
    today = timezone.localdate()
    old = a_document(f"{WORD} gammal", stands_alone=True, review_by=today - timezone.timedelta(days=1))
    old.units.add(unit)
    old.subjects.add(subject)
    a_document(
        f"{WORD} slut", stands_alone=True, valid_from=today, valid_to=today - timezone.timedelta(days=1)
    )
    rebuild()
    found = answer("anställd")
    assert [each.card.title for each in found.found] == [f"{WORD} gammal"]
    assert found.found[0].card.state == "ses-över"
    counted = {facet.name: {v.value: v.count for v in facet.values} for facet in found.facets}
    assert counted["kind"] == {"dokument": 1}
    assert counted["subject"] == {"it": 1}
    assert counted["unit"]["NORR"] == 1
    assert counted["state"] == {"ses-över": 1, "har-gällt": 1}


def test_one_with_only_a_last_day_has_a_state_and_says_the_day(plugged, client):
    make_home()
    make_person("anställd")
    today = timezone.localdate()
    days = timezone.timedelta
    a_document(
        f"{WORD} länge", stands_alone=True, valid_to=today.replace(year=today.year + 2, month=3, day=3)
    )
    a_document(f"{WORD} snart", stands_alone=True, valid_to=today + days(12))
    a_document(f"{WORD} sista", stands_alone=True, valid_to=today)
    a_document(f"{WORD} slut", stands_alone=True, valid_to=today - days(1))
    a_document(f"{WORD} alltid", stands_alone=True)
    a_document(f"{WORD} senare", stands_alone=True, valid_from=today + days(5), valid_to=today + days(10))
    a_document(f"{WORD} sen", stands_alone=True, review_by=today - days(1), valid_to=today + days(3))
    rebuild()
    assert client.login(username="anställd", password=PASSWORD)

    def hits(chosen: str) -> dict[str, tuple[str, str]]:
        found = client.get(f"/sok/?q={WORD}{chosen}").context["hits"]
        titles = [re.sub(r"<[^>]+>", "", str(hit["title"])).split()[-1] for hit in found]
        return dict(
            zip(titles, [(hit["chip"], hit["trail"].partition(" · ")[2]) for hit in found], strict=True)
        )

    assert hits("") == {
        "länge": ("Dokument · gäller", f"gäller till och med 3 mars {today.year + 2}"),
        "snart": ("Dokument · gäller", "upphör om 12 dagar"),
        "sista": ("Dokument · gäller", "gäller till och med i dag"),
        "alltid": ("Dokument", ""),
        "senare": ("Dokument · börjar gälla senare", ""),
        "sen": ("Dokument · ses över", "upphör om 3 dagar"),
    }
    assert hits("&tillstand=har-gällt") == {"slut": ("Dokument · har gällt", "")}


def test_a_reader_chooses_among_the_kinds_of_files(plugged, client):
    make_home()
    make_person("anställd")
    for number, (name, content) in enumerate(
        [("a.pdf", b"%PDF-1.4 a"), ("b.pdf", b"%PDF-1.4 b"), ("c.txt", b"bara text")]
    ):
        CustomDocument.objects.create(
            title=f"{WORD} {number}", stands_alone=True, file=ContentFile(content, name=name)
        )
    a_page(f"{WORD}-sida")
    rebuild()
    assert client.login(username="anställd", password=PASSWORD)
    every = client.get(f"/sok/?q={WORD}").context
    (kinds,) = [facet for facet in every["facets"] if facet["name"] == "filtyp"]
    assert kinds["legend"] == "Filtyp"
    assert [(option["label"], option["count"]) for option in kinds["options"]] == [("PDF", 2), ("Text", 1)]
    chosen = client.get(f"/sok/?q={WORD}&filtyp=pdf").context
    assert chosen["total"] == 2
    assert {hit["title"] for hit in chosen["hits"]} == {f"<mark>{WORD}</mark> 0", f"<mark>{WORD}</mark> 1"}
    assert [choice["label"] for choice in chosen["chosen"]] == ["PDF"]
    # What is no kind of file finds nothing, and is said to be unknown.
    nothing = client.get(f"/sok/?q={WORD}&filtyp=exe").context
    assert (nothing["total"], [each["value"] for each in nothing["unknown"]]) == (0, ["exe"])
