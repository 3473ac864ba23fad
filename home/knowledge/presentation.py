"""What stands beside a knowledge page: who answers for it, whom it is for, what goes with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from home.knowledge import forms
from home.knowledge.base import KnowledgePage
from home.knowledge.versions import KnowledgeVersion
from intranet.access import people
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.blocks.anchors import contents
from intranet.people.models import Person
from intranet.people.responsibility import manager_of, responsible_for
from intranet.prepared import prepared


def facts(page: KnowledgePage, version: KnowledgeVersion | None, request: ViewerRequest) -> dict[str, Any]:
    """The context that `templates/home/knowledge_base.html` names, but for the version and its mode."""
    viewer = request.viewer
    state = page.timeline.state(viewer.today, page.review_by)
    answers = responsible_for(_functions(page), viewer.today)
    coming = page.timeline.coming(viewer.today)
    return {
        "state": {"label": state.label, "tone": state.tone},
        "review_due": state == state.REVIEW_DUE,
        "owner": answers.get(page.owner_function_id),
        "responsibles": answers,
        "units": _chosen(page, "units"),
        "subjects": [
            {"name": subject.name, "url": f"{_index_url(request)}?amne={subject.slug}"}
            for subject in _chosen(page, "subjects")
        ],
        "coming": coming[0] if coming else None,
        "last_day": _last_day(page, version),
        "has_history": len(page.timeline.versions) > 1,
        "toc": contents(*page.text_streams),
        "related": [
            {"title": other.title, "url": other.get_url(request)} for other in page.related_pages(viewer)
        ],
        "forms": forms.shown_to(viewer, page.forms),
        "manager": manager(viewer) if page.sends_to_manager else None,
    }


def _chosen(page: KnowledgePage, field: str) -> list[Any]:
    """What the page names in a field of many. A draft or an old version carries that itself."""
    chosen = getattr(page, field).all()
    return _stored(field, page=page.pk) if isinstance(chosen, QuerySet) else list(chosen)


@prepared(page=int)
def _stored(field: str, page: int) -> QuerySet:
    model = KnowledgePage._meta.get_field(field).related_model
    return model._default_manager.filter(knowledge_pages=page)


def _last_day(page: KnowledgePage, version: KnowledgeVersion | None) -> date | None:
    """The last day of the version shown; nothing for one that was taken back before it had one."""
    last = page.timeline.last_day(version) if version and version.pk else None
    return last if version and last and last >= version.in_force_from else None


def manager(viewer: Viewer) -> Person | None:
    """The reader's own manager, to ring; nobody if they may not be shown the person, or are it."""
    employment = viewer.primary_employment
    answer = manager_of(employment.unit, viewer.today) if employment else None
    person = answer.person if answer else None
    return person if person and person != viewer.person and people.is_visible_to(viewer, person) else None


def _functions(page: KnowledgePage) -> set[int]:
    """The owner's function and those of the contacts in the text, so that one query answers for all."""
    wanted = {page.owner_function_id} if page.owner_function_id else set()
    for stream in page.contact_streams:
        for block in stream.raw_data:
            if block["type"] == "contact" and block["value"].get("function"):
                wanted.add(block["value"]["function"])
    return wanted


def _index_url(request: ViewerRequest) -> str:
    """The address of the list that the page stands in: the start of its own path."""
    return "/" + request.path.strip("/").split("/")[0] + "/"
