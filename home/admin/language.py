"""The texts that the admin's scripts show, with ours where Wagtail's Swedish catalogue has gaps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.localization import get_localized_response


class AdminCatalog(JavaScriptCatalog):
    packages = ["wagtail.admin"]

    def get_paths(self, packages: Any) -> list[str]:
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


def catalog(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return get_localized_response(AdminCatalog.as_view(), request, *args, **kwargs)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    # Stands before Wagtail's own of the same address.
    return [path("jsi18n/", catalog, name="wagtailadmin_javascript_catalog")]
