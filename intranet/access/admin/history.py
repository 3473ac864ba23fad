"""What the history of a page says of other pages: that it was moved or copied, not between which.

Wagtail's messages name the parents and the originals, which the reader of a history may not know of.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

MESSAGES = {
    "wagtail.move": (_("Move"), _("Moved")),
    "wagtail.reorder": (_("Reorder"), _("Reordered")),
    "wagtail.copy": (_("Copy"), _("Copied")),
    "wagtail.create_alias": (_("Create alias"), _("Created an alias")),
    "wagtail.convert_alias": (
        _("Convert alias into ordinary page"),
        _("Converted an alias into an ordinary page"),
    ),
}


def unnamed_others(actions: LogActionRegistry) -> None:
    """Take the places of Wagtail's own; call after they have been registered."""
    for action, (label, message) in MESSAGES.items():
        actions.register_action(action, label, message)
