"""Correcting what applies while another version waits: the editor is told, and can bring the correction over."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from home.knowledge.correction import carry_over, lacking
from home.knowledge.decision import decide, take_effect_when_due, withdraw
from home.models import RoutinePage
from home.roles import EDITORS
from tests.home.admin_help import Place, signed_in
from tests.home.knowledge import decide_text, make_draft, section

pytestmark = pytest.mark.django_db

DAYS = 10


@pytest.fixture
def place():
    return Place()


@pytest.fixture
def editor(place):
    return signed_in(place.person("eva.editor", EDITORS))


@pytest.fixture
def page(place):
    """Version 1 applies, 2 waits with another first section, 3 corrects the second section of 1."""
    today = timezone.localdate()
    page = make_draft("Resor", parent=place.routines, summary="Så reser du.")
    body = [section("Tåg", "Boka tåget."), section("Bil", "Ring 1234.")]
    decide_text(page, "Resor", today - timedelta(days=9), on=today - timedelta(days=9), body=body)
    waiting = [section("Tåg", "Boka tåget själv."), section("Bil", "Ring 1234.")]
    decide_text(page, "Resor", today + timedelta(days=DAYS), body=waiting)
    correct(page, body=[section("Tåg", "Boka tåget."), section("Bil", "Ring 5678.")])
    return RoutinePage.objects.get(pk=page.pk)


def correct(page: RoutinePage, **fields) -> None:
    """Decide a correction of what applies, as from the panel's link."""
    page = RoutinePage.objects.get(pk=page.pk)
    draft = page.timeline.in_force(timezone.localdate()).revision.as_object()
    draft.valid_from = None
    for name, value in fields.items():
        setattr(draft, name, value)
    decide(page, draft.save_revision(), by=None)


def form_of(editor, page) -> str:
    return editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def carrying(page, number=2) -> str:
    return reverse("knowledge_carry_over", args=[page.pk, number])


def test_the_editor_is_warned_and_led_on(page, editor):
    html = form_of(editor, page)
    assert "Version 2 innehåller inte rättelsen." in html
    compare = f"{page.url}andringar/?fran=2&amp;till=3"
    assert compare in html
    assert editor.get(compare.replace("&amp;", "&")).status_code == 200
    assert carrying(page) in html


def test_who_starts_correcting_is_told_before(place, editor):
    today = timezone.localdate()
    page = make_draft("Resor", parent=place.routines)
    decide_text(page, "Resor", today - timedelta(days=9), on=today - timedelta(days=9))
    decide_text(page, "Resor nytt", today + timedelta(days=DAYS))
    first = page.versions.get(number=1)
    assert "får inte med rättelsen" in form_of(editor, page)
    revert = editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.revision_id]))
    assert "får inte med rättelsen" in revert.content.decode()
    assert "innehåller inte rättelsen" not in form_of(editor, page)


def test_the_correction_is_carried_into_a_draft_and_applies_with_the_waiting_text(page, editor):
    asked = editor.get(carrying(page)).content.decode()
    assert "mer att veta" in asked
    assert editor.post(carrying(page)).status_code == 302
    page = RoutinePage.objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    texts = [str(block.value["body"]) for block in draft.body]
    assert "Boka tåget själv." in texts[0]
    assert "Ring 5678." in texts[1]
    assert page.timeline.in_force(timezone.localdate()).number == 3
    decide(page, page.get_latest_revision(), by=None)
    page = RoutinePage.objects.get(pk=page.pk)
    assert lacking(page.timeline, timezone.localdate()) == []
    assert "innehåller inte rättelsen" not in form_of(editor, page)
    take_effect_when_due(timezone.now() + timedelta(days=DAYS))
    shown = RoutinePage.objects.get(pk=page.pk)
    assert shown.timeline.in_force(timezone.localdate() + timedelta(days=DAYS)).number == 4
    assert "Ring 5678." in str(shown.body[1].value["body"])


def test_what_both_changed_is_left_to_the_editor(page, editor):
    correct(
        page, summary="Så reser du i dag.", body=[section("Tåg", "Boka nu."), section("Bil", "Ring 5678.")]
    )
    page = RoutinePage.objects.get(pk=page.pk)
    html = editor.get(carrying(page)).content.decode()
    assert "Behöver du se över själv" in html
    editor.post(carrying(page))
    draft = RoutinePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.summary == "Så reser du i dag."
    assert "Boka tåget själv." in str(draft.body[0].value["body"])


def test_without_anything_lacking_there_is_no_such_address(page, editor):
    assert editor.get(carrying(page, 1)).status_code == 404
    assert editor.get(carrying(page, 3)).status_code == 404
    withdraw(page, by=None, reason="Fel", version=page.versions.get(number=2))
    assert editor.get(carrying(page)).status_code == 404
    assert "innehåller inte rättelsen" not in form_of(editor, page)


def test_who_may_not_edit_may_not_carry_over(page, place):
    reader = signed_in(place.person("lars.lasare"))
    assert reader.post(carrying(page)).status_code in (302, 403, 404)
    assert RoutinePage.objects.get(pk=page.pk).get_latest_revision().pk == page.latest_revision_id


def test_a_draft_under_review_is_not_replaced(page, place, editor):
    author = place.person("annan.editor", EDITORS)
    page.get_latest_revision_as_object().save_revision(user=author)
    page = RoutinePage.objects.get(pk=page.pk)
    page.get_workflow().start(page, author)
    latest = RoutinePage.objects.get(pk=page.pk).latest_revision_id
    assert editor.post(carrying(page)).status_code == 302
    assert RoutinePage.objects.get(pk=page.pk).latest_revision_id == latest


def block(text: str, block_id: str = "") -> dict:
    return {"type": "text", "id": block_id or str(uuid4()), "value": text}


def test_blocks_are_changed_added_and_removed_one_by_one():
    a, b, c, new, own = (block(text) for text in "abcno")
    base, correction = {"body": [a, b, c]}, {"body": [a, new, {**c, "value": "C"}]}
    carried = carry_over(base, correction, {"body": [own, a, b, c]})
    assert [row["value"] for row in carried.content["body"]] == ["o", "a", "n", "C"]
    assert (carried.taken, carried.left) == (["body"], [])
    both = carry_over(base, correction, {"body": [a, b, {**c, "value": "x"}]})
    assert [row["value"] for row in both.content["body"]] == ["a", "n", "x"]
    assert (both.taken, both.left) == (["body"], ["body"])
    same = carry_over(base, correction, correction)
    assert (same.taken, same.left) == ([], [])
