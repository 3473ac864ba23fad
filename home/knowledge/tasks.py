"""The workflow step at which somebody other than the author decides."""

from __future__ import annotations

from typing import Any

from wagtail.models import AbstractGroupApprovalTask, TaskState

from home.knowledge.authorship import authors_of


class DecisionTask(AbstractGroupApprovalTask):
    """Approval by a group, except by those who wrote what is to be approved.

    Rank does not help: a superuser who has written in the draft cannot approve it either.
    """

    class Meta:
        verbose_name = "granskning eller fastställande av någon annan än författaren"
        verbose_name_plural = "granskningar och fastställanden"

    def get_actions(self, obj: Any, user: Any) -> list:
        actions = super().get_actions(obj, user)
        if user.pk in authors_of(obj):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        # Asked again here: the list of actions is what the page shows, this is what is done.
        allowed = {action[0] for action in self.get_actions(task_state.workflow_state.content_object, user)}
        if action_name not in allowed:
            raise PermissionError(f"{user} may not {action_name} what they have written themselves")
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return "Medlemmar i de valda grupperna godkänner, men aldrig det de själva har skrivit."
