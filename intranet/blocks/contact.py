"""Whom to turn to: a function, whose holder is looked up when the page is shown."""

from __future__ import annotations

from wagtail import blocks

from intranet.people.choosers import function_chooser

FunctionChooserBlock = function_chooser.get_block_class(
    name="FunctionChooserBlock", module_path="intranet.blocks.contact"
)


class ContactBlock(blocks.StructBlock):
    function = FunctionChooserBlock(label="Funktion")
    text = blocks.CharBlock(label="När man ska höra av sig", required=False, max_length=250)

    class Meta:
        icon = "user"
        label = "Kontakt"
        template = "blocks/contact.html"
