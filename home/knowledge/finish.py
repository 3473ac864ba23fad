"""What Wagtail calls when a workflow has run to its end (WAGTAIL_FINISH_WORKFLOW_ACTION).

Imported while Wagtail's models load, so nothing is imported here before it is called.
"""

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Decide a knowledge page; publish anything else, as Wagtail would."""
    from wagtail.workflows import publish_workflow_state

    from home.knowledge.base import KnowledgePage
    from home.knowledge.decision import decide

    page = workflow_state.content_object.specific
    if not isinstance(page, KnowledgePage):
        publish_workflow_state(workflow_state, user=user)
        return
    decide(page, page.get_latest_revision(), by=user)
