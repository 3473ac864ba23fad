"""Comparing blocks for readers.

Of what points at something: that it was chosen, never what it is called. Whoever compares two versions may not
be let to see the page or the file; and Wagtail's comparison would make a new derivative of each picture while
it is read. Of formatted text: paragraphs and items on lines of their own, which Wagtail runs together. Of a
choice: what it is called, not its code.
"""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.compare import (
    BlockComparison,
    StructBlockComparison,
    diff_text,
    get_comparison_class_for_block,
)
from wagtail.blocks import Block, ChoiceBlock, RichTextBlock
from wagtail.blocks.field_block import ChooserBlock

LINES = ("p", "li", "h2", "h3", "h4", "blockquote", "hr", "br")


class ChosenComparison(BlockComparison):
    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self.block.label) if val else SafeString()

    def htmldiff(self) -> SafeString:
        if not self.has_changed():
            return self.htmlvalue(self.val_b)
        pieces = (("deletion", self.htmlvalue(self.val_a)), ("addition", self.htmlvalue(self.val_b)))
        return format_html_join(" ", '<span class="{}">{}</span>', (piece for piece in pieces if piece[1]))


class PointingComparison(StructBlockComparison):
    """A struct with choosers among its fields."""

    def _fields(self, told: str) -> SafeString:
        rows = []
        for name, block in self.block.child_blocks.items():
            values = self._of(self.val_a, name), self._of(self.val_b, name)
            rows.append((block.label, _told(block, self.exists_a, self.exists_b, *values, told)))
        return format_html(
            "<dl>\n{}\n</dl>", format_html_join("\n", "    <dt>{}</dt>\n    <dd>{}</dd>", rows)
        )

    @staticmethod
    def _of(value: Any, name: str) -> Any:
        return value[name] if value is not None else None

    def htmlvalue(self, val: Any) -> SafeString:
        return type(self)(self.block, True, True, val, val)._fields("value")

    def htmldiff(self) -> SafeString:
        return self._fields("diff")


def _told(block: Block, exists_a: bool, exists_b: bool, val_a: Any, val_b: Any, told: str) -> SafeString:
    comparison_class = (
        ChosenComparison if isinstance(block, ChooserBlock) else get_comparison_class_for_block(block)
    )
    comparison = comparison_class(block, exists_a, exists_b, val_a, val_b)
    return comparison.htmldiff() if told == "diff" else comparison.htmlvalue(val_b)


class PointingBlock:
    """Mixed into a StructBlock that has choosers."""

    def get_comparison_class(self) -> type[PointingComparison]:
        return PointingComparison


def lines(html: str) -> str:
    """The text of formatted text, each paragraph and item on a line, items with their mark or number."""
    soup = BeautifulSoup(html, "html.parser")
    for item in soup.find_all("li"):
        above = item.find_parent(["ol", "ul"])
        number = len(item.find_previous_siblings("li")) + 1
        mark = f"{number}." if isinstance(above, Tag) and above.name == "ol" else "•"
        item.insert(0, f"{mark} ")
    for tag in soup.find_all(LINES):
        tag.insert_before("\n")
        tag.insert_after("\n")
    told = (" ".join(line.split()) for line in soup.get_text().split("\n"))
    return "\n".join(line for line in told if line)


class TextComparison(BlockComparison):
    def htmlvalue(self, val: Any) -> SafeString:
        return _broken(escape(lines(_source(val))))

    def htmldiff(self) -> SafeString:
        return _broken(diff_text(lines(_source(self.val_a)), lines(_source(self.val_b))).to_html())


class ChoiceComparison(BlockComparison):
    """By the words that the editor chose among."""

    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self._words(val))

    def htmldiff(self) -> SafeString:
        return mark_safe(diff_text(self._words(self.val_a), self._words(self.val_b)).to_html())

    def _words(self, val: Any) -> str:
        return str(dict(self.block.field.choices).get(val, val or ""))


def install() -> None:
    """Let Wagtail's own blocks be compared so; called once, when the app is ready. Again does no harm."""
    RichTextBlock.get_comparison_class = lambda _block: TextComparison
    ChoiceBlock.get_comparison_class = lambda _block: ChoiceComparison


def _source(val: Any) -> str:
    return str(getattr(val, "source", val) or "")


def _broken(html: str) -> SafeString:
    return mark_safe(html.replace("\n", "<br>"))
