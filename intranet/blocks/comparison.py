"""Comparing blocks for readers.

Of what points at something: that it was chosen, never what it is called. Whoever compares two versions may not
be let to see the page or the file; and Wagtail's comparison would make a new derivative of each picture while
it is read. Of formatted text: paragraphs and items on lines of their own, which Wagtail runs together. Of a
choice: what it is called, not its code. Of a block with fields: its first line as a title, then what has been
written, then facts with their names; what is empty, or the same in both, is left out. Of many blocks: each by
itself, also where all of them are new. Tables have `table_comparison`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.compare import (
    BlockComparison,
    ListBlockComparison,
    StreamBlockComparison,
    StructBlockComparison,
    diff_text,
    get_comparison_class_for_block,
)
from wagtail.blocks import (
    Block,
    CharBlock,
    ChoiceBlock,
    FieldBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.blocks.field_block import ChooserBlock

LINES = ("p", "li", "h2", "h3", "h4", "blockquote", "hr", "br")


class ChosenComparison(BlockComparison):
    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self.block.label) if val else SafeString()

    def htmldiff(self) -> SafeString:
        if not self.has_changed():
            return self.htmlvalue(self.val_b)
        return replaced(self.htmlvalue(self.val_a), self.htmlvalue(self.val_b))


class StructComparison(StructBlockComparison):
    hides_what_is_chosen = False

    def htmlvalue(self, val: Any) -> SafeString:
        return self._laid_out(val, val, lambda comparison: comparison.htmlvalue(comparison.val_b))

    def htmldiff(self) -> SafeString:
        return self._laid_out(self.val_a, self.val_b, difference, only_changed=True)

    def _laid_out(
        self, before: Any, after: Any, told: Callable[[BlockComparison], str], *, only_changed: bool = False
    ) -> SafeString:
        parts = []
        for number, (name, block) in enumerate(self.block.child_blocks.items()):
            hidden = self.hides_what_is_chosen and isinstance(block, ChooserBlock)
            comparison_class = ChosenComparison if hidden else get_comparison_class_for_block(block)
            comparison = comparison_class(block, True, True, _of(before, name), _of(after, name))
            is_title = number == 0 and isinstance(block, CharBlock)
            if is_empty(comparison.val_a) and is_empty(comparison.val_b):
                continue
            if only_changed and not is_title and not comparison.has_changed():
                continue
            label = "" if hidden or is_title or not _is_fact(block) else block.label
            parts.append(
                ("title" if is_title else "fact" if _is_fact(block) else "text", label, told(comparison))
            )
        return format_html_join(
            "\n",
            '<div class="piece__{}">{}{}</div>',
            ((kind, _label(label), mark_safe(html)) for kind, label, html in parts),
        )


class PointingComparison(StructComparison):
    """A struct with choosers among its fields."""

    hides_what_is_chosen = True


def difference(comparison: BlockComparison) -> str:
    """What has come, what has gone, or what is different in it."""
    if is_empty(comparison.val_a) and not is_empty(comparison.val_b):
        return format_html('<span class="addition">{}</span>', comparison.htmlvalue(comparison.val_b))
    if is_empty(comparison.val_b) and not is_empty(comparison.val_a):
        return format_html('<span class="deletion">{}</span>', comparison.htmlvalue(comparison.val_a))
    return comparison.htmldiff() if comparison.has_changed() else comparison.htmlvalue(comparison.val_b)


def replaced(before: Any, after: Any) -> SafeString:
    """One whole thing instead of another; either may be lacking."""
    pieces = (("deletion", before), ("addition", after))
    return format_html_join(
        " ", '<span class="{}">{}</span>', ((kind, said) for kind, said in pieces if said)
    )


def is_empty(value: Any) -> bool:
    """Whether there is nothing of a block's value to be read."""
    if hasattr(value, "source"):
        return not lines(value.source)
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _of(value: Any, name: str) -> Any:
    return value[name] if value is not None else None


def _is_fact(block: Block) -> bool:
    """Short things that say nothing without what they are called."""
    return isinstance(block, FieldBlock) and not isinstance(block, RichTextBlock)


def _label(label: str) -> SafeString:
    return format_html('<span class="piece__label">{}:</span> ', label) if label else SafeString()


class _EachByItself:
    """Of a value with many blocks: Wagtail would run their text together."""

    def htmlvalue(self, val: Any) -> SafeString:
        told = []
        for child in self.get_blocks_from_value(val):  # type: ignore[attr-defined]
            comparison_class = get_comparison_class_for_block(child.block)
            whole = comparison_class(child.block, True, True, child.value, child.value)
            told.append((mark_safe(whole.htmlvalue(child.value)),))
        return format_html_join("\n", '<div class="piece">{}</div>', told)


class ListComparison(_EachByItself, ListBlockComparison):
    pass


class StreamComparison(_EachByItself, StreamBlockComparison):
    pass


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


class NumberComparison(BlockComparison):
    """As a whole: of -14 and -10 not the sign is the same."""

    def htmlvalue(self, val: Any) -> SafeString:
        return escape("" if val is None else val)

    def htmldiff(self) -> SafeString:
        return replaced(self.htmlvalue(self.val_a), self.htmlvalue(self.val_b))


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
    for block_class, comparison_class in (
        (RichTextBlock, TextComparison),
        (ChoiceBlock, ChoiceComparison),
        (IntegerBlock, NumberComparison),
        (StructBlock, StructComparison),
        (ListBlock, ListComparison),
        (StreamBlock, StreamComparison),
    ):
        block_class.get_comparison_class = lambda _block, found=comparison_class: found


def _source(val: Any) -> str:
    return str(getattr(val, "source", val) or "")


def _broken(html: str) -> SafeString:
    return mark_safe(html.replace("\n", "<br>"))
