"""The editor's own settings: language and theme. Name and picture are the directory's, mail the inbox's."""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.admin.views import account

# The name comes from the organisation; the avatar would lie under MEDIA, which serves nothing by itself. What becomes
# of a text, and what is said of it, is told by notices with choices of their own (home.knowledge.turns, comments).
ELSEWHERE = (
    account.NameEmailSettingsPanel,
    account.AvatarSettingsPanel,
    account.ChangePasswordPanel,
    account.NotificationsSettingsPanel,
)


def _without(original: Any) -> Any:
    @wraps(original)
    def get_panels(self: account.AccountView) -> list:
        return [panel for panel in original(self) if not isinstance(panel, ELSEWHERE)]

    get_panels.ours = True  # type: ignore[attr-defined]
    return get_panels


# Wagtail lets panels be added here, not taken away.
if not getattr(account.AccountView.get_panels, "ours", False):
    account.AccountView.get_panels = _without(account.AccountView.get_panels)
