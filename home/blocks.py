"""The blocks of knowledge pages: the common ones, and those that know the municipality's systems and checklists."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.admin.viewsets.chooser import ChooserViewSet

from intranet.blocks.anchors import HeadedValue
from intranet.blocks.comparison import PointingBlock
from intranet.blocks.contact import ContactBlock
from intranet.blocks.text import (
    AttachmentBlock,
    NoticeBlock,
    PictureBlock,
    SectionBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
)
from intranet.people.models import FunctionKind


class ShortcutChooserViewSet(ChooserViewSet):
    model = "home.Shortcut"
    icon = "link-external"
    choose_one_text = "Välj ett system"
    choose_another_text = "Välj ett annat system"


shortcut_chooser = ShortcutChooserViewSet("shortcut_chooser")
ShortcutChooserBlock = shortcut_chooser.get_block_class(
    name="ShortcutChooserBlock", module_path="home.blocks"
)


class SystemLinkBlock(blocks.StructBlock):
    system = ShortcutChooserBlock(label="System")
    text = blocks.CharBlock(label="Text på knappen", required=False, max_length=80)

    class Meta:
        icon = "link-external"
        label = "Länk till system"
        template = "blocks/system_link.html"


class EmbeddedChecklistBlock(PointingBlock, blocks.StructBlock):
    checklist = blocks.PageChooserBlock(label="Checklista", page_type="home.ChecklistPage")

    class Meta:
        icon = "tick-inverse"
        label = "Checklista"
        template = "blocks/checklist.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a routine: what an editor may put on it, in any order."""

    section = SectionBlock()
    text = TextBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    table = TableBlock()
    image = PictureBlock()
    contact = ContactBlock()
    attachment = AttachmentBlock()
    system_link = SystemLinkBlock()
    checklist = EmbeddedChecklistBlock()


class ArticleBlock(blocks.StreamBlock):
    """The body of news and ordinary pages."""

    section = SectionBlock()
    text = TextBlock()
    notice = NoticeBlock()
    table = TableBlock()
    image = PictureBlock()
    attachment = AttachmentBlock()


class ChapterBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Kapitel", max_length=120)
    body = BodyBlock(label="Innehåll", required=False)

    class Meta:
        icon = "openquote"
        label = "Kapitel"
        value_class = HeadedValue


def function_kinds() -> list[tuple[str, str]]:
    """Code and name of every kind of function; the list is data, so it is asked for when a form is shown."""
    return list(FunctionKind.objects.values_list("code", "name"))


class FunctionKindBlock(blocks.ChoiceBlock):
    """A kind of function by its code, which is what files that are imported name."""

    def __init__(self, choices: Any = function_kinds, **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)

    def normalize_choice(self, value: Any) -> Any:
        """The value as it is: a look among the choices for each item that is read would be a query each."""
        return value


class ChecklistItemBlock(PointingBlock, blocks.StructBlock):
    text = blocks.CharBlock(label="Punkt", max_length=250, help_text="Börja med ett verb: Beställ dator.")
    help = blocks.RichTextBlock(label="Hjälp", features=["bold", "link"], required=False)
    link = blocks.PageChooserBlock(label="Rutin", page_type="home.KnowledgePage", required=False)
    function = FunctionKindBlock(label="Ansvarig funktion", required=False)
    due = blocks.IntegerBlock(label="Klar (dagar efter start)", required=False, min_value=-730, max_value=730)

    class Meta:
        icon = "tick-inverse"
        label = "Punkt"


class ChecklistSectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Rubrik", max_length=120)
    items = blocks.ListBlock(ChecklistItemBlock(), label="Punkter", min_num=1)

    class Meta:
        icon = "list-ul"
        label = "Avsnitt"
        value_class = HeadedValue
