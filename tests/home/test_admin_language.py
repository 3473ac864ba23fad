"""The admin speaks Swedish: what Wagtail's Swedish catalogue lacks stands in ours."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tests.factories import make_superuser
from tests.home.admin_help import Place, signed_in

WAGTAIL = Path(wagtail.__file__).parent
APPS: tuple[str, ...] = (
    ".",
    "admin",
    "images",
    "documents",
    "users",
    "sites",
    "contrib/settings",
    "contrib/redirects",
)
APPS += ("contrib/typed_table_block",)
# Content in several languages is switched off (WAGTAIL_I18N_ENABLED).
NEVER_SHOWN = ("translation", "translated")


def texts(catalogue: Path) -> set[tuple[str, str]]:
    """The texts that a catalogue translates; those of the English one are all that there are."""
    if not catalogue.exists():
        return set()
    entries = polib.pofile(str(catalogue))
    english = "/en/" in str(catalogue)
    return {
        (e.msgid, e.msgid_plural or "") for e in entries if not e.obsolete and (english or e.translated())
    }


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_text_of_the_admin_is_left_in_english(domain):
    ours = texts(Path(settings.BASE_DIR) / f"locale/sv/LC_MESSAGES/{domain}.po")
    missing = []
    for app in APPS:
        folder = WAGTAIL / app / "locale"
        lacks = (
            texts(folder / f"en/LC_MESSAGES/{domain}.po")
            - texts(folder / f"sv/LC_MESSAGES/{domain}.po")
            - ours
        )
        missing += [text for text, _ in lacks if not any(word in text for word in NEVER_SHOWN)]
    assert missing == []


def test_a_gap_is_filled_when_the_admin_asks():
    with translation.override("sv"):
        assert gettext("Autosave is paused") == "Automatiskt sparande är pausat"


@pytest.mark.django_db
def test_the_texts_that_scripts_show_are_filled_too():
    Place()
    boss = signed_in(make_superuser())
    served = boss.get("/admin/jsi18n/").content.decode()
    assert "Sparar automatiskt" in served
