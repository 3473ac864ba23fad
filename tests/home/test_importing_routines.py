"""A folder of texts becomes pages: checked first, resumable, the same folder again doubles nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from home import demo
from home.importing import batches, writing
from home.importing.checking import Defaults
from home.importing.models import ImportedText
from home.importing.reading import read_source
from home.importing.routines import NoPlaceError, import_routines
from home.knowledge.decision import take_effect_when_due
from home.knowledge.timeline import State
from home.models import (
    ChecklistPage,
    HandbookPage,
    KnowledgeIndexPage,
    KnowledgePage,
    RoutinePage,
    Shortcut,
)
from intranet.access.viewer import viewer_of
from intranet.finding import ask, engine
from intranet.finding.models import OutboxEntry
from intranet.finding.rebuilding import rebuild
from intranet.finding.request import SearchRequest
from intranet.people.models import Function
from intranet.subjects.models import Subject
from search.engines.embedded import EmbeddedEngine
from tests.factories import make_function, make_page, make_superuser, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PUBLISH = Defaults(publish=True, owner="chef@HR", decided_by="chef@HR", decided_on=date(2026, 1, 15))


@pytest.fixture(autouse=True)
def municipality():
    make_function("chef", make_unit("HR", code="HR"))
    Subject.objects.create(slug="it", name="IT och system")
    Shortcut.objects.create(code="schema", name="Schemat", url="https://schema.kompasskoping.example/")
    make_page(KnowledgeIndexPage(title="Rutiner", slug="rutiner"))
    make_page(
        KnowledgeIndexPage(title="Checklistor", slug="checklistor", lists=KnowledgeIndexPage.Lists.CHECKLISTS)
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "rutiner"
    folder.mkdir()
    return folder


def write(
    folder: Path, name: str, body: str = "## Det här gör du\n1. **Ring** chefen.\n", **fields: str
) -> Path:
    front = {"title": name.capitalize(), "owner": "chef@HR"} | fields
    lines = "".join(f"{label}: {value}\n" for label, value in front.items() if value)
    path = folder / f"{name}.md"
    path.write_text(f"---\n{lines}---\n{body}", encoding="utf-8")
    return path


def page_of(slug: str) -> KnowledgePage:
    return KnowledgePage.objects.get(slug=slug).specific


def rows() -> dict:
    models = (Page, Revision, ImportedText, PageLogEntry, OutboxEntry)
    return {model: list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models}


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


def test_a_second_run_changes_nothing(folder):
    write(folder, "a", "Läs [b](rutin:b).\n")
    write(folder, "b", related="[a]")
    import_routines(folder, defaults=PUBLISH)
    before = rows()
    outcome = import_routines(folder, defaults=PUBLISH)
    assert set(outcome.results.values()) == {"unchanged"}
    assert outcome.lines()[-1] == "0 ändringar."
    assert rows() == before


def test_the_folder_may_have_moved(folder, tmp_path):
    write(folder, "a")
    import_routines(folder, defaults=PUBLISH)
    (tmp_path / "annan").mkdir()
    moved = folder.rename(tmp_path / "annan" / "rutiner")
    assert import_routines(moved, defaults=PUBLISH).changes == 0


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


def test_a_page_that_somebody_has_edited_is_not_written_over(folder):
    write(folder, "nycklar")
    import_routines(folder)
    page = page_of("nycklar").get_latest_revision_as_object()
    page.summary = "Skrivet av en redaktör"
    page.save_revision()
    write(folder, "nycklar", "Ny text.\n")
    outcome = import_routines(folder)
    assert outcome.results == {"rutiner/nycklar.md": "refused"}
    assert "har ändrats på webbplatsen" in outcome.problems[0]
    import_routines(folder, replace_edited=True)
    assert page_of("nycklar").get_latest_revision_as_object().summary == ""


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


@pytest.mark.parametrize("source", ["../hemlig.png", "borta.png", "https://annan.example/b.png", "text.md"])
def test_a_picture_that_cannot_be_had_refuses_the_file(folder, source):
    (folder.parent / "hemlig.png").write_bytes(b"secret")
    write(folder, "text")
    write(folder, "a", f"![Bild]({source})\n")
    outcome = import_routines(folder)
    assert outcome.results["rutiner/a.md"] == "refused"
    assert not Page.objects.filter(slug="a").exists()


@pytest.mark.parametrize(
    ("body", "fields", "message"),
    [
        (
            "Text.\n",
            {"owner": "chef@NOPE"},
            "Rad 3: Funktionen chef@NOPE (owner) finns inte. Skriv den som chef@KLK-HR.",
        ),
        ("Text.\n", {"units": "[NOPE]"}, "Rad 4: Enheten NOPE finns inte."),
        ("Text.\n", {"subjects": "[nope]"}, "Rad 4: Ämnet nope finns inte."),
        ("Text.\n", {"decided_on": "2199-01-01"}, "Rad 4: Beslutsdatumet 2199-01-01 ligger i framtiden."),
        (
            "Text.\n",
            {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
            "Rad 5: Sista dagen (valid_to) ligger före den första (valid_from).",
        ),
        (
            "Text.\n",
            {"valid_from": "2026-02-01", "review_by": "2026-01-01"},
            "Rad 5: Översynen (review_by) ligger före den dag då texten börjar gälla.",
        ),
        ("[Öppna](system:nope)\n", {}, "Rad 5: Systemet nope finns inte bland genvägarna."),
        (
            "Inget.\n",
            {"kind": "checklista"},
            "Checklistan har inga punkter. Skriv dem som - [ ] Beställ dator.",
        ),
        (
            "## A\n- [ ] Ring {function: kung}\n",
            {"kind": "checklista"},
            "Rad 7: Funktionen kung finns inte.",
        ),
        (f"## {'Lång ' * 30}\nText.\n", {}, "Rubriken ”"),
        ("Text.\n", {"kind": "handbok"}, "Handboken har inga kapitel."),
        ("## A\n# Ett\nText.\n", {"kind": "handbok"}, "Rad 6: Rubriken ”A” står före det första kapitlet."),
        (
            "| A |\n|---|\n| B |\n\n# Ett\nText.\n",
            {"kind": "handbok"},
            "Inledningen kan bara ha stycken och punktlistor.",
        ),
        (
            "> Ruta\n\n## A\n- [ ] Ring\n",
            {"kind": "checklista"},
            "Inledningen kan bara ha stycken och punktlistor.",
        ),
    ],
)
def test_a_file_in_error_is_refused_with_its_line_and_the_others_go_in(folder, body, fields, message):
    write(folder, "fel", body, **fields)
    write(folder, "ratt")
    outcome = import_routines(folder, defaults=PUBLISH)
    assert outcome.results == {"rutiner/fel.md": "refused", "rutiner/ratt.md": "made"}
    assert message in outcome.problems[0]
    assert not Page.objects.filter(slug="fel").exists()
    assert page_of("ratt").live


def test_publishing_needs_to_know_who_decided_when(folder):
    write(folder, "a", owner="")
    outcome = import_routines(folder, defaults=Defaults(publish=True))
    assert [problem.partition(": ")[2].split(" saknas")[0] for problem in outcome.problems] == [
        "Ägare",
        "Vem som beslutat",
        "Beslutsdatum",
    ]


def test_the_file_says_more_than_the_command(folder):
    make_function("chef", make_unit("IT", code="IT"))
    write(folder, "a", owner="chef@IT", units="[IT]", decided_by="chef@IT")
    import_routines(folder, defaults=PUBLISH)
    page = page_of("a")
    assert page.owner_function == Function.objects.get(unit__code="IT")
    assert page.versions.get().decided_function.code == "chef@IT"


def test_a_file_of_the_same_name_in_another_folder_does_not_replace_the_page(folder, tmp_path):
    write(folder, "nycklar")
    import_routines(folder, defaults=PUBLISH)
    other = tmp_path / "annan" / "rutiner"
    other.mkdir(parents=True)
    write(other, "nycklar", "Något annat.\n")
    outcome = import_routines(other, defaults=PUBLISH)
    assert outcome.problems[0].startswith(
        f"nycklar.md: Sidan lästes in från en fil med samma namn i {folder}."
    )
    assert page_of("nycklar").versions.count() == 1
    assert import_routines(other, defaults=PUBLISH, replace_edited=True).changes == 1


def test_files_that_are_no_texts_are_refused_with_what_to_do(folder):
    (folder / "gammal.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "ark.xlsx").write_bytes(b"PK")
    outcome = import_routines(folder)
    assert set(outcome.results.values()) == {"refused"}
    assert outcome.problems == [
        "ark.xlsx: Filtypen .xlsx läses inte in, bara .docm, .docx, .dotm, .dotx, .htm, .html, .markdown, .md.",
        "gammal.doc: Filen är i Words äldre format. Öppna den i Word och spara den som .docx.",
    ]


def test_two_files_for_one_address_are_refused(folder):
    write(folder, "nycklar")
    (folder / "Nycklar.html").write_text("<h1>Nycklar</h1><p>Text</p>")
    outcome = import_routines(folder)
    assert sorted(outcome.results.values()) == ["made", "refused"]
    assert "samma adress, nycklar" in outcome.problems[0]


def test_an_address_that_another_page_has_is_refused(folder):
    make_page(
        RoutinePage(title="Nycklar", slug="nycklar", live=False),
        KnowledgeIndexPage.objects.get(slug="rutiner"),
    )
    write(folder, "nycklar")
    outcome = import_routines(folder)
    assert "Det finns redan en sida med adressen nycklar" in outcome.problems[0]


def test_a_dry_run_tells_and_writes_nothing(folder):
    write(folder, "a")
    before = rows()
    outcome = import_routines(folder, dry_run=True)
    assert outcome.results == {"rutiner/a.md": "made"}
    assert outcome.lines()[-1] == "Provkörning, inget har ändrats: 1 ändring."
    assert rows() == before


@pytest.mark.parametrize("method", ["make_shell", "fill"])
def test_an_interrupted_import_goes_on_where_it_ended(folder, monkeypatch, method):
    for number in range(6):
        write(folder, f"text-{number}", f"Läs [nästa](rutin:text-{(number + 1) % 6}).\n")
    monkeypatch.setattr(batches, "BATCH_SECONDS", 0)
    original = getattr(writing.Writer, method)

    def interrupted(self, plan):
        if plan.slug == "text-3":
            raise KeyboardInterrupt
        original(self, plan)

    monkeypatch.setattr(writing.Writer, method, interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_routines(folder, defaults=PUBLISH)
    monkeypatch.setattr(writing.Writer, method, original)

    outcome = import_routines(folder, defaults=PUBLISH)
    assert not outcome.problems
    assert KnowledgePage.objects.filter(live=True).count() == 6
    assert all(page.versions.count() == 1 for page in KnowledgePage.objects.all())
    assert "linktype" in page_of("text-3").body[0].value.source
    assert not ImportedText.objects.filter(indexed=False).exists()
    assert import_routines(folder, defaults=PUBLISH).changes == 0


def test_what_a_rolled_back_batch_did_is_not_announced(folder, monkeypatch):
    write(folder, "a")
    write(folder, "b")
    original = writing.Writer.fill

    def interrupted(self, plan):
        original(self, plan)
        if plan.slug == "b":
            raise KeyboardInterrupt

    monkeypatch.setattr(writing.Writer, "fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        import_routines(folder, defaults=PUBLISH)
    assert not OutboxEntry.objects.filter(
        family="page", change="changed", object_pk__in=[str(page_of(s).pk) for s in "ab"]
    ).exists()
    assert not page_of("a").live


def test_only_some_get_their_content_but_all_get_a_place(folder):
    write(folder, "a", "Läs [b](rutin:b).\n")
    write(folder, "b")
    outcome = import_routines(folder, defaults=PUBLISH, only=["a"])
    assert outcome.results == {"rutiner/a.md": "made", "rutiner/b.md": "waiting"}
    assert page_of("a").live
    assert not page_of("b").live
    assert str(page_of("b").pk) in page_of("a").body[0].value.source
    import_routines(folder, defaults=PUBLISH)
    assert page_of("b").live
    assert page_of("a").versions.count() == 1


def test_new_pages_go_where_they_are_told(folder):
    write(folder, "start", "## A\n- [ ] Ring\n", kind="checklista")
    import_routines(folder, under="rutiner")
    assert page_of("start").get_parent().slug == "rutiner"
    with pytest.raises(NoPlaceError, match="Ingen ingångssida har adressen borta"):
        import_routines(folder, under="borta")


def test_queries_grow_with_the_files_and_no_faster(folder, django_assert_max_num_queries):
    for number in range(40):
        write(folder, f"text-{number}")
    with django_assert_max_num_queries(40 * 150):
        import_routines(folder, defaults=PUBLISH)


def test_the_command_fails_if_nothing_could_be_read_in(folder):
    (folder / "gammal.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(CommandError, match=r"0 ändringar\. 1 fil lästes inte in"):
        call_command("import_routines", folder)
    call_command("import_routines", folder, dry_run=True)


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


def test_the_command(folder, capsys):
    write(folder, "nycklar", owner="")
    (folder / "gammal.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    call_command(
        "import_routines",
        folder,
        owner="chef@HR",
        unit=["HR"],
        publish=True,
        decided_by="chef@HR",
        decided_on=date(2026, 1, 15),
    )
    out = capsys.readouterr().out
    assert "gammal.doc: Filen är i Words äldre format" in out
    assert "Inte inlästa      1" in out
    assert out.splitlines()[-1] == "1 ändring. 1 fil lästes inte in: skälen står överst."
    assert [unit.code for unit in page_of("nycklar").units.all()] == ["HR"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"owner": "chef@NOPE"}, "Funktionen chef@NOPE finns inte"),
        ({"unit": ["NOPE"]}, "Enheten NOPE finns inte"),
        ({"decided_by": "chef@HR"}, "hör ihop med --publish"),
        ({"under": "borta"}, "Ingen ingångssida"),
    ],
)
def test_the_command_says_what_is_wrong_with_its_options(folder, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_routines", folder, **options)
    with pytest.raises(CommandError, match="finns inte"):
        call_command("import_routines", folder / "borta")
