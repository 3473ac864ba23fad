"""An import may be interrupted and run again; it doubles nothing, locks nobody out and holds little in memory."""

from __future__ import annotations

import pytest

from home.importing import writing
from home.importing.models import ImportedText
from home.importing.routines import import_routines
from home.models import (
    KnowledgePage,
)
from intranet.finding.models import OutboxEntry
from intranet.jobs import batches
from tests.home.importing_help import (  # noqa: F401  fixtures
    PUBLISH,
    make_folder,
    make_municipality,
    page_of,
    rows,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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


@pytest.mark.parametrize("method", ["make_shell", "fill"])
def test_an_interrupted_import_goes_on_where_it_ended(folder, monkeypatch, method):
    for number in range(6):
        write(folder, f"text-{number}", f"Läs [nästa](rutin:text-{(number + 1) % 6}).\n")
    monkeypatch.setattr(batches, "SECONDS", 0)
    original = getattr(writing.Writer, method)

    def interrupted(self, *args):
        if "text-3" in (args[0], *args[1:2]) or getattr(args[0], "slug", "") == "text-3":
            raise KeyboardInterrupt
        return original(self, *args)

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
    monkeypatch.setattr(batches, "SECONDS", 60)  # both in one
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


def test_queries_grow_with_the_files_and_no_faster(folder, django_assert_max_num_queries):
    for number in range(40):
        write(folder, f"text-{number}")
    with django_assert_max_num_queries(40 * 150):
        import_routines(folder, defaults=PUBLISH)


def test_a_dry_run_tells_and_writes_nothing(folder):
    write(folder, "a")
    before = rows()
    outcome = import_routines(folder, dry_run=True)
    assert outcome.results == {"rutiner/a.md": "made"}
    assert outcome.lines()[-1] == "Provkörning, inget har ändrats: 1 ändring."
    assert rows() == before
