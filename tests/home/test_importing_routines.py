"""A folder of texts becomes pages: drafts or versions in force, with their links, lists and pictures."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from home import demo
from home.importing.reading import read_source
from home.importing.routines import NoPlaceError, import_routines
from home.knowledge.decision import take_effect_when_due
from home.knowledge.timeline import State
from home.models import (
    ChecklistPage,
    HandbookPage,
)
from intranet.access.viewer import viewer_of
from intranet.finding import ask, engine
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from intranet.finding.request import SearchRequest
from intranet.people.models import Function
from search.engines.embedded import EmbeddedEngine
from tests.factories import make_function, make_superuser, make_unit
from tests.home import odt_files
from tests.home.importing_help import (  # noqa: F401  fixtures
    PUBLISH,
    make_folder,
    make_municipality,
    page_of,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_files_become_drafts(folder):
    write(folder, "nycklar", units="[HR]", subjects="[it]", kind="riktlinje", valid_from="2026-03-01")
    outcome = import_routines(folder)
    assert outcome.results == {"rutiner/nycklar.md": "made"}
    page = page_of("nycklar")
    assert (page.live, page.versions.count(), page.kind) == (False, 0, "riktlinje")
    draft = page.get_latest_revision_as_object()
    assert [step["title"] for step in draft.answer_steps] == ["Ring"]
    assert [unit.code for unit in draft.units.all()] == ["HR"]
    assert [subject.slug for subject in draft.subjects.all()] == ["it"]
    assert draft.owner_function == Function.objects.get(unit__code="HR")
    assert draft.valid_from == date(2026, 3, 1)
    assert page.get_parent().slug == "rutiner"
    assert list(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)) == [
        "wagtail.create"
    ]


def test_opendocument_texts_in_a_folder_become_drafts_that_link_to_one_another(folder):
    link = odt_files.p("Läs ", '<text:a xlink:href="../lana%20cykel.odt">om cyklar</text:a>', ".")
    steps = odt_files.listing(odt_files.item("Hämta nyckeln."))
    (folder / "nycklar.odt").write_bytes(odt_files.odt(odt_files.h("Det här gör du") + steps + link))
    (folder / "lana cykel.odt").write_bytes(odt_files.odt(odt_files.p("Boka cykeln.")))
    outcome = import_routines(folder)
    assert set(outcome.results.values()) == {"made"}
    draft = page_of("nycklar").get_latest_revision_as_object()
    assert [step["title"] for step in draft.answer_steps] == ["Hämta nyckeln."]
    assert f'id="{page_of("lana-cykel").pk}"' in str(draft.body.get_prep_value())
    assert "Titeln är tagen från filens namn" in "".join(outcome.notes)


def test_published_files_are_versions_in_force_recorded_as_imported(folder):
    write(folder, "nycklar", valid_from="2026-02-01", decided_on="2026-01-20")
    import_routines(folder, defaults=PUBLISH)
    page = page_of("nycklar")
    (version,) = page.versions.all()
    assert page.live
    assert page.timeline.state(timezone.localdate()) == State.IN_FORCE
    assert (version.imported, version.decided_by, version.decided_function.code) == (True, None, "chef@HR")
    assert (version.decided_on, version.in_force_from) == (date(2026, 1, 20), date(2026, 2, 1))
    assert page.live_revision_id == version.revision_id
    assert [step["title"] for step in page.answer_steps] == ["Ring"]
    assert OutboxEntry.objects.filter(family="page", object_pk=str(page.pk), change="changed").exists()


def test_a_coming_version_waits_for_its_day(folder):
    first_day = timezone.localdate() + timedelta(days=10)
    write(folder, "nycklar", valid_from=first_day.isoformat())
    import_routines(folder, defaults=PUBLISH)
    page = page_of("nycklar")
    assert not page.live
    assert page.timeline.state(timezone.localdate()) == State.COMING
    take_effect_when_due(timezone.now() + timedelta(days=11))
    page = page_of("nycklar")
    assert page.live
    assert [step["title"] for step in page.answer_steps] == ["Ring"]


def test_a_changed_file_makes_a_new_version(folder):
    write(folder, "nycklar")
    import_routines(folder, defaults=PUBLISH)
    write(folder, "nycklar", "## Det här gör du\n1. **Skriv** till chefen.\n")
    outcome = import_routines(folder, defaults=PUBLISH)
    assert outcome.results == {"rutiner/nycklar.md": "changed"}
    page = page_of("nycklar")
    assert page.versions.count() == 2
    assert [step["title"] for step in page.answer_steps] == ["Skriv"]


def test_a_changed_file_makes_a_draft_beside_what_applies(folder):
    write(folder, "nycklar")
    import_routines(folder, defaults=PUBLISH)
    write(folder, "nycklar", "## Det här gör du\n1. **Skriv** till chefen.\n")
    import_routines(folder)
    page = page_of("nycklar")
    assert [step["title"] for step in page.answer_steps] == ["Ring"]
    assert [step["title"] for step in page.get_latest_revision_as_object().answer_steps] == ["Skriv"]
    assert page.has_unpublished_changes


def test_drafts_are_decided_by_a_later_run(folder):
    write(folder, "nycklar")
    import_routines(folder)
    assert import_routines(folder, defaults=PUBLISH).results == {"rutiner/nycklar.md": "decided"}
    assert page_of("nycklar").live
    assert import_routines(folder, defaults=PUBLISH).changes == 0


def test_links_between_files_lead_to_each_others_pages(folder):
    write(folder, "a", "Läs [b](rutin:b) och [schemat](system:schema).\n", related="[b]")
    write(folder, "b", "Läs [a](rutin:a) och [c](rutin:c).\n")
    outcome = import_routines(folder, defaults=PUBLISH)
    a, b = page_of("a"), page_of("b")
    assert f'<a id="{b.pk}" linktype="page">b</a>' in a.body[0].value.source
    assert "https://schema.kompasskoping.example/" in a.body[0].value.source
    assert [link.target_id for link in a.related_links.all()] == [b.pk]
    assert b.body[0].value.source.endswith("och c.</p>")
    assert outcome.notes == [
        "a.md: Avsnittet ”Det här gör du” saknas. Skriv det korta svaret på sidan.",
        "b.md: Avsnittet ”Det här gör du” saknas. Skriv det korta svaret på sidan.",
        "b.md: Rad 5: Sidan c finns inte än. Länken till den blev text.",
    ]
    assert ReferenceIndex.get_references_to(Page.objects.get(pk=b.pk)).exists()


def test_a_link_whose_page_comes_later_is_made_then(folder):
    write(folder, "a", "Läs [b](rutin:b).\n")
    import_routines(folder)
    write(folder, "b")
    assert import_routines(folder).results == {"rutiner/a.md": "changed", "rutiner/b.md": "made"}
    assert "linktype" in page_of("a").get_latest_revision_as_object().body[0].value.source
    assert import_routines(folder).changes == 0


def test_a_checklist_keeps_the_ids_of_its_items(folder):
    body = "Inledning.\n\n## Före\n- [ ] Beställ dator {{function: chef, due: -3}}\n{extra}- [ ] Ring\n"
    write(folder, "start", body.format(extra=""), kind="checklista")
    import_routines(folder, defaults=PUBLISH)
    page = page_of("start")
    assert isinstance(page, ChecklistPage)
    assert page.get_parent().slug == "checklistor"
    assert "Inledning" in page.intro
    ids = {item.value["text"]: item.id for item in page.sections[0].value["items"].bound_blocks}
    write(folder, "start", body.format(extra="- [ ] Nytt\n"), kind="checklista")
    import_routines(folder, defaults=PUBLISH)
    items = page_of("start").sections[0].value["items"].bound_blocks
    assert [item.value["text"] for item in items] == ["Beställ dator", "Nytt", "Ring"]
    assert {item.value["text"]: item.id for item in items if item.value["text"] != "Nytt"} == ids
    assert (items[0].value["function"], items[0].value["due"]) == ("chef", -3)


def test_a_handbook_has_its_chapters(folder):
    write(folder, "boken", "Inledning.\n\n# Ett\n## Del\nText.\n\n# Två\n1. **Gör** så\n", kind="handbok")
    import_routines(folder, defaults=PUBLISH)
    page = page_of("boken")
    assert isinstance(page, HandbookPage)
    assert [chapter.value["title"] for chapter in page.chapters] == ["Ett", "Två"]
    assert [block.block_type for block in page.chapters[1].value["body"]] == ["steps"]


def test_pictures_are_stored_once_with_their_words(folder):
    stream = BytesIO()
    PillowImage.new("RGB", (40, 30), "#0a5950").save(stream, "PNG")
    (folder / "karta.png").write_bytes(stream.getvalue())
    write(folder, "a", "## Karta\n![En karta](karta.png)\n\n![Samma](karta.png)\n")
    assert not import_routines(folder, defaults=PUBLISH).problems
    image = get_image_model().objects.get()
    assert (image.alt, image.width) == ("En karta", 40)
    assert [block.value["image"].pk for block in page_of("a").body if block.block_type == "image"] == [
        image.pk
    ] * 2


def test_the_file_says_more_than_the_command(folder):
    make_function("chef", make_unit("IT", code="IT"))
    write(folder, "a", owner="chef@IT", units="[IT]", decided_by="chef@IT")
    import_routines(folder, defaults=PUBLISH)
    page = page_of("a")
    assert page.owner_function == Function.objects.get(unit__code="IT")
    assert page.versions.get().decided_function.code == "chef@IT"


def test_new_pages_go_where_they_are_told(folder):
    write(folder, "start", "## A\n- [ ] Ring\n", kind="checklista")
    import_routines(folder, under="rutiner")
    assert page_of("start").get_parent().slug == "rutiner"
    with pytest.raises(NoPlaceError, match="Ingen ingångssida har adressen borta"):
        import_routines(folder, under="borta")


def test_links_within_the_text_to_a_telephone_and_to_an_address_are_kept(folder):
    text = (
        "## Mer hjälp\n\n[ring](tel:0491-5550000), [mejla](mailto:a@kompasskoping.example), "
        "[läs](#mer-hjalp), [bort](#borta), [kör](tel:javascript) [nej](javascript:alert)\n"
    )
    write(folder, "nycklar", text)
    import_routines(folder, defaults=PUBLISH)
    written = str(page_of("nycklar").body.raw_data[-1]["value"]["body"])
    assert '<a href="tel:0491-5550000">ring</a>' in written
    assert '<a href="mailto:a@kompasskoping.example">mejla</a>' in written
    assert '<a href="#mer-hjalp">läs</a>, bort, kör [nej](javascript:alert)' in written


@pytest.mark.parametrize(("said", "slug"), [("gdpr", "personuppgiftsincident"), ("vab", "vard-av-barn")])
def test_a_text_is_found_by_the_words_that_people_use(folder, tmp_path, monkeypatch, said, slug):
    path = Path(demo.__file__).parent / "routines" / f"{slug}.md"
    keywords = read_source(path, path.read_bytes()).written["keywords"]
    write(folder, slug, keywords=keywords)
    write(folder, "nycklar")
    import_routines(folder, defaults=PUBLISH)
    assert page_of(slug).keywords == keywords
    used = EmbeddedEngine(tmp_path / "search")
    monkeypatch.setattr(engine, "_engine", used)
    rebuild()
    reader = viewer_of(make_superuser())
    titles = [found.hit.title for found in ask.search(SearchRequest(text=said), reader).found]
    assert titles == [page_of(slug).title]
