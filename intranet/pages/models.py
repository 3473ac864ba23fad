"""What every page of the site has in common, and the settings that the municipality makes for it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageViewRestriction, Site

from intranet.access.admin.forms import RuledCopyForm
from intranet.access.admin.policy import RuledPermissionTester
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.pages.frame import breadcrumbs
from intranet.pages.routing import route_by_url_path, specific
from intranet.prepared import prepared

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Skriv färgen som sex hexadecimala siffror, t.ex. #0a5950.")


class BasePage(Page):
    """The base of all page classes.

    Subclasses keep one order: template, parent and subpage rules, fields, panels, search, properties,
    get_context.
    """

    show_in_menus_default = False
    # Titles and menus for others' search engines have no effect on a site behind a log-in.
    promote_panels: ClassVar[list] = [
        FieldPanel(
            "slug",
            help_text="Sista delen av sidans adress. En ny adress får ett nummer på slutet, så att den är sidans egen.",
        )
    ]
    copy_form_class = RuledCopyForm

    class Meta:
        abstract = True

    _without_restrictions = False

    # What a hit and a listing call this kind of page.
    kind_label: ClassVar[str | Promise] = _("Sida")
    kind: ClassVar[str] = "sida"
    in_search: ClassVar[bool] = True
    # Foreign keys that every showing of the page follows.
    shown_with: ClassVar[tuple[str, ...]] = ()

    @property
    def search_lead(self) -> str:
        """The sentence under the title in hits and listings."""
        return self.search_description

    def search_parts(self) -> list[tuple[str, str, str]]:
        """(place, label, text) of the page's text, in reading order; place is an anchor on the page."""
        return []

    def permissions_for_user(self, user: Any) -> RuledPermissionTester:
        return RuledPermissionTester(user, self)

    def route(self, request: ViewerRequest, path_components: list[str]) -> Any:
        found = route_by_url_path(self, path_components, request.viewer)
        if found is not None:
            page, rest = found
            whole = specific(page)
            whole.know_restrictions(request.viewer)
            return whole.route(request, rest)
        if path_components:
            raise Http404  # Wagtail would look for the child, and find a hidden one
        self.know_restrictions(request.viewer)
        return super().route(request, path_components)

    def know_restrictions(self, viewer: Viewer) -> None:
        self._without_restrictions = not viewer.places.pages.is_restricted(self.path)

    def get_view_restrictions(self) -> QuerySet:
        """Wagtail asks for them before it serves a page. Who came here has a viewer that knows of all there are."""
        if self._without_restrictions and self.alias_of_id is None:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = breadcrumbs(self, request)
        if request.viewer.uses_admin:
            # Wagtail asks there whether they may edit this very page.
            context["edit_url"] = reverse("wagtailadmin_pages:edit", args=[self.pk])
        return context


@register_setting(icon="view")
class Brand(BaseSiteSetting):
    """The municipality's name, logo and colours. Contrast, and who may have the logo, are checked on saving."""

    name = models.CharField("namn", max_length=60, default="Kompassköping")
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name="logotyp",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    brand = models.CharField("huvudfärg", max_length=7, default="#0a5950", validators=[HEX_COLOUR])
    header = models.CharField("sidhuvud", max_length=7, default="#063b35", validators=[HEX_COLOUR])
    soft = models.CharField("ljus ton", max_length=7, default="#e0eeeb", validators=[HEX_COLOUR])
    link = models.CharField("länkfärg", max_length=7, default="#0b5a7a", validators=[HEX_COLOUR])
    support_text = models.CharField("text om hjälp i sidfoten", max_length=200, blank=True)
    support_phone = models.CharField("telefon till it-supporten", max_length=40, blank=True)

    panels: ClassVar[list] = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("logo")], "Avsändare"),
        MultiFieldPanel(
            [FieldPanel("brand"), FieldPanel("header"), FieldPanel("soft"), FieldPanel("link")], "Färger"
        ),
        MultiFieldPanel([FieldPanel("support_text"), FieldPanel("support_phone")], "Hjälp"),
    ]

    class Meta:
        verbose_name = "utseende"

    @classmethod
    def for_site(cls, site: Site) -> Brand:
        """Every page asks for it."""
        found = _brand_of(site=site.pk) if site else []
        return found[0] if found else super().for_site(site)

    @property
    def fingerprint(self) -> str:
        """Changes with the colours, and with it the address of their style sheet, which browsers keep."""
        return sha256(f"{self.brand}{self.header}{self.soft}{self.link}".encode()).hexdigest()[:8]

    def clean(self) -> None:
        from intranet.pages.contrast import check_brand
        from intranet.pages.logo import check_logo

        super().clean()
        errors: dict = {}
        for check in (check_brand, check_logo):
            try:
                check(self)
            except ValidationError as refused:
                errors = refused.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)


@prepared(site=int)
def _brand_of(site: int) -> QuerySet[Brand]:
    return Brand.base_queryset().filter(site=site)
