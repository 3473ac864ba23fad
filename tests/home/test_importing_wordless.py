"""A picture that nothing is said of stops no draft: the report names it, and the page cannot be decided without it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import streamfield

from home.importing.routines import import_routines
from home.models import KnowledgePage
from home.roles import EDITORS, ensure_roles
from tests.factories import make_person
from tests.home.admin_help import routine_form, signed_in
from tests.home.importing_help import (  # noqa: F401  fixtures
    PUBLISH,
    make_folder,
    make_municipality,
    page_of,
    write,
)
from tests.home.word_files import drawing, p, png, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TOLD = "Bilden karta.png saknar bildtext. Skriv den vid bilden innan sidan skickas till granskning."


@pytest.fixture(name="wordless")
def make_wordless(folder):
    data = word(
        p("Nycklar", style="Rubrik") + p("Här ligger de.") + p(drawing("b", "")),
        relations={"b": ("image", "media/karta.png")},
        files={"word/media/karta.png": png()},
    )
    (folder / "nycklar.docx").write_bytes(data)
    return folder


def test_it_becomes_a_draft_and_the_report_names_the_picture(wordless, capsys):
    call_command("import_routines", str(wordless))
    told = capsys.readouterr().out
    assert TOLD in told
    assert "1 ändring." in told
    page = page_of("nycklar")
    assert not page.live
    image = next(block for block in page.get_latest_revision_as_object().body if block.block_type == "image")
    assert image.value["alt"] == ""
    stored = get_image_model().objects.get()
    assert (stored.title, stored.alt) == ("karta.png", "")


def test_it_is_not_handed_in_before_somebody_has_written_the_words(wordless):
    import_routines(wordless)
    ensure_roles()
    page = page_of("nycklar")
    client = signed_in(make_person("sara.nyberg", groups=(EDITORS,)))
    image = get_image_model().objects.get()

    def sent(alt: str):
        picture = {"image": str(image.pk), "alt": alt, "caption": ""}
        data = routine_form(page.owner_function, "Nycklar", "nycklar", body=streamfield([("image", picture)]))
        answer = client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, "action-submit": "1"}
        )
        return answer, KnowledgePage.objects.get(pk=page.pk).current_workflow_state

    from tests.factories import make_function

    page.owner_function = make_function("rutinagare")
    answer, state = sent("")
    assert answer.status_code == 200
    assert state is None
    answer, state = sent("En karta över skåpen")
    assert answer.status_code == 302
    assert state is not None


def test_what_is_read_in_as_decided_needs_the_words(wordless):
    outcome = import_routines(wordless, defaults=PUBLISH)
    assert outcome.stopped
    assert any("Bilden karta.png saknar bildtext. Beskriv vad den visar" in one for one in outcome.problems)
    assert not KnowledgePage.objects.exists()


def test_a_draft_without_the_words_is_not_decided_by_a_later_run(wordless):
    import_routines(wordless)
    assert import_routines(wordless, defaults=PUBLISH).stopped
    assert not page_of("nycklar").live


def test_the_other_files_go_in_with_it(wordless):
    write(wordless, "a")
    assert import_routines(wordless).count("made") == 2
