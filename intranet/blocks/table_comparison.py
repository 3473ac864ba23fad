"""Comparing tables for readers: as a table, row by row and cell by cell, without the rows that are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from wagtail.admin.compare import BlockComparison, diff_text

ALIKE = 0.5
"""From which likeness (0 to 1) two rows are the same row with other words in it."""

Pair = tuple[int | None, int | None]
"""Places before and after; None where there is none."""


@dataclass(frozen=True)
class Grid:
    """The words of a table."""

    caption: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, table: Any) -> Grid:
        if table is None:
            return cls()
        return cls(
            table.caption or "",
            tuple(column["heading"] or "" for column in table.columns),
            tuple(tuple(str(cell.value or "") for cell in row) for row in table.rows),
        )


class TableComparison(BlockComparison):
    def has_changed(self) -> bool:
        return Grid.of(self.val_a) != Grid.of(self.val_b)

    def htmlvalue(self, val: Any) -> SafeString:
        grid = Grid.of(val)
        rows = [[escape(cell) for cell in row] for row in grid.rows]
        return _table(escape(grid.caption), [escape(heading) for heading in grid.headings], rows)

    def htmldiff(self) -> SafeString:
        before, after = Grid.of(self.val_a), Grid.of(self.val_b)
        columns = list(_pairs(before.headings, after.headings, lambda _a, _b: True))
        both = [(i, j) for i, j in columns if i is not None and j is not None]
        keys_a = [tuple(row[i] for i, _ in both) for row in before.rows]
        keys_b = [tuple(row[j] for _, j in both) for row in after.rows]
        rows: list[list[SafeString] | int] = []
        for i, j in _pairs(keys_a, keys_b, _are_alike):
            row_a, row_b = _at(before.rows, i, ()), _at(after.rows, j, ())
            cells = [_cell(_at(row_a, a, ""), _at(row_b, b, "")) for a, b in columns]
            if any("<span" in cell for cell in cells):
                rows.append(cells)
            elif rows and isinstance(rows[-1], int):
                rows[-1] += 1
            else:
                rows.append(1)
        headings = [_cell(_at(before.headings, a, ""), _at(after.headings, b, "")) for a, b in columns]
        return _table(_cell(before.caption, after.caption), headings, rows)


def _pairs(before: Sequence[Any], after: Sequence[Any], alike: Callable[[Any, Any], bool]) -> Iterator[Pair]:
    """What is the same, and what is alike in the same order among the rest; what has gone before what has come."""
    for kind, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(range(a, a_end), range(b, b_end), strict=True)
            continue
        new: list[Pair] = []
        for j in range(b, b_end):
            match = next((i for i in range(a, a_end) if alike(before[i], after[j])), None)
            if match is None:
                new.append((None, j))
                continue
            yield from ((i, None) for i in range(a, match))
            yield from (*new, (match, j))
            a, new = match + 1, []
        yield from ((i, None) for i in range(a, a_end))
        yield from new


def _are_alike(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if before[:1] == after[:1] and any(before[:1]):
        return True  # the first cell is a row's name
    return SequenceMatcher(None, " ".join(before), " ".join(after), autojunk=False).ratio() >= ALIKE


def _at(of: Sequence[Any], place: int | None, otherwise: Any) -> Any:
    return of[place] if place is not None and place < len(of) else otherwise


def _cell(before: str, after: str) -> SafeString:
    return escape(after) if before == after else mark_safe(diff_text(before, after).to_html())


def _table(
    caption: SafeString, headings: Sequence[SafeString], rows: Sequence[Sequence[SafeString] | int]
) -> SafeString:
    """Rows of cells; a number is so many rows that are the same."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings))
    # Columns that have no names, and had none, get no row of empty ones.
    head = format_html("<thead><tr>{}</tr></thead>", cells) if any(headings) else ""
    body = [_same(row, len(headings)) if isinstance(row, int) else _row(row) for row in rows]
    return format_html(
        '<div class="table" tabindex="0" role="region" aria-label="{}"><table>{}{}<tbody>{}</tbody></table></div>',
        gettext("Tabell"),
        format_html("<caption>{}</caption>", caption) if caption else "",
        head,
        format_html_join("", "<tr>{}</tr>", ((row,) for row in body)),
    )


def _row(cells: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((cell,) for cell in cells))


def _same(count: int, width: int) -> SafeString:
    text = ngettext("%(count)s rad är densamma", "%(count)s rader är desamma", count) % {"count": count}
    return format_html('<td class="meta" colspan="{}">{}</td>', max(width, 1), text)
