"""The workflow step at which somebody other than the author decides."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import AbstractGroupApprovalTask, TaskState

from home.knowledge.authorship import authors_of

OWN_TEXT = (
    "Du har själv skrivit i texten. Det du har ändrat är sparat, men någon annan måste godkänna. "
    "Texten väntar kvar i samma steg."
)


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
        """Take the step, or leave the workflow where it is and tell the user why.

        The editor saves what its form holds before it comes here, in the same transaction: an error that
        went further would take what was written with it.
        """
        page = task_state.workflow_state.content_object
        # Asked again here: the list of actions is what the page showed, and the save has added an author.
        allowed = {action[0] for action in self.get_actions(page, user)}
        if action_name not in allowed:
            if action_name == "approve" and user.pk in authors_of(page):
                _tell(OWN_TEXT)
                return
            raise PermissionDenied
        try:
            # A transaction of its own: a decision that fails undoes the approval and its messages.
            super().on_action(task_state, user, action_name, **kwargs)
        except ValidationError as error:
            _tell(" ".join(error.messages))
        else:
            _tell_settled(task_state, action_name)

    @classmethod
    def get_description(cls) -> str:
        return "Medlemmar i de valda grupperna godkänner, men aldrig det de själva har skrivit."


def _tell(why: str) -> None:
    """As a message on the next page. Raises ValidationError where there is no request, and nobody to tell."""
    if context.request is None:
        raise ValidationError(why)
    messages.error(context.request, why)


def _tell_settled(task_state: TaskState, action_name: str) -> None:
    """What the step came to, in place of Wagtail's "saved"; see `home.admin.steps`."""
    from wagtail.admin import messages as admin_messages

    from home.knowledge.settled import settled

    request = context.request
    told = settled(task_state.workflow_state, action_name) if request is not None else None
    if told is None:
        return
    buttons = [admin_messages.button(told.url, told.label)] if told.url else []
    admin_messages.success(request, told.text, buttons=buttons)
    request.told_of_step = True
