"""The blocks that any text is made of."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from intranet.blocks.anchors import HeadedValue
from intranet.blocks.comparison import PointingBlock
from intranet.blocks.files import FileChooserBlock, PictureChooserBlock
from intranet.blocks.table_comparison import TableComparison

TEXT_FEATURES = ["h3", "bold", "italic", "link", "document-link", "ol", "ul"]
LINE_FEATURES = ["bold", "italic", "link"]


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="Rubrik", max_length=120)
    body = blocks.RichTextBlock(label="Text", features=TEXT_FEATURES, required=False)

    class Meta:
        icon = "title"
        label = "Avsnitt"
        template = "blocks/section.html"
        value_class = HeadedValue


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/text.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label="Gör så här", max_length=200, help_text="Börja med ett verb: Ring din chef."
    )
    text = blocks.RichTextBlock(label="Mer om steget", features=LINE_FEATURES, required=False)

    class Meta:
        icon = "list-ol"
        label = "Steg"


class StepsBlock(blocks.ListBlock):
    def __init__(self, child_block: blocks.Block | None = None, **kwargs: Any) -> None:
        super().__init__(child_block or StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = "Steg"
        template = "blocks/steps.html"


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label="Slag",
        choices=[("notice", "Tänk på"), ("warning", "Varning"), ("info", "Bra att veta")],
        default="notice",
    )
    text = blocks.RichTextBlock(label="Text", features=LINE_FEATURES)

    class Meta:
        icon = "warning"
        label = "Ruta"
        template = "blocks/notice.html"


class TableBlock(TypedTableBlock):
    text = blocks.CharBlock(label="Text", required=False)

    def get_comparison_class(self) -> type[TableComparison]:
        return TableComparison

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """`headed`: whether any column has a heading. A row of empty ones would be read out as one."""
        headed = any(column["heading"] for column in value.columns)
        return super().get_context(value, parent_context) | {"headed": headed}

    class Meta:
        icon = "table"
        label = "Tabell"
        template = "blocks/table.html"


class PictureBlock(PointingBlock, blocks.StructBlock):
    image = PictureChooserBlock(label="Bild")
    alt = blocks.CharBlock(
        label="Bildtext för den som inte ser bilden", max_length=250, help_text="Beskriv vad bilden visar."
    )
    caption = blocks.CharBlock(label="Text under bilden", required=False, max_length=250)

    class Meta:
        icon = "image"
        label = "Bild"
        template = "blocks/image.html"


class AttachmentBlock(PointingBlock, blocks.StructBlock):
    document = FileChooserBlock(label="Dokument")
    text = blocks.CharBlock(label="Vad det är", required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = "Bilaga"
        template = "blocks/attachment.html"
