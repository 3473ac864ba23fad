"""Addresses of the admin that name something: those of what the user may not see answer as if it did not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.views.defaults import page_not_found
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import BaseViewRestriction, Collection, Page, PageViewRestriction

from intranet.access.admin.asking import current, may_meet, may_name
from intranet.people.models import Person

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
IMAGE_ARGUMENTS = ("image_id",)
DOCUMENT_ARGUMENTS = ("document_id", "doc_id")
# The names of the view sets in `audiences`, which imports this module's neighbours.
SECTION_AUDIENCES, COLLECTION_AUDIENCES = "section_audience", "collection_audience"
LONGEST_ID = 18  # digits that every database takes for a number
# They tell the tags of files whose collection is closed to the asker; our forms have no tags.
TAG_SUGGESTIONS = ("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete")
# It counts every page of a kind and names the one edited last, without asking any policy.
COUNTING_REPORTS = ("wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results")

Refusal = Callable[[HttpRequest, str, Page], HttpResponse | None]
_refusals: list[Refusal] = []


def register_refusal(refusal: Refusal) -> None:
    """`refusal(request, view name, page)` may answer in a view's stead, to say in words why not."""
    if refusal not in _refusals:
        _refusals.append(refusal)


class Unknown(Exception):  # noqa: N818
    """An address names something that does not exist."""


class AdminGuardMiddleware:
    """Stands after the middleware that resolves the viewer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = current.set(None)
        try:
            response = self.get_response(request)
            _remember_own_passwords(request)
            return response
        finally:
            current.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        # Others are sent to the log-in whatever they ask for; a 404 would tell them more.
        if not request.path.startswith(reverse("wagtailadmin_home")) or not user.has_perm(
            "wagtailadmin.access_admin"
        ):
            return None
        viewer = request.viewer  # type: ignore[attr-defined]
        current.set(viewer)
        match = request.resolver_match
        if match is None:
            return None
        if match.view_name in COUNTING_REPORTS:
            return redirect("wagtailadmin_explore_root")
        if not _is_sound(match, request) or match.url_name in TAG_SUGGESTIONS:
            return _missing(request)
        try:
            named = list(things_named(match, request))
        except Unknown:
            # The view might refuse, or ask for POST, before it looks: then a missing id would differ from a hidden one.
            return _missing(request)
        # People are changed one at a time, on their own page, where the rules for it are.
        people_in_bulk = match.url_name == "wagtail_bulk_action" and match.kwargs["app_label"] == "people"
        if people_in_bulk or not all(may_meet(viewer, thing) for thing in named):
            return _missing(request)
        for page in named:
            for refusal in _refusals:
                answer = isinstance(page, Page) and refusal(request, match.view_name, page)
                if answer:
                    return answer
        return None


def _missing(request: HttpRequest) -> HttpResponse:
    """What Wagtail answers for an id that does not exist, headers and all."""
    missing = page_not_found(request, Exception(), template_name="wagtailadmin/404.html")
    add_never_cache_headers(missing)
    return missing


def _is_sound(match: ResolverMatch, request: HttpRequest) -> bool:
    """Whether the ids that an address holds can be ids at all; Wagtail passes them to the database as they are."""
    values = [*match.kwargs.values(), *match.args, *(v for vs in request.GET.lists() for v in vs[1])]
    if any(str(value).isdecimal() and len(str(value)) > LONGEST_ID for value in values):
        return False
    if any("\x00" in str(value) for value in values):
        return False
    if match.url_name == "wagtail_bulk_action":
        return all(value == "all" or value.isdecimal() for value in request.GET.getlist("id"))
    if match.url_name == "copy" and match.namespace == "wagtailadmin_pages" and request.method == "POST":
        # A parent that is hidden and one that is missing are the same to who may not see it.
        asked = _numbers([request.POST.get("new_parent_page", "")])
        parents = list(Page.objects.filter(pk__in=asked))
        return len(parents) == len(asked) and all(may_name(request.viewer, parent) for parent in parents)  # type: ignore[attr-defined]
    return True


def things_named(match: ResolverMatch, request: HttpRequest) -> Iterator[Model]:
    """The pages, files, collections and people that an address names by their id."""
    space = match.namespace
    if match.url_name == "revisions_compare" and match.args:
        yield from _pages([match.args[0]])
    yield from _pages([match.kwargs[name] for name in PAGE_ARGUMENTS if match.kwargs.get(name)])
    if match.url_name == "wagtailadmin_choose_page_chosen_multiple":
        yield from _pages(request.GET.getlist("id"))
    if space == "wagtailadmin_editing_sessions" and match.url_name == "ping":
        model = _model(match.kwargs["app_label"], match.kwargs["model_name"])
        if model is not None and issubclass(model, Page):
            yield from _pages([match.kwargs["object_id"]])
    yield from _files(get_image_model(), IMAGE_ARGUMENTS, "wagtailimages_chooser", match, request)
    yield from _files(get_document_model(), DOCUMENT_ARGUMENTS, "wagtaildocs_chooser", match, request)
    if space == "wagtailadmin_collections":
        yield from _all(Collection.objects.all(), [match.kwargs.get("pk"), match.kwargs.get("collection_id")])
    if space == SECTION_AUDIENCES and "pk" in match.kwargs:
        yield from Page.objects.filter(section_audience__in=_numbers([match.kwargs["pk"]]))
    if space == COLLECTION_AUDIENCES and "pk" in match.kwargs:
        yield from Collection.objects.filter(collection_audience__in=_numbers([match.kwargs["pk"]]))
    if space == "wagtailredirects" and "redirect_id" in match.kwargs:
        yield from Page.objects.filter(redirect=match.kwargs["redirect_id"])
    if space in ("wagtailusers_users", "person_chooser"):
        yield from _all(Person.objects.all(), [match.kwargs.get("pk"), *request.GET.getlist("id")])


def _pages(ids: list[Any]) -> Iterator[Page]:
    yield from _all(Page.objects.all(), ids)


def _all(things: QuerySet, ids: list[Any]) -> Iterator[Model]:
    """The things of these ids; raises Unknown if one is missing."""
    wanted = set(_numbers(ids))
    found = list(things.filter(pk__in=wanted)) if wanted else []
    if len(found) < len(wanted):
        raise Unknown
    yield from found


def _files(
    model: type, arguments: tuple[str, ...], chooser: str, match: ResolverMatch, request: HttpRequest
) -> Iterator:
    wanted = [match.kwargs[name] for name in arguments if name in match.kwargs]
    if match.namespace == chooser:
        wanted += [match.kwargs.get("pk"), match.kwargs.get("image_id"), *request.GET.getlist("id")]
    yield from _all(model._default_manager.select_related("collection"), wanted)  # type: ignore[attr-defined]


def _numbers(values: list[Any]) -> list[int]:
    return [int(value) for value in values if str(value).isdecimal() and len(str(value)) <= LONGEST_ID]


def _model(app_label: str, model_name: str) -> type[Model] | None:
    try:
        return apps.get_model(app_label, model_name)
    except LookupError:
        return None


def _remember_own_passwords(request: HttpRequest) -> None:
    """Whoever sets a shared password knows it; without this they would shut themselves out of their own page."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.view_name != "wagtailadmin_pages:set_privacy":
        return
    mine = PageViewRestriction.objects.filter(
        page_id=match.kwargs["page_id"], restriction_type=BaseViewRestriction.PASSWORD
    ).values_list("pk", flat=True)
    key = PageViewRestriction.passed_view_restrictions_session_key
    request.session[key] = sorted({*request.session.get(key, []), *mine})
