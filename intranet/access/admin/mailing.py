"""What Wagtail would mail of a page: told to those only who may see it, and by whoever has registered to tell it.

Anything else is mailed as Wagtail writes it: who may see the page is asked when the message is made, and it waits in
the queue for a minute, at the very most a day (`intranet.mail`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from wagtail.admin import mail
from wagtail.admin.views.pages import edit
from wagtail.models import Page

from intranet.access.admin.asking import may_name
from intranet.access.viewer import viewers_of

Tell = Callable[[list[Any], Mapping[str, Any]], object]
_instead: dict[str, Tell] = {}


def instead_of(notification: str, tell: Tell) -> None:
    """`tell(people, context)` takes the place of Wagtail's mail of that name. Called in `AppConfig.ready`."""
    _instead[notification] = tell


def may_be_told(people: Iterable[Any], page: Any) -> list[Any]:
    """Those of the people whom the rule admits to a page; everybody for what is no page."""
    if not isinstance(page, Page):
        return list(people)
    people = list(people)
    return [
        person for person, viewer in zip(people, viewers_of(people), strict=True) if may_name(viewer, page)
    ]


def install() -> None:
    """Called once, when Wagtail reads its hooks; again does no harm."""
    if not getattr(mail.send_notification, "ruled", False):
        edit.send_notification = mail.send_notification = _ruled_sending(mail.send_notification)


def _ruled_sending(original: Any) -> Any:
    @wraps(original)
    def send_notification(recipient_users: Iterable[Any], notification: str, extra_context: dict) -> Any:
        told = may_be_told(recipient_users, extra_context.get("page"))
        if notification in _instead:
            _instead[notification](told, extra_context)
            return True
        return original(told, notification, extra_context)

    send_notification.ruled = True  # type: ignore[attr-defined]
    return send_notification
