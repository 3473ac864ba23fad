"""What the log follows of Django's, allauth's and Wagtail's own doings."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from wagtail.models import (
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
)

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.audit.watch import watch, watch_members


def connect() -> None:
    """Called once, when the apps are ready."""
    _follow_sign_on()
    _follow_groups()
    _follow_restrictions()


def _follow_sign_on() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(failed, dispatch_uid="audit.failed")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(password_changed, dispatch_uid="audit.password_changed")


def signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record(Event.Kind.SIGNED_IN, request=request, actor=user)


def signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(Event.Kind.SIGNED_OUT, request=request, actor=user)


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Name only a person who exists: what is typed as a user name by mistake is now and then a password."""
    people = get_user_model()
    username = credentials.get(people.USERNAME_FIELD) or ""
    person = people._default_manager.filter(**{f"{people.USERNAME_FIELD}__iexact": username}).first()
    record(Event.Kind.SIGN_IN_FAILED, request=request, actor=person or NOBODY)


def password_changed(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record(Event.Kind.PASSWORD_CHANGED, request=request, actor=user)


class _Nobody:
    """An actor that is known not to be the request's."""

    pk = None


NOBODY = _Nobody()


def _follow_groups() -> None:
    people = get_user_model()
    watch(Group, ("name",), lambda group: group.name)
    watch_members(people.groups.through, _username, lambda group: group.name, "groups")
    watch_members(people.user_permissions.through, _username, _permission, "permissions")
    watch_members(Group.permissions.through, lambda group: group.name, _permission, "permissions")
    for model, place in ((GroupPagePermission, "page"), (GroupCollectionPermission, "collection")):
        watch(
            model,
            ("group", place, "permission"),
            lambda granted: granted.group.name,
            naming={"group": _group_name, "permission": _permission_name},
        )


def _follow_restrictions() -> None:
    # Named by the id of their place alone: a page's title may be what the restriction hides. Nor is the shared
    # password among the fields.
    for model, place in ((PageViewRestriction, "page"), (CollectionViewRestriction, "collection")):
        watch(model, ("restriction_type", place), lambda _: "")
        watch_members(model.groups.through, lambda _: "", lambda group: group.name, "groups")


def _username(person: Any) -> str:
    return person.get_username()


def _permission(permission: Any) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _group_name(pk: int) -> str:
    return Group.objects.values_list("name", flat=True).filter(pk=pk).first() or str(pk)


def _permission_name(pk: int) -> str:
    found = Permission.objects.filter(pk=pk).select_related("content_type").first()
    return _permission(found) if found else str(pk)
