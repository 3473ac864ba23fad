"""Wagtail's own log-in and reset addresses lead to ours: there is one way in. Included before Wagtail's."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path, reverse


@login_not_required
def log_in(request: HttpRequest) -> HttpResponse:
    """To the log-in, which checks where it may lead afterwards."""
    wanted = request.GET.get("next", "")
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return redirect(reverse("account_login") + query)


@login_not_required
def reset_password(request: HttpRequest, rest: str = "") -> HttpResponse:
    return redirect("account_reset_password")


urlpatterns = [
    path("admin/login/", log_in),
    re_path(r"^admin/password_reset/(?P<rest>.*)$", reset_password),
    path("_util/login/", log_in),
]
