"""Unsafe requests run in a transaction; safe ones do not.

Wagtail's publish, move and privacy views open none of their own, and the outbox row must commit with the
change that it announces. ATOMIC_REQUESTS would do it for every GET as well, and each of those would take
SQLite's write lock. A view opts out with Django's own `transaction.non_atomic_requests`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.http import HttpRequest, HttpResponse

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class UnsafeRequestTransactionMiddleware:
    """Stands last, so that every other middleware has had its say before the transaction opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method in SAFE or DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ()):
            return None
        # Calling the view here, not wrapping it, lets an exception roll back before it becomes a page.
        with transaction.atomic():
            return view(request, *args, **kwargs)
