"""The verdict on every address of the admin.

Reading there needs the rule and Wagtail's permission both, so what each persona gets is at most what the rule gives;
that somebody gets it is asked of the route as a whole. Routes are named one by one, in groups that are tried alike: a
new app's are in none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowState

from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import CIRCLE, DOCUMENT, DRAFT, ELECTED, ELECTED_DOCUMENT, PERSON, PICTURE, SECTION
from tests.leaks.verdicts import Verdict, Visit

ALL_PAGES = frozenset(secrets.PAGES)
ALL_DOCUMENTS = frozenset(secrets.DOCUMENTS)
ALL_PICTURES = frozenset(secrets.PICTURES)
TRIED_PAGES = (SECTION, CIRCLE, ELECTED, DRAFT)
MISSING = 999999

ADMIN: dict[str, Verdict] = {}


def give(
    names: str, visits: Callable[[str, Corpus], Iterable[Visit]], gives: Iterable[str] = (), why: str = ""
) -> None:
    """The same verdict for several routes, each named in full."""
    for name in names.split():
        assert name not in ADMIN, name
        ADMIN[name] = Verdict(partial(visits, name), frozenset(gives), why)


def visit(path: str, gives: Iterable[str] = (), twin: str = "", about: str = "") -> Visit:
    return Visit(path, frozenset(gives), exact=False, hidden=bool(twin), twin=twin, about=about)


def once(name: str, corpus: Corpus, *queries: str, gives: Iterable[str] = (), **kwargs: Any) -> list[Visit]:
    """An address without an object of its own."""
    base = reverse(name, kwargs=kwargs or None)
    return [visit(base + query, gives) for query in ("", *queries)]


def by_page(
    name: str, corpus: Corpus, parameter: str = "page_id", gives: Iterable[str] = ALL_PAGES, **more: Any
) -> list[Visit]:
    """An address that names a page: tried with one secret of each kind, and with one that does not exist."""
    visits = []
    for key in TRIED_PAGES:
        page = corpus.pages[key]
        extra = {each: value(page) if callable(value) else value for each, value in more.items()}
        twin = reverse(name, kwargs={**extra, parameter: MISSING})
        visits.append(visit(reverse(name, kwargs={**extra, parameter: page.pk}), gives, twin, key))
    return visits


def by_document(name: str, corpus: Corpus, parameter: str = "document_id", query: str = "") -> list[Visit]:
    return [
        visit(reverse(name, kwargs={parameter: corpus.planted.documents[key].pk}) + query, ALL_DOCUMENTS,
              reverse(name, kwargs={parameter: MISSING}) + query, key)
        for key in (DOCUMENT, ELECTED_DOCUMENT)
    ]  # fmt: skip


def by_picture(name: str, corpus: Corpus, parameter: str = "image_id", **more: Any) -> list[Visit]:
    return [
        visit(reverse(name, kwargs={parameter: corpus.planted.pictures[PICTURE].pk, **more}), ALL_PICTURES,
              reverse(name, kwargs={parameter: MISSING, **more}), PICTURE)
    ]  # fmt: skip


def by_person(name: str, corpus: Corpus) -> list[Visit]:
    pk = corpus.people[PROTECTED].pk
    return [visit(reverse(name, args=[pk]), [PERSON], reverse(name, args=[MISSING]), PERSON)]


def listed(name: str, corpus: Corpus, *queries: str, gives: Iterable[str] = ALL_PAGES) -> list[Visit]:
    return once(name, corpus, *queries, gives=gives)


def thing(
    name: str,
    corpus: Corpus,
    find: Callable[[Corpus], Any] = lambda corpus: 1,
    parameter: str = "pk",
    gives: Iterable[str] = (),
) -> list[Visit]:
    """An address that names something which is no secret in itself but may show one."""
    found = find(corpus)
    return [
        visit(reverse(name, kwargs={parameter: getattr(each, "pk", each)}), gives)
        for each in (found if isinstance(found, list) else [found])
    ]


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
give("wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_choose_page_child",
     partial(by_page, parameter="parent_page_id"), ALL_PAGES)  # fmt: skip
give("wagtailadmin_pages:add wagtailadmin_pages:preview_on_add",
     partial(by_page, parameter="parent_page_id", content_type_app_name="home", content_type_model_name="routinepage"),
     why="a new page has none of it")  # fmt: skip
give("wagtailadmin_pages:move", partial(by_page, parameter="page_to_move_id"), ALL_PAGES)
give(
    "wagtailadmin_pages:set_page_position", partial(by_page, parameter="page_to_move_id"), why="says nothing"
)
give("wagtailadmin_pages:move_confirm",
     partial(by_page, parameter="page_to_move_id", destination_id=lambda page: page.get_parent().pk), ALL_PAGES)  # fmt: skip
give("wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_revert",
     partial(by_page, revision_id=lambda page: page.latest_revision_id or MISSING), ALL_PAGES)  # fmt: skip
give("wagtailadmin_pages:revisions_unschedule",
     partial(by_page, revision_id=lambda page: page.latest_revision_id or MISSING), why="nothing is scheduled")  # fmt: skip
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
give("wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data",
     partial(by_page, action_name="reject", task_state_id=lambda page: _task_state(page)),
     why="asks for a comment to a decision, for those who take it")  # fmt: skip
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
give("""wagtailadmin_home wagtailadmin_pages:search wagtailadmin_pages:search_results
    wagtailadmin_reports:locked_pages wagtailadmin_reports:locked_pages_results wagtailadmin_reports:workflow
    wagtailadmin_reports:workflow_results wagtailadmin_reports:workflow_tasks wagtailadmin_reports:workflow_tasks_results
    wagtailadmin_reports:site_history wagtailadmin_reports:site_history_results wagtailadmin_reports:aging_pages
    wagtailadmin_reports:aging_pages_results wagtailredirects:index wagtailredirects:index_results""",
     lambda name, corpus: listed(name, corpus, *SEARCHED), ALL_PAGES)  # fmt: skip
give("wagtailadmin_reports:page_types_usage wagtailadmin_reports:page_types_usage_results",
     lambda name, corpus: listed(name, corpus), why="closed: it counts and names without asking")  # fmt: skip
give("wagtailadmin_choose_page wagtailadmin_choose_page_search",
     lambda name, corpus: listed(name, corpus, "?q=" + secrets.PROBE, "?page_type=home.RoutinePage&q=" + secrets.PROBE,
                                 "?page_type=home.KnowledgeIndexPage"), ALL_PAGES)  # fmt: skip
give("wagtailadmin_choose_page_chosen_multiple",
     lambda name, corpus: [visit(f"{reverse(name)}?id={corpus.pages[key].pk}", ALL_PAGES) for key in TRIED_PAGES], ALL_PAGES)  # fmt: skip
give("wagtailadmin_pages:type_use wagtailadmin_pages:type_use_results",
     lambda name, corpus: [
         visit(reverse(name, args=["home", model]) + query, ALL_PAGES)
         for model in ("routinepage", "standardpage", "newspage", "knowledgeindexpage") for query in ("", "?p=2")
     ], ALL_PAGES)  # fmt: skip
give(
    "wagtailadmin_pages:choose_parent",
    lambda name, corpus: [visit(reverse(name, args=["home", "routinepage"]))],
    why="opens the chooser",
)
give("wagtailadmin_explore_root", once, why="the way down, no pages of the site")
give(
    "wagtailadmin_pages:revisions_index wagtailadmin_pages:history_results wagtailadmin_pages:confirm_workflow_cancellation",
    by_page,
    why="leads on to the history, or is asked for by script alone",
)
give(
    "wagtailadmin_pages:add_subpage",
    partial(by_page, parameter="parent_page_id"),
    why="no persona may add below the pages tried; those who may are led to the form",
)
give("wagtailimages:url_generator", by_picture, why="nobody may make addresses of pictures")
give("wagtailadmin_api:pages:listing",
     lambda name, corpus: listed(name, corpus, "?search=" + secrets.PROBE, "?fields=*&limit=20", "?for_explorer=1&child_of=2",
                                 *(f"?child_of={page.pk}" for page in corpus.planted.tops.values())), ALL_PAGES)  # fmt: skip
give("wagtailadmin_api:pages:detail", partial(by_page, parameter="pk"), ALL_PAGES)
give("wagtailadmin_api:pages:find",
     lambda name, corpus: [visit(f"{reverse(name)}?html_path={corpus.pages[key].url}") for key in TRIED_PAGES],
     why="leads to the page's id, which the asker's own address led to")  # fmt: skip
give(
    "wagtailadmin_api:pages:action",
    partial(by_page, parameter="pk", action_name="copy"),
    why="no actions are offered",
)
give("wagtailadmin_workflows:usage wagtailadmin_workflows:usage_results wagtailadmin_workflows:edit",
     lambda name, corpus: thing(name, corpus, lambda _: Workflow.objects.get(active=True, name__startswith="Granskning"), gives=ALL_PAGES),
     ALL_PAGES)  # fmt: skip
give(
    "wagtailusers_groups:edit",
    lambda name, corpus: thing(name, corpus, lambda _: _groups(), gives=ALL_PAGES),
    ALL_PAGES,
)
give("wagtailredirects:edit wagtailredirects:delete",
     lambda name, corpus: thing(name, corpus, lambda _: _redirects(), "redirect_id", ALL_PAGES), ALL_PAGES)  # fmt: skip
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
give("section_audience:edit section_audience:delete",
     lambda name, corpus: thing(name, corpus, lambda _: _sections(), gives=ALL_PAGES), ALL_PAGES)  # fmt: skip
give("wagtailadmin_editing_sessions:ping",
     lambda name, corpus: [visit(reverse(name, args=["home", "routinepage", str(corpus.pages[key].pk), 1]), ALL_PAGES) for key in (CIRCLE, DRAFT)],
     why="by POST alone; names other editors")  # fmt: skip


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


def _collection_audiences() -> list[Any]:
    from intranet.access.models import CollectionAudience

    return list(CollectionAudience.objects.all())


def _collections(corpus: Corpus) -> list[Any]:
    return [corpus.planted.documents[key].collection for key in (DOCUMENT, ELECTED_DOCUMENT)]


# Files.

DOCUMENTS_SEARCHED = ("?q=zq", "?q=" + secrets.of(DOCUMENT, "titel"))
give("wagtaildocs:index wagtaildocs:index_results wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results",
     lambda name, corpus: listed(name, corpus, gives=ALL_DOCUMENTS), ALL_DOCUMENTS)  # fmt: skip
give(
    "wagtailadmin_api:documents:listing",
    lambda name, corpus: listed(name, corpus, "?fields=*", gives=ALL_DOCUMENTS),
    ALL_DOCUMENTS,
)
give("wagtailadmin_api:documents:detail", partial(by_document, parameter="pk"), ALL_DOCUMENTS)
give("wagtaildocs_chooser:chosen", partial(by_document, parameter="pk"), ALL_DOCUMENTS)
give("wagtaildocs:edit wagtaildocs:delete wagtaildocs:document_usage", by_document, ALL_DOCUMENTS)
give(
    "wagtaildocs:edit_multiple wagtaildocs:delete_multiple",
    partial(by_document, parameter="doc_id"),
    why="by POST alone",
)
give("wagtaildocs_chooser:chosen_multiple",
     lambda name, corpus: [visit(f"{reverse(name)}?id={d.pk}", ALL_DOCUMENTS) for d in corpus.planted.documents.values()], ALL_DOCUMENTS)  # fmt: skip
give("wagtailimages:index wagtailimages:index_results wagtailimages_chooser:choose wagtailimages_chooser:choose_results",
     lambda name, corpus: listed(name, corpus, gives=ALL_PICTURES), ALL_PICTURES)  # fmt: skip
give(
    "wagtailadmin_api:images:listing",
    lambda name, corpus: listed(name, corpus, "?fields=*", gives=ALL_PICTURES),
    ALL_PICTURES,
)
give(
    "wagtailadmin_api:images:detail wagtailimages_chooser:chosen",
    partial(by_picture, parameter="pk"),
    ALL_PICTURES,
)
give("wagtailimages:edit wagtailimages:delete wagtailimages:image_usage wagtailimages_chooser:select_format",
     by_picture, ALL_PICTURES)  # fmt: skip
give("wagtailimages:url_generator_output", by_picture, why="an address is made by POST alone")
give(
    "wagtailimages:preview",
    partial(by_picture, filter_spec="max-165x165"),
    why="a picture of teal, told from others by its status",
)
give("wagtailimages:edit_multiple wagtailimages:delete_multiple", by_picture, why="by POST alone")
give("wagtailimages_chooser:chosen_multiple",
     lambda name, corpus: [visit(f"{reverse(name)}?id={p.pk}", ALL_PICTURES) for p in corpus.planted.pictures.values()], ALL_PICTURES)  # fmt: skip
give("wagtailadmin_collections:edit wagtailadmin_collections:delete",
     lambda name, corpus: thing(name, corpus, _collections), why="a collection's name tells nothing here")  # fmt: skip
give(
    "wagtailadmin_collections:set_privacy",
    lambda name, corpus: thing(name, corpus, _collections, "collection_id"),
    why="asks for whom, not of what",
)
give(
    "collection_audience:edit collection_audience:delete",
    lambda name, corpus: thing(name, corpus, lambda _: _collection_audiences()),
    why="a collection's name tells nothing here",
)
give(
    "wagtailadmin_api:documents:find wagtailadmin_api:images:find",
    once,
    why="finds by pages' addresses alone",
)

# People.

UNNAMED = "names them 'Skyddade personuppgifter', to handlers too"


def searched_people(name: str, corpus: Corpus) -> list[Visit]:
    stem = secrets.STEMS[PERSON]
    return [
        visit(reverse(name), [PERSON]),
        replace(visit(f"{reverse(name)}?q={stem}", [PERSON]), echo=stem),
    ]


give("wagtailusers_users:index wagtailusers_users:index_results", searched_people, [PERSON])
give("person_chooser:choose person_chooser:choose_results", searched_people, why=UNNAMED)
give("wagtailusers_users:edit", by_person, [PERSON])
give("wagtailusers_users:delete person_chooser:chosen", by_person, why=UNNAMED)
give(
    "person_chooser:chosen_multiple",
    lambda name, corpus: [visit(f"{reverse(name)}?id={corpus.people[PROTECTED].pk}", [PERSON])],
    why=UNNAMED,
)
give("function_admin:index function_admin:index_results function_chooser:choose function_chooser:choose_results",
     once, why="functions are named, not who holds them")  # fmt: skip
give("function_admin:edit function_admin:delete function_admin:usage",
     lambda name, corpus: thing(name, corpus, _functions, gives=[PERSON]), why="holders are shown to handlers who may also edit functions; no persona is both")  # fmt: skip
give("unit_admin:edit unit_admin:delete unit_admin:usage unit_admin:move",
     lambda name, corpus: thing(name, corpus, lambda c: c.world.here, gives=ALL_PAGES | {PERSON}), why="units are no secret")  # fmt: skip


def _functions(corpus: Corpus) -> list[Any]:
    from intranet.people.models import Function

    return list(Function.objects.all())


# What holds nothing of pages, files or people.

NOTHING_THERE = "holds nothing of pages, files or people"
give("""wagtailadmin_error_test wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete
    wagtailadmin_collections:index wagtailadmin_collections:add wagtailadmin_workflows:index
    wagtailadmin_workflows:index_results wagtailadmin_workflows:add wagtailadmin_workflows:select_task_type
    wagtailadmin_workflows:task_index wagtailadmin_workflows:task_index_results wagtailadmin_workflows:task_chooser
    wagtailadmin_workflows:task_chooser_results wagtailadmin_workflows:task_chooser_create wagtailadmin_account
    wagtailadmin_logout wagtailadmin_dismissibles wagtailadmin_block_preview wagtailadmin_javascript_catalog
    wagtailforms:index wagtailforms:index_results wagtailredirects:add wagtailredirects:start_import
    wagtailredirects:process_import wagtailembeds:chooser wagtailembeds:chooser_upload wagtailsnippets:index
    wagtaildocs:add wagtaildocs:add_multiple wagtailimages:add wagtailimages:add_multiple wagtaildocs_chooser:create
    wagtailimages_chooser:create wagtailsites:index wagtailsites:index_results wagtailsites:add
    wagtailusers_users:add wagtailusers_groups:index wagtailusers_groups:index_results wagtailusers_groups:add
    wagtailadmin_sprite security_log security_log_results section_audience:add collection_audience:index
    collection_audience:index_results collection_audience:add operational_notice:index operational_notice:index_results
    operational_notice:add shortcut:index shortcut:index_results shortcut:add subject:index subject:index_results
    subject:add accessibility_report:index accessibility_report:index_results accessibility_report:add
    shortcut_chooser:choose shortcut_chooser:choose_results shortcut_chooser:chosen_multiple shortcut_chooser:create
    unit_chooser:choose unit_chooser:choose_results unit_chooser:chosen_multiple workplace_chooser:choose
    workplace_chooser:choose_results workplace_chooser:chosen_multiple function_chooser:chosen_multiple
    unit_admin:index unit_admin:index_results unit_admin:add workplace_admin:index workplace_admin:index_results
    workplace_admin:add function_admin:add function_kind_admin:index function_kind_admin:index_results
    function_kind_admin:add organisation_admin:index organisation_admin:index_results organisation_admin:add""",
     once, why=NOTHING_THERE)  # fmt: skip

first = lambda name, corpus: thing(name, corpus, lambda _: 1)  # noqa: E731
give("""wagtailadmin_workflows:enable wagtailadmin_workflows:disable wagtailadmin_workflows:edit_task
    wagtailadmin_workflows:disable_task wagtailadmin_workflows:enable_task wagtailsites:edit wagtailsites:delete
    wagtailsites:history wagtailsites:history_results wagtailsites:usage wagtailsites:copy wagtailusers_groups:delete
    wagtailusers_groups:history wagtailusers_groups:history_results wagtailusers_groups:usage operational_notice:delete
    operational_notice:history operational_notice:history_results operational_notice:usage shortcut:edit
    shortcut:delete shortcut:history shortcut:history_results shortcut:usage subject:edit subject:delete
    subject:history subject:history_results subject:usage accessibility_report:edit accessibility_report:delete
    accessibility_report:history accessibility_report:history_results accessibility_report:usage
    shortcut_chooser:chosen unit_chooser:chosen workplace_chooser:chosen function_chooser:chosen unit_admin:history
    unit_admin:history_results workplace_admin:edit workplace_admin:delete workplace_admin:history
    workplace_admin:history_results workplace_admin:usage function_admin:history function_admin:history_results
    function_kind_admin:edit function_kind_admin:delete function_kind_admin:history function_kind_admin:history_results
    function_kind_admin:usage organisation_admin:edit organisation_admin:delete organisation_admin:history
    organisation_admin:history_results organisation_admin:usage""", first, why=NOTHING_THERE)  # fmt: skip
give(
    "wagtailadmin_workflows:task_chosen",
    lambda name, corpus: thing(name, corpus, parameter="task_id"),
    why=NOTHING_THERE,
)
give(
    "wagtailadmin_editing_sessions:release",
    lambda name, corpus: thing(name, corpus, parameter="session_id"),
    why=NOTHING_THERE,
)
give("""wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple""",
     lambda name, corpus: thing(name, corpus, parameter="uploaded_file_id"), why="an upload is its uploader's")  # fmt: skip
give(
    "wagtailadmin_tag_model_autocomplete",
    lambda name, corpus: [visit(reverse(name, args=["taggit", "tag"]))],
    why=NOTHING_THERE,
)
give(
    "wagtailadmin_workflows:add_task",
    lambda name, corpus: [visit(reverse(name, args=["home", "decisiontask"]))],
    why=NOTHING_THERE,
)
give("wagtailsettings:edit wagtailsettings:preview_on_edit",
     lambda name, corpus: [visit(reverse(name, args=["pages", "brand", 1]))], why="the municipality's name and colours")  # fmt: skip
give("wagtailadmin_login wagtailadmin_password_reset wagtailadmin_password_reset_done wagtailadmin_password_reset_complete",
     once, why="stands behind ours")  # fmt: skip
give(
    "wagtailadmin_password_reset_confirm",
    lambda name, corpus: [visit(reverse(name, args=["MQ", "abc"]))],
    why="stands behind ours",
)
ADMIN["admin/test404/"] = Verdict(lambda corpus: [visit("/admin/test404/")], why=NOTHING_THERE)
ADMIN["admin/^.*/$"] = Verdict(lambda corpus: [visit("/admin/finns-inte/")], why="the admin's own 404")
