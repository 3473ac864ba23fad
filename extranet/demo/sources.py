"""What the demo's meetings are made from: matters, words and sections, as the files beside this one say them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extranet.papers.models import Paper
from intranet.demo.people import DemoError
from intranet.tables.reading import read_table
from intranet.tables.rows import Heading

FOLDER = Path(__file__).resolve().parent
YES = "ja"


@dataclass(frozen=True)
class PaperSource:
    """A paper that a matter has. Without a title it takes that of its matter."""

    kind: str
    title: str
    secret: bool


@dataclass(frozen=True)
class MatterSource:
    """A kind of matter. `secret` is the provision of its secret papers (chapter, section), `to` the last body."""

    title: str
    neutral: str
    kind: str
    proposal: str
    papers: tuple[PaperSource, ...]
    secret: tuple[int, str] | None
    exercises_authority: bool
    standing: bool
    to: str
    paragraphs: tuple[str, ...]


@cache
def matters(name: str) -> tuple[MatterSource, ...]:
    """Raises DemoError for a source that says something which is not understood."""
    return tuple(_matter(title, text) for title, text in _chapters(FOLDER / "matters" / f"{name}.md"))


@cache
def words() -> dict[str, tuple[str, ...]]:
    """What each {name} in a text may stand for."""
    rows = read_table(
        FOLDER / "words.csv", (Heading("slot", required=True), Heading("values", required=True))
    )
    return {row["slot"]: tuple(row["values"].split("|")) for row in rows}


@cache
def sections() -> dict[str, tuple[str, ...]]:
    """Headings that many papers have, each with its wordings."""
    return {title: _paragraphs(text) for title, text in _chapters(FOLDER / "sections.md")}


def _chapters(path: Path) -> list[tuple[str, str]]:
    parts = f"\n{path.read_text(encoding='utf-8')}".split("\n# ")[1:]
    return [(title.strip(), text) for title, _newline, text in (part.partition("\n") for part in parts)]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _matter(title: str, text: str) -> MatterSource:
    head, _empty, body = text.partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines() if line)
    papers = tuple(_paper(part.strip()) for part in facts.pop("papers", "").split("|") if part.strip())
    chapter, _colon, section = facts.pop("secret", "").partition(":")
    source = MatterSource(
        title=title,
        neutral=facts.pop("neutral", title),
        kind=facts.pop("kind", "beslut"),
        proposal=facts.pop("proposal"),
        papers=papers,
        secret=(int(chapter), section) if chapter else None,
        exercises_authority=facts.pop("exercises", "") == YES,
        standing=facts.pop("standing", "") == YES,
        to=facts.pop("to", ""),
        paragraphs=_paragraphs(body),
    )
    if facts:
        raise DemoError(f"{title}: {', '.join(facts)} is not understood")
    if any(paper.secret for paper in papers) != bool(source.secret):
        raise DemoError(f"{title}: a provision and the papers that it makes secret belong together")
    return source


def _paper(text: str) -> PaperSource:
    """Such as `!bilaga: Utredning`; the mark says that it is secret. Raises ValueError for a kind that is none."""
    kind, _colon, title = text.removeprefix("!").partition(": ")
    return PaperSource(Paper.Kind(kind).value, title, text.startswith("!"))
