"""Comparing blocks that point at something: that it was chosen, never what it is called.

Whoever compares two versions may not be let to see the page or the file; and Wagtail's comparison would make
a new derivative of each picture while it is read.
"""

from __future__ import annotations

from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import BlockComparison, StructBlockComparison, get_comparison_class_for_block
from wagtail.blocks import Block
from wagtail.blocks.field_block import ChooserBlock


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
