"""Every kind of page that the site has, from its page types and its URL configuration, with one example of each.

A new page type or address comes along by itself. An address that needs to know whom or what it is about is
given an example below; if nobody has, the test of that page fails and says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page, get_page_models

from tests.browser import extranet_addresses

READER = "karin.ek"
"""Who looks at the pages: as a unit manager she is offered more than most."""

OTHER_READERS = {"jobs": "peter.admin", **extranet_addresses.READERS}

NOT_PAGES = {
    # answered with something else than a page for readers
    *("health", "ready", "brand_css", "media", "search_suggestions", "wagtaildocs_serve", "page_by_id"),
    *("document_by_id", "document_version", "paper_file"),
    *("summons_file", "desk_proof_file", "bundle_file"),
    *("calendar_feed", "desk_addresses_csv"),
    # lead on to what they are about, unless something is to be mended
    *("item_notes", "paper_notes", "notes_hidden"),
    # what devices ask for; the page where one is emptied from afar is looked at by test_offline
    *("offline_worker", "offline_contact", "offline_keep", "offline_part", "offline_revoke"),
    # only take a form
    *("desk_add_files", "desk_uploads", "desk_upload", "desk_drop_upload", "desk_arrange_papers"),
    *("sign_in_persona", "tick_run", "notices_read", "notices_unread", "notice_reading"),
    # lead on unless one has just given a code
    *("activate_password", "notice"),
    # ask who one is first, and are looked at by test_stepup
    *(
        "mfa_authenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
    ),
    "desk_paper_lift",
    *("mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    # the admin's and Wagtail's own
    *("wagtail_serve", "wagtailadmin_home", "wagtailcore_authenticate_with_password", "wagtailcore_login"),
}
ANONYMOUS = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "activate",
    "AccessibilityPage",
}


@dataclass(frozen=True)
class Example:
    """Where a page of a kind is, who may see it (empty: nobody signed in), and how the server answers."""

    path: str
    reader: str = READER
    status: int = 200


def page_types() -> dict[str, type[Page]]:
    """Page classes of the project that readers can meet."""
    models = (model for model in get_page_models() if model is not Page and not model._meta.abstract)
    return {m.__name__: m for m in models if m._meta.app_label != "wagtailcore" and m.is_creatable}


def url_names() -> list[str]:
    """Names of the project's own addresses, without those of the admin."""
    return sorted(set(_names(get_resolver())) - NOT_PAGES)


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield pattern.name
        elif not str(pattern.pattern).startswith("admin/") and not pattern.namespace:
            yield from _names(pattern)


SEARCHES = {
    "search: hits": Example("/sok/?q=rutin"),
    "search: nothing found": Example("/sok/?q=qzxwvk"),
    "search: people": Example("/sok/?q=ek"),
    "not found": Example("/finns-inte/", status=404),
}
BELOW_A_ROUTINE = {
    "routine: versions compared": ("andringar/", 200),
    "routine: a version": ("versioner/1/", 200),
    "routine: on a date": ("gallde/2026-11-01/", 200),
    "routine: before there was one": ("gallde/2001-01-01/", 200),
}


def kinds() -> list[str]:
    """What to visit: known before there is a database."""
    return [*page_types(), *url_names(), *SEARCHES, *BELOW_A_ROUTINE, "front page of an elected official"]


def write(file: str) -> None:
    """Write an example of each kind, for the database that this runs on; a kind without one is left out."""
    found = {name: asdict(example) for name, example in examples()}
    Path(file).write_text(json.dumps(found), encoding="utf-8")


def examples() -> Iterator[tuple[str, Example]]:
    for name, model in page_types().items():
        # The one with the most to show: later ones are not better.
        page = max(model.objects.live(), key=_size, default=None)
        if page is not None:
            yield name, Example(page.relative_url(None), "" if name in ANONYMOUS else READER)
            if name == "RoutinePage":
                page = max(model.objects.live(), key=lambda page: (page.versions.count(), _size(page)))
                for what, (path, status) in BELOW_A_ROUTINE.items():
                    yield what, Example(page.relative_url(None) + path, status=status)
    for name in url_names():
        try:
            path = reverse(name, kwargs=ABOUT[name]() if name in ABOUT else None)
        except NoReverseMatch:
            continue
        yield name, Example(path, "" if name in ANONYMOUS else OTHER_READERS.get(name, READER))
    yield from SEARCHES.items()
    yield "front page of an elected official", Example("/", "lars.bergstrom")


def _size(page: Page) -> int:
    return len(json.dumps(page.serializable_data(), default=str))


def _amina() -> dict[str, object]:
    from intranet.people.models import Person

    return {"pk": Person.objects.get(username="amina.lund").pk}


def _document() -> dict[str, object]:
    """The document with the most text: it has the most to show."""
    from intranet.files.models import CustomDocument

    documents = CustomDocument.objects.filter(withdrawn_at=None, versions__places__gt=1)
    found = documents.order_by("-versions__places").first()
    return {"document_id": found.pk if found else 0}


def _run(name: str) -> dict[str, object]:
    """One of Karin's, by its name."""
    from home.models import Run

    return {"pk": Run.objects.get(name=name, lead__username="karin.ek").pk}


def _item() -> dict[str, object]:
    from home.models import RunItem

    item = RunItem.objects.open().filter(run__name=SHARED, assignee__isnull=False)[0]
    return {"pk": item.run_id, "item_pk": item.pk}


def _checklist() -> dict[str, object]:
    from home.models import ChecklistPage

    return {"page_pk": ChecklistPage.objects.get(slug="checklista-ny-medarbetare").pk}


SHARED, UNTOUCHED, FINISHED, BEHIND = (
    "Sari går från vikarie till fast",
    "Vintervikarie från januari",
    "Efter händelsen på kvällsturen",
    "Delegering av läkemedel, vintern",
)
ABOUT: dict[str, Callable[[], dict[str, object]]] = {
    "person": _amina,
    "document": _document,
    "document_text": _document,
    "unit": lambda: {"code": "VOF-HT-NORR"},
    "start_run": _checklist,
    **{
        name: lambda: _run(SHARED) for name in ("run", "print_run", "edit_run", "hand_over_run", "finish_run")
    },
    **{name: lambda: _run(UNTOUCHED) for name in ("share_run", "remove_run")},
    "reopen_run": lambda: _run(FINISHED),
    "update_run": lambda: _run(BEHIND),
    "run_item": _item,
    "issue_code": lambda: {"person_id": _amina()["pk"]},
    "account_reset_password_from_key": lambda: {"uidb36": "1", "key": "gammal-lank"},
    **extranet_addresses.ABOUT,
}
