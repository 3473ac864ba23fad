"""What may be done with knowledge pages in the admin, whoever asks.

Wagtail's views, menus, bulk actions and API all ask the page's permission tester, so what is refused here
is refused everywhere, to superusers too.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from home.knowledge.versions import KnowledgeVersion
from intranet.access.admin.policy import RuledPermissionTester
from intranet.people.models import Person


class KnowledgePermissionTester(RuledPermissionTester):
    """A knowledge page is decided, not published; withdrawn, not unpublished; and kept once it has applied."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return (
            super().can_delete(ignore_bulk)
            and not KnowledgeVersion.objects.filter(page_id=self.page.pk).exists()
        )

    # Wagtail derives these two from the ones above.

    def can_move(self) -> bool:
        return super().can_delete(ignore_bulk=True)

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()


class KnowledgeIndexPermissionTester(RuledPermissionTester):
    """What is created or copied below is a draft: it takes a decision to make it more."""

    def can_publish_subpage(self) -> bool:
        return False


def may_decide(user: Person | AnonymousUser | Any, page: Page) -> bool:
    """Whether somebody may decide that a page no longer applies: they may edit it, and take the last step."""
    if not page.permissions_for_user(user).can_edit():
        return False
    if user.is_superuser:
        return True
    workflow = page.get_workflow()
    last = workflow.tasks.last() if workflow else None
    groups = getattr(last.specific, "groups", None) if last else None
    return groups is not None and groups.filter(user=user.pk).exists()


def decided_below(page: Page) -> bool:
    """Whether the page, or one below it, has a decided version."""
    return KnowledgeVersion.objects.filter(page__path__startswith=page.path).exists()
