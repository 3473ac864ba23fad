"""Addresses that belong to no single page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from intranet.access import pages as access
from intranet.access.requests import ViewerRequest
from intranet.pages.models import Brand


def page_by_id(request: ViewerRequest, pk: int) -> HttpResponse:
    """Where a link in a text leads: the page's own address, if the reader may see it."""
    page = access.visible_to(request.viewer, Page.objects.all()).filter(pk=pk).first()
    url = page.get_url(request) if page else None
    if url is None:
        raise Http404
    return redirect(url)


@cache_control(max_age=3600, public=True)
def brand_css(request: HttpRequest) -> HttpResponse:
    """The municipality's colours over the design tokens; its address changes with them."""
    brand = Brand.for_request(request)
    tokens = {"--brand": brand.brand, "--header": brand.header, "--soft": brand.soft, "--link": brand.link}
    default = {field.name: field.default for field in Brand._meta.get_fields() if hasattr(field, "default")}
    changed = {
        name: value for name, value in tokens.items() if value.lower() != default[name.removeprefix("--")]
    }
    body = "".join(f"{name}: {value}; " for name, value in changed.items())
    # Only where it is light: the dark set has been chosen for contrast on dark ground.
    css = f"@layer brand {{ @media (prefers-color-scheme: light) {{ :root {{ {body}}} }} }}\n" if body else ""
    return HttpResponse(css, content_type="text/css; charset=utf-8")
