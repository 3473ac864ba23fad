"""What a draft lacks is told while its file is looked at, and the file's own list can be the answer."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from home.importing.incoming import tasks
from home.models import KnowledgePage
from tests.home.admin_help import list_items, routine_form, signed_in
from tests.home.test_importing_incoming import editor, form, place, send  # noqa: F401
from tests.home.word_files import item, p, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HEAD = p("Snöröjning", style="Rubrik") + p("Gör så här", style="Rubrik1")
STEPS = item("Ring vakten. Säg var du är.") + item("Sanda.")
TOLD = "Behövs innan sidan kan skickas till granskning"
NO_ANSWER = "”Det här gör du” saknas."


def came(place, editor, body: str):  # noqa: F811
    (row,) = send(place, editor, ("snö.docx", word(body)))
    tasks.read_waiting.call()
    row.refresh_from_db()
    return row, reverse("incoming_review", args=[row.pk])


def submitted(client, place, page) -> bool:  # noqa: F811
    """Whether the draft, its answer and owner sent as the form of the admin sends them, can be handed in."""
    draft = page.specific.get_latest_revision_as_object()
    steps = [{"title": one["title"], "text": rich_text(one["text"].source)} for one in draft.answer_steps]
    data = routine_form(
        draft.owner_function or place.owner,
        draft.title,
        draft.slug,
        answer=streamfield([("steps", list_items(*steps))] if steps else []),
        **({} if draft.owner_function else {"owner_function": ""}),
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, {**data, "action-submit": "1"})
    page.refresh_from_db()
    return answer.status_code == 302 and page.current_workflow_state is not None


def test_what_the_draft_lacks_is_told_before_it_is_saved_and_after(place, editor):  # noqa: F811
    _, address = came(place, editor, HEAD + STEPS)
    client = signed_in(editor)
    page = client.get(address).content.decode()
    assert TOLD in page
    assert NO_ANSWER in page
    assert "Ägare saknas." in page
    saved = client.post(address, form(title="Snö", slug="sno"), follow=True).content.decode()
    assert NO_ANSWER in saved
    assert not submitted(client, place, KnowledgePage.objects.get())


def test_the_files_first_list_becomes_the_answer_and_the_draft_can_be_handed_in(place, editor):  # noqa: F811
    row, address = came(place, editor, HEAD + STEPS + p("Mer", style="Rubrik1") + p("Läs mer."))
    client = signed_in(editor)
    page = client.get(address).content.decode()
    assert "Använd filens första lista som ”Det här gör du”" in page
    assert "Listan börjar med ”Ring vakten.” och har 2 steg." in page
    chosen = form(title="Snö", slug="sno", owner=place.owner.pk, first_list="on")
    client.post(address, chosen | {"action": "keep"})
    page = client.get(address).content.decode()
    assert TOLD not in page
    assert "Rubriken ”Gör så här” togs bort" in page
    assert re.search(r'<input[^>]*id="id_first_list"[^>]*checked', page)
    assert "Gör så här" not in client.get(reverse("incoming_preview", args=[row.pk])).content.decode()
    client.post(address, chosen)
    saved = KnowledgePage.objects.get()
    draft = saved.specific.get_latest_revision_as_object()
    assert [step["title"] for step in draft.answer_steps] == ["Ring vakten.", "Sanda."]
    assert [block.block_type for block in draft.body] == ["section"]
    assert submitted(client, place, saved)


def test_a_bullet_list_under_the_answers_own_heading_is_offered_first(place, editor):  # noqa: F811
    body = (
        p("Nycklar", style="Rubrik") + p("Bakgrund", style="Rubrik1") + item("Annat.", 2) + item("Mer.", 2)
        + p("Det här gör du", style="Rubrik1") + p("I ordning:") + item("Hämta nyckeln.", 2) + item("Skriv under.", 2)
    )  # fmt: skip
    _, address = came(place, editor, body)
    client = signed_in(editor)
    assert "Listan börjar med ”Hämta nyckeln.”" in client.get(address).content.decode()
    client.post(address, form(first_list="on"))
    draft = KnowledgePage.objects.get().specific.get_latest_revision_as_object()
    assert [step["title"] for step in draft.answer_steps] == ["Hämta nyckeln.", "Skriv under."]
    texts = " ".join(
        str(block.value.source if hasattr(block.value, "source") else block.value["body"])
        for block in draft.body
    )
    assert "I ordning:" in texts
    assert "Hämta nyckeln." not in texts


def test_a_file_with_an_answer_or_without_any_list_is_offered_none(place, editor):  # noqa: F811
    _, answered = came(
        place, editor, p("Nycklar", style="Rubrik") + p("Det här gör du", style="Rubrik1") + STEPS
    )
    _, listless = came(place, editor, HEAD + p("Bara text."))
    client = signed_in(editor)
    page = client.get(answered).content.decode()
    assert NO_ANSWER not in page
    assert "id_first_list" not in page
    page = client.get(listless).content.decode()
    assert NO_ANSWER in page
    assert "id_first_list" not in page


def test_a_checklist_needs_no_answer(place, editor):  # noqa: F811
    _, address = came(place, editor, HEAD + STEPS)
    client = signed_in(editor)
    client.post(address, form(kind="checklista", first_list="on", action="keep"))
    assert NO_ANSWER not in client.get(address).content.decode()
    client.post(address, form(kind="checklista", first_list="on"))
    (section,) = KnowledgePage.objects.get().specific.get_latest_revision_as_object().sections
    assert len(section.value["items"]) == 2
