"""What is to be bound, in words that JSON can say, and why a paper is left out."""

from __future__ import annotations

from typing import Any, TypedDict

BROKEN, LOCKED, SIGNED, OTHER = "broken", "locked", "signed", "other"
"""Why a paper is left out: it cannot be read; it is protected; it is signed, and so never rewritten; it is no PDF."""

WHY = {
    BROKEN: "Filen är skadad och går inte att läsa.",
    LOCKED: "Filen är skyddad med lösenord eller mot ändringar.",
    SIGNED: "Filen är signerad. Den ändras inte, för då skulle signaturen inte längre gälla.",
    OTHER: "Filen är ingen PDF.",
}
SHORT = {
    BROKEN: "går inte att läsa",
    LOCKED: "skyddad fil",
    SIGNED: "signerad, finns i ZIP-filen",
    OTHER: "ingen PDF, finns i ZIP-filen",
}


class PaperPlan(TypedDict):
    """`why` is what was known before it was opened (a code of this module), or empty."""

    path: str
    title: str
    why: str
    marked: bool


class ChapterPlan(TypedDict):
    number: str
    title: str
    note: str
    papers: list[PaperPlan]


class Plan(TypedDict):
    title: str
    kind: str
    body: str
    day: str
    place: str
    about: str
    chapters: list[ChapterPlan]
    notes: list[dict[str, Any]]
    mark: str
    most_pages: int
