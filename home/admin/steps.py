"""Who takes a step of the workflow is told what came of it, and not that a page was "saved"."""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.admin.views.pages.edit import EditView


def install() -> None:
    """Wagtail says the same of every way to leave its editor, and offers nowhere to say otherwise."""
    theirs = EditView.add_save_confirmation_message
    if getattr(theirs, "knows_of_steps", False):
        return

    @wraps(theirs)
    def add_save_confirmation_message(self: Any) -> None:
        if not getattr(self.request, "told_of_step", False):
            theirs(self)

    add_save_confirmation_message.knows_of_steps = True  # type: ignore[attr-defined]
    EditView.add_save_confirmation_message = add_save_confirmation_message
