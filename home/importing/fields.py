"""What a file says about itself: front matter, meta tags, a table at the top."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from home.importing.outline import Remark
from intranet.tables.reading import folded

# The field, and how Swedish files name it.
NAMES: dict[str, tuple[str, ...]] = {
    "kind": ("slag", "typ", "dokumenttyp"),
    "title": ("titel", "rubrik"),
    "summary": ("ingress", "sammanfattning"),
    "owner": ("ägare", "dokumentägare"),
    "units": ("enheter", "gäller för"),
    "subjects": ("ämnen", "ämne"),
    "valid_from": ("gäller från", "gäller från och med"),
    "valid_to": ("gäller till", "gäller till och med"),
    "review_by": ("ses över senast", "ses över", "revideras senast"),
    "decided_by": ("beslutad av", "fastställd av"),
    "decided_on": ("beslutad", "beslutsdatum", "fastställd"),
    "related": ("hör ihop med", "se även"),
    "keywords": ("sökord", "nyckelord"),
    "change_summary": ("vad har ändrats", "ändringar"),
}
NEWS_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("titel", "rubrik"),
    "summary": ("ingress", "sammanfattning"),
    "from": ("avsändare",),
    "units": ("enheter", "riktas till"),
    "important": ("viktig",),
    "published": ("publiceras",),
    "expires": ("avpubliceras",),
    "updated": ("uppdaterad",),
    "related": ("läs också",),
    "for": ("för",),
    "menu": ("i menyn",),
}
# Of knowledge pages; a test holds them to be the model's. Readers of files run where there are no models.
KINDS = ("rutin", "metod", "riktlinje", "policy", "checklista", "handbok")
_DATES = ("valid_from", "valid_to", "review_by", "decided_on", "updated")
_LISTS = ("units", "subjects", "related")
_LONGEST = {"title": 255, "summary": 300, "keywords": 300, "change_summary": 500}


def known_name(written: str, names: Mapping[str, tuple[str, ...]] = NAMES) -> str | None:
    """The field that a label means, or None."""
    wanted = folded(written)
    for name, aliases in names.items():
        if wanted in (folded(name), *(folded(alias) for alias in aliases)):
            return name
    return None


def typed(
    written: Mapping[str, Any],
    *,
    names: Mapping[str, tuple[str, ...]] = NAMES,
    strict: bool = True,
) -> tuple[dict[str, Any], list[Remark]]:
    """Field values as dates, lists and text; `strict` calls an unknown field wrong, else it is passed by."""
    values: dict[str, Any] = {}
    problems = []
    for label, value in written.items():
        name = known_name(str(label), names)
        if name is None:
            if strict:
                problems.append(Remark(f"Fältet ”{label}” är okänt. Rätta stavningen eller ta bort det."))
            continue
        if value is None or value == "":
            continue
        try:
            values[name] = _value(name, value)
        except ValueError as error:
            problems.append(Remark(str(error)))
    problems.extend(
        Remark(f"Fältet {name} är längre än {longest} tecken.")
        for name, longest in _LONGEST.items()
        if len(values.get(name, "")) > longest
    )
    return values, problems


def _value(name: str, value: Any) -> Any:
    if name in _DATES:
        return _date(name, value)
    if name in _LISTS:
        return _list(name, value)
    if name in ("important", "menu"):
        return value if isinstance(value, bool) else str(value).casefold() in ("ja", "true")
    if isinstance(value, (dict, list)):
        raise ValueError(f"Fältet {name} ska vara text.")
    text = " ".join(str(value).split())
    if name == "kind":
        kinds = {folded(kind): kind for kind in KINDS}
        if folded(text) not in kinds:
            raise ValueError(f"Fältet kind har ”{text}”. Skriv en av {', '.join(kinds.values())}.")
        return kinds[folded(text)]
    return text


def _date(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(
            f"Fältet {name} har ”{value}”, som inte är ett datum. Skriv det som 2026-11-22."
        ) from None


def _list(name: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [part for part in re.split(r"[\s,;]+", value) if part]
    if isinstance(value, Iterable) and not isinstance(value, dict):
        return [str(part).strip() for part in value if str(part).strip()]
    raise ValueError(f"Fältet {name} ska vara en lista: [a, b].")
