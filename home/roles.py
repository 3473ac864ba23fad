"""The roles of those who work in the site: groups, what they may do, and the workflow of knowledge.

`ensure_roles` may be run at any time, and again: it adds what a role needs and takes away only what Wagtail
itself installs and nobody uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.tasks import DecisionTask
from home.news.models import NewsIndexPage
from home.start.models import HomePage

EDITORS = "Redaktörer"
REVIEWERS = "Granskare"
DECIDERS = "Fastställare"
ADMINISTRATORS = "Systemadministratörer"
SECRETARIES = "Nämndsekreterare"
BUYERS = "Inköpare"
PROTECTED_HANDLERS = "Registerhandläggare för skyddade personuppgifter"

WORKFLOW = "Granskning och fastställande"
REVIEW, DECISION = "Granskning", "Fastställande"

ENTER = "wagtailadmin.access_admin"
FILES = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
KNOWLEDGE, NEWS, EVERYTHING = KnowledgeIndexPage, NewsIndexPage, HomePage


def _all(*models: str) -> tuple[str, ...]:
    """The right to add, change and delete each model, given as app.model."""
    return tuple(
        "{0}.{2}_{1}".format(*model.split("."), verb)
        for model in models
        for verb in ("add", "change", "delete")
    )


@dataclass(frozen=True)
class Role:
    """Permissions as app.codename; `pages` gives verbs below every page of a class; `files` in all collections."""

    permissions: tuple[str, ...] = ()
    pages: tuple[tuple[type[Page], tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()


ROLES: dict[str, Role] = {
    EDITORS: Role(
        permissions=(ENTER, *_all("home.operationalnotice")),
        pages=((KNOWLEDGE, ("add", "change")), (NEWS, ("add", "change", "publish"))),
        files=FILES,
    ),
    # To lock is what opens the explorer, where Wagtail leads them when they have approved.
    REVIEWERS: Role(permissions=(ENTER,), pages=((KNOWLEDGE, ("lock", "unlock")),)),
    DECIDERS: Role(permissions=(ENTER,), pages=((KNOWLEDGE, ("change",)),)),
    ADMINISTRATORS: Role(
        permissions=(
            ENTER,
            *_all(
                "home.operationalnotice",
                "home.shortcut",
                "subjects.subject",
                "organisation.organisation",
                "organisation.unit",
                "organisation.workplace",
                "people.function",
                "people.functionkind",
                "access.sectionaudience",
                "access.collectionaudience",
                "wagtailcore.workflow",
                "wagtailcore.task",
            ),
            "people.add_person",
            "people.change_person",
            "home.change_accessibilityreport",
            "home.change_decisiontask",
            "pages.change_brand",
            "access.assign_roles",
            "audit.view_event",
            "signon.add_activationcode",
            "jobs.view_job",
        ),
        pages=((EVERYTHING, ("add", "change", "publish", "lock", "unlock", "bulk_delete")),),
        files=(
            *FILES,
            "wagtailimages.delete_image",
            "wagtaildocs.delete_document",
            *_all("wagtailcore.collection"),
        ),
    ),
    PROTECTED_HANDLERS: Role(
        permissions=(ENTER, "people.add_person", "people.change_person", "access.handle_protected")
    ),
    # What they do there follows from their mandates as secretaries, not from the group.
    SECRETARIES: Role(permissions=(ENTER,)),
    BUYERS: Role(),
}


@transaction.atomic
def ensure_roles() -> None:
    """Make every group, its permissions and the workflow; pages that don't exist yet get theirs the next time."""
    _remove_wagtails_own()
    for name, role in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions(role.permissions))
        for page_class, verbs in role.pages:
            _permit_pages(group, page_class.objects.all(), verbs)
        _permit_files(group, role.files)
    assign_workflow(ensure_workflow())


def permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names. Raises Permission.DoesNotExist for a name that is none."""
    wanted = {(app, codename) for app, _, codename in (name.partition(".") for name in names)}
    found = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.filter(
            codename__in=[codename for _, codename in wanted]
        ).select_related("content_type")
    }
    missing = wanted - found.keys()
    if missing:
        raise Permission.DoesNotExist(f"no such permission: {sorted(missing)}")
    return [found[key] for key in wanted]


def ensure_workflow() -> Workflow:
    """Review, then decision, each by somebody other than the author."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (name, group) in enumerate(((REVIEW, REVIEWERS), (DECISION, DECIDERS))):
        task, made = DecisionTask.objects.get_or_create(name=name)
        if made:
            task.groups.add(Group.objects.get(name=group))
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    return workflow


def assign_workflow(workflow: Workflow) -> None:
    """Give it to the top pages of knowledge; those below inherit it, and one that has another keeps that."""
    for page in KnowledgeIndexPage.objects.filter(depth=3):
        WorkflowPage.objects.get_or_create(page=page.page_ptr, defaults={"workflow": workflow})


def _permit_pages(group: Group, pages: QuerySet, verbs: Iterable[str]) -> None:
    for page in pages:
        for verb in verbs:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{verb}_page"
            )
            # An index inside another inherits; a second row would only clutter the form of the group.
            above = page.get_ancestors(inclusive=True)
            if not GroupPagePermission.objects.filter(
                group=group, permission=permission, page__in=above
            ).exists():
                GroupPagePermission.objects.create(group=group, permission=permission, page=page.page_ptr)


def _permit_files(group: Group, names: Iterable[str]) -> None:
    for permission in permissions(names):
        GroupCollectionPermission.objects.get_or_create(
            group=group, permission=permission, collection=Collection.get_first_root_node()
        )


def _remove_wagtails_own() -> None:
    """The groups and the workflow that Wagtail's migrations make, unless somebody has begun to use them."""
    for workflow in Workflow.objects.filter(name="Moderators approval"):
        WorkflowPage.objects.filter(workflow=workflow).delete()
        if WorkflowState.objects.filter(workflow=workflow).exists():
            workflow.deactivate()
            continue
        tasks = list(Task.objects.filter(workflow_tasks__workflow=workflow))
        workflow.delete()
        for task in tasks:
            if not task.workflow_tasks.exists():
                task.delete()
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()
