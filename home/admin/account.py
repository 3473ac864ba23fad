"""The editor's own settings: language, theme and mail about comments. Name and picture are the directory's."""

from __future__ import annotations

from functools import wraps
from typing import Any

from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views import account

# The name comes from the organisation; the avatar would lie under MEDIA, which serves nothing by itself.
ELSEWHERE = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel, account.ChangePasswordPanel)

# What becomes of a text that is sent in is told by notices, with choices of their own (home.knowledge.turns).
TOLD_BY_NOTICES = ("submitted_notifications", "approved_notifications", "rejected_notifications")


class CommentsForm(NotificationPreferencesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TOLD_BY_NOTICES:
            self.fields.pop(name, None)


def _without(original: Any) -> Any:
    @wraps(original)
    def get_panels(self: account.AccountView) -> list:
        return [panel for panel in original(self) if not isinstance(panel, ELSEWHERE)]

    get_panels.ours = True  # type: ignore[attr-defined]
    return get_panels


# Wagtail lets panels be added here, not taken away.
if not getattr(account.AccountView.get_panels, "ours", False):
    account.AccountView.get_panels = _without(account.AccountView.get_panels)
account.NotificationsSettingsPanel.form_class = CommentsForm
