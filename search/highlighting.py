"""Showing why something was found: the title and the passage that answers, with the reader's words marked.

One of our own for both engines: it marks what the analysis matches (inflected forms, parts of compounds),
knows which part of the document the passage is from, and escapes everything but its own marks.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intranet.finding.documents import Part
from search.analysis import words
from search.analysis.words import Word
from search.documents import Shown
from search.ranking import Question

EXCERPT = 220
"""Characters of a passage, about."""
BEFORE = 60
SCANNED = 200_000
"""Characters of a document that are looked through for its best passage: what bounds the time."""


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    answers: frozenset[int]
    """Which of the words sought it answers to, by position."""


@dataclass(frozen=True)
class Passage:
    html: SafeString
    part: Part


def title_html(title: str, question: Question) -> SafeString:
    return _marked(title, _marks(title, question), 0, len(title))


def passage(shown: Shown, question: Question) -> Passage:
    """The passage that answers to most of the words; the lead, or the beginning, if none has any."""
    lead = Part("", "", shown.lead)
    best: tuple[int, int] = (0, 0)
    where: tuple[Part, list[Mark], int] | None = None
    left = SCANNED
    for part in (lead, *_likely(shown, question)):
        text = part.text[:left]
        left -= len(text)
        marks = _marks(text, question)
        for first in range(len(marks)):
            near = [
                mark
                for mark in marks[first : first + 20]
                if mark.end <= marks[first].start + EXCERPT - BEFORE
            ]
            worth = (len(frozenset().union(*(mark.answers for mark in near))), len(near))
            if worth > best:
                best, where = worth, (part, marks, marks[first].start)
        if left <= 0:
            break
    if where is None:
        part = lead if shown.lead or not shown.parts else shown.parts[0]
        return Passage(_cut(part.text, [], 0), Part("", "", part.text))
    part, marks, start = where
    return Passage(_cut(part.text, marks, start), part)


def _likely(shown: Shown, question: Question) -> tuple[Part, ...]:
    """The parts to look through: all of a short document, of a long one those with the most of the words first."""
    if not shown.words:
        return shown.parts
    sought = [{word.token, *(word.parts if len(word.parts) > 1 else ())} for word in question.sought]
    worth = [sum(any(f" {token} " in own for token in tokens) for tokens in sought) for own in shown.words]
    best = sorted((-count, number) for number, count in enumerate(worth) if count)
    return tuple(shown.parts[number] for _, number in best)


def _marks(text: str, question: Question) -> list[Mark]:
    wanted: dict[str, set[int]] = {}
    typed_plain: dict[str, set[int]] = {}
    for position, word in enumerate(question.sought):
        wanted.setdefault(word.token, set()).add(position)
        if word.token.isascii():
            typed_plain.setdefault(word.token, set()).add(position)
        if len(word.parts) > 1:
            for part in word.parts:
                wanted.setdefault(part, set()).add(position)
    found: list[Mark] = []
    if not wanted:
        return found
    for written in words.words(text):
        answers = _answers(words.analysed(written.word), wanted, typed_plain)
        if answers:
            found.append(Mark(written.start, written.end, frozenset(answers)))
    return found


def _answers(word: Word, wanted: dict[str, set[int]], typed_plain: dict[str, set[int]]) -> set[int]:
    answers: set[int] = set()
    for token in (word.token, *word.parts):
        answers |= wanted.get(token, set())
    for token in word.folded:
        answers |= typed_plain.get(token, set())
    return answers


def _cut(text: str, marks: list[Mark], first: int) -> SafeString:
    """About EXCERPT characters round the mark at `first`, cut between words."""
    if len(text) <= EXCERPT:
        return _marked(text, marks, 0, len(text))
    start = max(0, min(first - BEFORE, len(text) - EXCERPT))
    if start:
        space = text.find(" ", start, max(first, start + 1))
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + EXCERPT)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    html = _marked(text, marks, start, end)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return mark_safe(f"{before}{html}{after}")  # both ends are ours, the middle is escaped


def _marked(text: str, marks: list[Mark], start: int, end: int) -> SafeString:
    pieces: list[str] = []
    at = start
    for mark in marks:
        if mark.start < at or mark.end > end:
            continue
        pieces.append(escape(text[at : mark.start]))
        pieces.append(f"<mark>{escape(text[mark.start : mark.end])}</mark>")
        at = mark.end
    pieces.append(escape(text[at:end]))
    return mark_safe("".join(pieces))  # every piece of text went through escape
