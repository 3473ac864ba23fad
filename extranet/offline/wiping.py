"""Whoever signs out leaves nothing behind: the browser is told to remove all that the site has stored in it.

So it is told, too, when somebody signs in where another has kept something and not signed out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from extranet.offline import devices, keeping

WIPES = "_wipes_device"


class WipingMiddleware:
    """Stands before what signs in and out. A request without a device's cookie costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, WIPES, False):
            response["Clear-Site-Data"] = '"cache", "storage"'
            response.delete_cookie(devices.cookie_name())
        return response


def connect() -> None:
    """Called once, when the apps are ready."""
    user_logged_out.connect(_signed_out, dispatch_uid="extranet.offline.signed_out")
    user_logged_in.connect(_signed_in, dispatch_uid="extranet.offline.signed_in")


def _signed_out(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is None or devices.cookie_name() not in request.COOKIES:
        return
    device = devices.named(request)
    if device is not None and user is not None and device.person_id == user.pk:
        keeping.forget(device)
    setattr(request, WIPES, True)


def _signed_in(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is None or devices.cookie_name() not in request.COOKIES:
        return
    device = devices.named(request)
    if device is None or device.person_id != user.pk:
        setattr(request, WIPES, True)
