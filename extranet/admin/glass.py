"""Breaking the glass: an administrator reads a body's papers for two hours, for a reason, and the chair is told."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn

from extranet.admin.base import ExtranetViewSet, RuledCreateView, RuledIndexView
from extranet.admin.grant_form import enough_words
from extranet.admin.policy import Policy
from extranet.exceptions.models import GLASS_LASTS, BreakGlass
from extranet.oversight.telling import glass_broken

POLICY = Policy(
    BreakGlass,
    lambda management: management.breaks_glass,
    lambda management: Q(person=management.person),
    actions=frozenset({"add", "view"}),
)


class GlassForm(WagtailAdminModelForm):
    sure = forms.BooleanField(
        label="Jag har läst vad som händer och behöver läsa organets handlingar nu.",
        error_messages={"required": "Kryssa i rutan om du vill fortsätta."},
    )

    class Meta:
        model = BreakGlass
        fields: ClassVar[list[str]] = ["body", "reason"]
        widgets: ClassVar[dict] = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, str]] = {
            "reason": "Ordföranden och säkerhetsloggen får det ord för ord. Skriv inget ur handlingarna."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].validators.append(enough_words)

    def save(self, commit: bool = True) -> BreakGlass:
        glass: BreakGlass = self.instance
        glass.begun_at = timezone.now()
        glass.expires = glass.begun_at + GLASS_LASTS
        return super().save(commit)


class GlassIndexView(RuledIndexView):
    def get_base_queryset(self) -> QuerySet[BreakGlass]:
        return super().get_base_queryset().select_related("body").order_by("-begun_at")


class GlassCreateView(RuledCreateView):
    page_title = "Nödåtkomst"
    template_name = "extranet/admin/break_glass.html"
    submit_button_label = "Ge mig nödåtkomst"
    submit_button_active_label = "Öppnar …"
    success_message = "Du kan läsa organets handlingar i två timmar. Ordföranden har fått veta det."

    def get_initial_form_instance(self) -> BreakGlass:
        return BreakGlass(person=self.request.user)

    def save_instance(self) -> BreakGlass:
        glass = super().save_instance()
        glass_broken(glass)
        return glass


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H.%M}"


class GlassViewSet(ExtranetViewSet):
    model = BreakGlass
    policy = POLICY
    name = "glass_admin"
    url_prefix = "nodatkomst"
    icon = "warning"
    menu_label = "Nödåtkomst"
    index_view_class = GlassIndexView
    add_view_class = GlassCreateView
    create_template_name = GlassCreateView.template_name
    list_display: ClassVar[list] = [
        TitleColumn("body", label="Organ", accessor="body.name"),
        Column("reason", label="Skäl", accessor="reason"),
        Column("begun_at", label="Från", accessor=lambda glass: _moment(glass.begun_at)),
        Column("expires", label="Till", accessor=lambda glass: _moment(glass.expires)),
        Column("state", label="Läge", accessor=lambda g: "Gäller" if g.expires > timezone.now() else "Slut"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[GlassForm]:
        return GlassForm

    def get_urlpatterns(self) -> list:
        return [p for p in super().get_urlpatterns() if p.name in ("index", "index_results", "add")]
