"""The demo's site: the start page and what stands directly below it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from home.models import HomePage, KnowledgeIndexPage, NewsIndexPage
from intranet.access.models import Audience, SectionAudience
from intranet.organisation.models import Organisation
from intranet.pages.models import Brand

NAME = "Kompassköping"


@transaction.atomic
def ensure_site() -> HomePage:
    """The start page at "/", the sections below it, and the municipality's name. Changes nothing the next time."""
    home = _ensure_home()
    site = _ensure_default_site(home)
    _remove_welcome_page()
    Organisation.objects.filter(code="KK", site=None).update(site=site)
    Brand.objects.get_or_create(
        site=site,
        defaults={
            "name": NAME,
            "support_text": "Ring servicedesk om något inte fungerar.",
            "support_phone": "0491-555 10 00",
        },
    )
    sections = (
        ensure_child(home, KnowledgeIndexPage, "rutiner", title="Rutiner"),
        ensure_child(
            home,
            KnowledgeIndexPage,
            "checklistor",
            title="Checklistor",
            lists=KnowledgeIndexPage.Lists.CHECKLISTS,
        ),
    )
    news = ensure_child(home, NewsIndexPage, "nyheter", title="Nyheter")
    # Elected officials have the start page and the news too; what staff work by is for staff.
    for page, audience in (
        *((page, Audience.ROLES) for page in (home, news)),
        *((page, Audience.EMPLOYEES) for page in sections),
    ):
        SectionAudience.objects.get_or_create(page_id=page.pk, defaults={"audience": audience})
    return home


def ensure_child(parent: Page, page_class: type[Page], slug: str, **fields: Any) -> Page:
    """The page of that address below another, published when it is made."""
    parent = Page.objects.get(pk=parent.pk)
    found = parent.get_children().filter(slug=slug).first()
    if found is not None:
        return found.specific
    page = page_class(slug=slug, **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _ensure_home() -> HomePage:
    home = HomePage.objects.order_by("path").first()
    if home is not None:
        return home
    page = ensure_child(Page.get_first_root_node(), HomePage, "start", title="Start")
    return HomePage.objects.get(pk=page.pk)


def _ensure_default_site(home: HomePage) -> Site:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.pk is None or site.root_page_id != home.pk:
        address = urlsplit(settings.SITE_URL)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = NAME
        site.root_page = Page.objects.get(pk=home.pk)
        site.save()
    return site


def _remove_welcome_page() -> None:
    """The page that Wagtail's migrations make, if nobody has made anything of it."""
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0).first()
    if welcome is not None and not welcome.sites_rooted_here.exists() and not welcome.revisions.exists():
        welcome.delete()
