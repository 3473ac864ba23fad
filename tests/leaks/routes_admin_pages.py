"""The verdict on the admin's addresses that name or list pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowState

from tests.leaks import secrets
from tests.leaks.admin_visits import (
    ALL_DOCUMENTS,
    ALL_PAGES,
    ALL_PICTURES,
    MISSING,
    TRIED_PAGES,
    by_page,
    by_picture,
    give,
    listed,
    once,
    thing,
    visit,
)
from tests.leaks.corpus import Corpus
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import CIRCLE, DRAFT, ELECTED, PERSON
from tests.leaks.verdicts import Visit

# Pages, by their id.

give(
    """wagtailadmin_pages:usage wagtailadmin_pages:edit wagtailadmin_pages:view_draft wagtailadmin_pages:delete
    wagtailadmin_pages:copy wagtailadmin_pages:workflow_history
    wagtailadmin_pages:history wagtailadmin_pages:set_privacy wagtailadmin_pages:unpublish knowledge_withdraw""",
    by_page,
    ALL_PAGES,
)
give(
    """wagtailadmin_pages:convert_alias wagtailadmin_pages:lock wagtailadmin_pages:unlock
    wagtailadmin_pages:preview_on_edit wagtailforms:list_submissions wagtailforms:list_submissions_results
    wagtailforms:delete_submissions""",
    by_page,
    why="changes something or asks for what these pages are not; shows none of it",
)
give(
    "wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_choose_page_child",
    partial(by_page, parameter="parent_page_id"),
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:add wagtailadmin_pages:preview_on_add",
    partial(
        by_page,
        parameter="parent_page_id",
        content_type_app_name="home",
        content_type_model_name="routinepage",
    ),
    why="a new page has none of it",
)
give("wagtailadmin_pages:move", partial(by_page, parameter="page_to_move_id"), ALL_PAGES)
give(
    "wagtailadmin_pages:set_page_position", partial(by_page, parameter="page_to_move_id"), why="says nothing"
)
give(
    "wagtailadmin_pages:move_confirm",
    partial(by_page, parameter="page_to_move_id", destination_id=lambda page: page.get_parent().pk),
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_revert",
    partial(by_page, revision_id=lambda page: page.latest_revision_id or MISSING),
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:revisions_unschedule",
    partial(by_page, revision_id=lambda page: page.latest_revision_id or MISSING),
    why="nothing is scheduled",
)
give(
    "wagtailadmin_pages:workflow_preview",
    partial(by_page, task_id=lambda page: Task.objects.first().pk),
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:workflow_history_detail",
    partial(by_page, workflow_state_id=lambda page: _state(page)),
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data",
    partial(by_page, action_name="reject", task_state_id=lambda page: _task_state(page)),
    why="asks for a comment to a decision, for those who take it",
)
give(
    "knowledge_carry_over", partial(by_page, number=2), why="no text here was corrected while another waited"
)
give("knowledge_recall", partial(by_page, number=2), why="only COMING waits, and it is for all who write")


def _state(page: Any) -> int:
    state = WorkflowState.objects.filter(object_id=str(page.pk)).first()
    return state.pk if state else MISSING


def _task_state(page: Any) -> int:
    state = WorkflowState.objects.filter(object_id=str(page.pk)).first()
    return state.current_task_state_id if state else MISSING


def compared(name: str, corpus: Corpus) -> list[Visit]:
    pages = [corpus.pages[key] for key in (*TRIED_PAGES, "hub", secrets.REWRITE)]
    return [visit(reverse(name, args=[page.pk, "earliest", "latest"]), ALL_PAGES) for page in pages]


give("wagtailadmin_pages:revisions_compare", compared, ALL_PAGES)
give(
    "wagtailadmin_workflows:remove",
    partial(by_page, parameter="page_pk"),
    why="asks whether to take the workflow away",
)

# Pages, in lists.

SEARCHED = ("?q=" + secrets.PROBE, "?p=2")
give(
    """wagtailadmin_home wagtailadmin_pages:search wagtailadmin_pages:search_results
    wagtailadmin_reports:locked_pages wagtailadmin_reports:locked_pages_results wagtailadmin_reports:workflow
    wagtailadmin_reports:workflow_results wagtailadmin_reports:workflow_tasks
    wagtailadmin_reports:workflow_tasks_results wagtailadmin_reports:site_history
    wagtailadmin_reports:site_history_results wagtailadmin_reports:aging_pages
    wagtailadmin_reports:aging_pages_results wagtailredirects:index wagtailredirects:index_results""",
    lambda name, corpus: listed(name, corpus, *SEARCHED),
    ALL_PAGES,
)
give(
    "wagtailadmin_reports:page_types_usage wagtailadmin_reports:page_types_usage_results",
    lambda name, corpus: listed(name, corpus),
    why="closed: it counts and names without asking",
)
give(
    "wagtailadmin_choose_page wagtailadmin_choose_page_search",
    lambda name, corpus: listed(
        name,
        corpus,
        "?q=" + secrets.PROBE,
        "?page_type=home.RoutinePage&q=" + secrets.PROBE,
        "?page_type=home.KnowledgeIndexPage",
    ),
    ALL_PAGES,
)
give(
    "wagtailadmin_choose_page_chosen_multiple",
    lambda name, corpus: [
        visit(f"{reverse(name)}?id={corpus.pages[key].pk}", ALL_PAGES) for key in TRIED_PAGES
    ],
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:type_use wagtailadmin_pages:type_use_results",
    lambda name, corpus: [
        visit(reverse(name, args=["home", model]) + query, ALL_PAGES)
        for model in ("routinepage", "standardpage", "newspage", "knowledgeindexpage")
        for query in ("", "?p=2")
    ],
    ALL_PAGES,
)
give(
    "wagtailadmin_pages:choose_parent",
    lambda name, corpus: [visit(reverse(name, args=["home", "routinepage"]))],
    why="opens the chooser",
)
give("wagtailadmin_explore_root", once, why="the way down, no pages of the site")
give(
    """wagtailadmin_pages:revisions_index wagtailadmin_pages:history_results
    wagtailadmin_pages:confirm_workflow_cancellation""",
    by_page,
    why="leads on to the history, or is asked for by script alone",
)
give(
    "wagtailadmin_pages:add_subpage",
    partial(by_page, parameter="parent_page_id"),
    why="no persona may add below the pages tried; those who may are led to the form",
)
give("wagtailimages:url_generator", by_picture, why="nobody may make addresses of pictures")
give(
    "wagtailadmin_api:pages:listing",
    lambda name, corpus: listed(
        name,
        corpus,
        "?search=" + secrets.PROBE,
        "?fields=*&limit=20",
        "?for_explorer=1&child_of=2",
        *(f"?child_of={page.pk}" for page in corpus.planted.tops.values()),
    ),
    ALL_PAGES,
)
give("wagtailadmin_api:pages:detail", partial(by_page, parameter="pk"), ALL_PAGES)
give(
    "wagtailadmin_api:pages:find",
    lambda name, corpus: [visit(f"{reverse(name)}?html_path={corpus.pages[key].url}") for key in TRIED_PAGES],
    why="leads to the page's id, which the asker's own address led to",
)
give(
    "wagtailadmin_api:pages:action",
    partial(by_page, parameter="pk", action_name="copy"),
    why="no actions are offered",
)
give(
    "wagtailadmin_workflows:usage wagtailadmin_workflows:usage_results wagtailadmin_workflows:edit",
    lambda name, corpus: thing(
        name,
        corpus,
        lambda _: Workflow.objects.get(active=True, name__startswith="Granskning"),
        gives=ALL_PAGES,
    ),
    ALL_PAGES,
)
give(
    "wagtailusers_groups:edit",
    lambda name, corpus: thing(name, corpus, lambda _: _groups(), gives=ALL_PAGES),
    ALL_PAGES,
)
give(
    "wagtailredirects:edit wagtailredirects:delete",
    lambda name, corpus: thing(name, corpus, lambda _: _redirects(), "redirect_id", ALL_PAGES),
    ALL_PAGES,
)
give(
    "operational_notice:edit",
    lambda name, corpus: thing(name, corpus, lambda _: _notices(), gives=ALL_PAGES),
    ALL_PAGES,
)
give(
    "section_audience:index section_audience:index_results",
    lambda name, corpus: listed(name, corpus),
    ALL_PAGES,
)
give(
    "section_audience:edit section_audience:delete",
    lambda name, corpus: thing(name, corpus, lambda _: _sections(), gives=ALL_PAGES),
    ALL_PAGES,
)
give(
    "wagtailadmin_editing_sessions:ping",
    lambda name, corpus: [
        visit(reverse(name, args=["home", "routinepage", str(corpus.pages[key].pk), 1]), ALL_PAGES)
        for key in (CIRCLE, DRAFT)
    ],
    why="by POST alone; names other editors",
)


def bulk(name: str, corpus: Corpus) -> list[Visit]:
    visits = []
    for action in ("delete", "move", "publish", "unpublish"):
        for key in (CIRCLE, ELECTED, DRAFT):
            visits.append(
                visit(
                    reverse(name, args=["wagtailcore", "page", action]) + f"?id={corpus.pages[key].pk}",
                    ALL_PAGES,
                )
            )
    for model, chosen in (
        ("customdocument", corpus.planted.documents),
        ("customimage", corpus.planted.pictures),
    ):
        for action in ("delete", "add_to_collection", "add_tags"):
            for file in chosen.values():
                visits.append(
                    visit(
                        reverse(name, args=["files", model, action]) + f"?id={file.pk}",
                        ALL_DOCUMENTS | ALL_PICTURES,
                    )
                )
    for action in ("delete", "assign_role", "set_active_state"):
        pk = corpus.people[PROTECTED].pk
        visits.append(visit(reverse(name, args=["people", "person", action]) + f"?id={pk}", [PERSON]))
    return visits


give("wagtail_bulk_action", bulk, ALL_PAGES | ALL_DOCUMENTS | ALL_PICTURES)


def _groups() -> list[Any]:
    from django.contrib.auth.models import Group

    from home import roles

    return list(Group.objects.filter(name__in=[roles.EDITORS, roles.DECIDERS]))


def _redirects() -> list[Any]:
    from wagtail.contrib.redirects.models import Redirect

    return list(Redirect.objects.all())


def _notices() -> list[Any]:
    from home.models import OperationalNotice

    return list(OperationalNotice.objects.all())


def _sections() -> list[Any]:
    from intranet.access.models import SectionAudience

    return list(SectionAudience.objects.all())
