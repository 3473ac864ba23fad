"""Texts are found, translated in full, and compiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from intranet.language import catalogues, extraction
from intranet.language.extraction import Text

ROOT = Path(settings.BASE_DIR)


class TestExtraction:
    def test_finds_every_kind_of_call_in_python(self):
        source = """
_("Spara")
gettext_lazy("två " "delar")
ngettext("%(n)s sida", "%(n)s sidor", n)
pgettext("knapp", "Visa")
_(variable)
print("inte det här")
"""
        assert set(extraction.of_python(source)) == {
            Text("Spara"),
            Text("två delar"),
            Text("%(n)s sida", "%(n)s sidor"),
            Text("Visa", context="knapp"),
        }

    def test_finds_every_kind_of_tag_in_a_template(self):
        source = """
{% load i18n %}{% translate "Spara" %} {{ _("Avbryt") }} {% translate "Visa" context "knapp" %}
{% blocktranslate trimmed with day=page.day %}
  Gäller från
  {{ day }}
{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} sida{% plural %}{{ n }} sidor{% endblocktranslate %}
<p>inte det här</p>
"""
        assert set(extraction.of_template(source)) == {
            Text("Spara"),
            Text("Avbryt"),
            Text("Visa", context="knapp"),
            Text("Gäller från %(day)s"),
            Text("%(n)s sida", "%(n)s sidor"),
        }


class TestCatalogues:
    def test_a_new_text_is_missing_until_it_is_translated(self, tmp_path: Path):
        (tmp_path / "templates").mkdir()
        template = tmp_path / "templates" / "a.html"
        template.write_text(
            '{% translate "Spara" %}{% blocktranslate %}Hej {{ name }}{% endblocktranslate %}'
        )
        assert catalogues.update(tmp_path, "nb").missing == [
            "Hej %(name)s (templates/a.html)",
            "Spara (templates/a.html)",
        ]

        _translate(catalogues.path_of(tmp_path, "nb"), {"Spara": "Lagre", "Hej %(name)s": "Hei"})
        found = catalogues.update(tmp_path, "nb")
        assert (found.missing, found.wrong) == ([], ["Hej %(name)s"])

        template.write_text('{% translate "Spara" %}')
        assert catalogues.shortcomings(tmp_path, "nb").obsolete == ["Hej %(name)s"]
        assert not catalogues.update(tmp_path, "nb")

    def test_what_wagtail_translates_is_not_asked_for_again(self, tmp_path: Path):
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "a.html").write_text('{% translate "Save draft" %}{% translate "Spara" %}')
        assert catalogues.update(tmp_path, "en").missing == ["Spara (templates/a.html)"]

    def test_compiles_only_what_has_changed(self, tmp_path: Path):
        (tmp_path / "templates").mkdir()
        catalogues.update(tmp_path, "en")
        assert len(catalogues.compile_all(tmp_path)) == 1
        assert catalogues.compile_all(tmp_path) == []


class TestOurs:
    @pytest.mark.parametrize("language", sorted(catalogues.LANGUAGES))
    def test_every_text_is_translated(self, language: str):
        found = catalogues.shortcomings(ROOT, language)
        assert not found, f"`make messages`, then translate in locale/{language}: {found}"

    def test_what_is_compiled_is_what_is_written(self):
        stale = [
            str(path.relative_to(ROOT))
            for path in (ROOT / "locale").glob("*/LC_MESSAGES/*.po")
            if not path.with_suffix(".mo").exists()
            or path.with_suffix(".mo").read_bytes() != catalogues.compiled(path)
        ]
        assert stale == [], "make messages"

    @pytest.mark.parametrize(
        ("language", "said"), [("sv", "Logga in"), ("en", "Sign in"), ("nb", "Logg inn")]
    )
    def test_the_site_speaks_the_language(self, language: str, said: str):
        with translation.override(language):
            assert gettext("Logga in") == said


def _translate(path: Path, by: dict[str, str]) -> None:
    import polib

    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = by[entry.msgid]
    catalogue.save()
