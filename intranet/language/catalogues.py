"""The catalogues in `locale/`: brought up to date with the code, and compiled.

The compiled files are committed, so that nobody needs gettext's tools to run the site. English and Norwegian
(bokmål) are translated in full; a Swedish catalogue may stand beside them and fill gaps in what Wagtail brings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import allauth
import django
import polib
import wagtail

from intranet.language.extraction import Text, texts

LANGUAGES = {"en": "nplurals=2; plural=(n != 1);", "nb": "nplurals=2; plural=(n != 1);"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@dataclass
class Shortcomings:
    """What keeps a language from being whole."""

    missing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Translations that lack a placeholder of the text, or have one of their own."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.obsolete or self.wrong)


@cache
def borrowed() -> frozenset[str]:
    """Texts that the packages below us translate themselves: our code may name those without translating them."""
    folders = [Path(package.__path__[0]) for package in (django, wagtail, allauth)]
    english = (path for folder in folders for path in folder.rglob("locale/en/LC_MESSAGES/django.po"))
    return frozenset(entry.msgid for path in english for entry in polib.pofile(str(path)))


def wanted(root: Path) -> dict[Text, list[str]]:
    """The texts that are ours to translate, each with the files it stands in."""
    return {text: files for text, files in texts(root).items() if text.singular not in borrowed()}


def path_of(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def update(root: Path, language: str) -> Shortcomings:
    """Add new texts to a language's catalogue (untranslated), drop those that are gone; say what is left to do."""
    path = path_of(root, language)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {_key(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for text, files in wanted(root).items():
        entry = known.get(text) or _entry(text)
        # Without line numbers, or each change of code would change the catalogues.
        entry.occurrences = [(file, "") for file in files]
        entry.flags = ["python-format"] if PLACEHOLDER.search(text.singular) else []
        new.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return shortcomings(root, language)


def shortcomings(root: Path, language: str) -> Shortcomings:
    """How a catalogue stands against the code."""
    found = Shortcomings()
    there = {_key(entry): entry for entry in polib.pofile(str(path_of(root, language)))}
    ours = wanted(root)
    found.obsolete = [text.singular for text in there if text not in ours]
    for text, files in ours.items():
        entry = there.get(text)
        said = [] if entry is None else _translations(entry)
        if not said or not all(said):
            found.missing.append(f"{text.singular} ({', '.join(files)})")
        elif not all(_same_placeholders(text, one) for one in said):
            found.wrong.append(text.singular)
    return found


def compiled(path: Path) -> bytes:
    """What the .mo beside a .po should hold."""
    return bytes(polib.pofile(str(path)).to_binary())


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue in `locale/` that has changed; those that had."""
    changed = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target, content = path.with_suffix(".mo"), compiled(path)
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
            changed.append(target)
    return changed


def _entry(text: Text) -> polib.POEntry:
    if text.plural:
        return polib.POEntry(
            msgctxt=text.context or None,
            msgid=text.singular,
            msgid_plural=text.plural,
            msgstr_plural={0: "", 1: ""},
        )
    return polib.POEntry(msgctxt=text.context or None, msgid=text.singular)


def _key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _same_placeholders(text: Text, translation: str) -> bool:
    """A plural form may leave the number out, as the text's own forms may ("one page")."""
    allowed = {frozenset(PLACEHOLDER.findall(form)) for form in (text.singular, text.plural) if form}
    return frozenset(PLACEHOLDER.findall(translation)) in allowed
