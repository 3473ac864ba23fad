"""The small lists: authorities, parties, roles, and which bodies the auditors of another audit."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column

from extranet.access.management import Management, is_own_audit, is_own_registry
from extranet.admin.base import ExtranetViewSet, RuledDeleteView, RuledIndexView
from extranet.admin.policy import READ, Policy, management_for
from extranet.bodies.models import Authority, Body
from extranet.mandates.models import Audit, Party, Role


def _administers(management: Management) -> bool:
    return management.administers


class AuthorityForm(WagtailAdminModelForm):
    class Meta:
        model = Authority
        fields: ClassVar[list[str]] = ["name", "code", "registrators"]
        widgets: ClassVar[dict] = {"code": forms.TextInput}
        help_texts: ClassVar[dict[str, str]] = {"code": "Används i filer och i diarienummer, t.ex. KS."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registrators"].queryset = self.fields["registrators"].queryset.order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        group = data.get("registrators")
        chosen = group is not None and "registrators" in self.changed_data
        if chosen and group.pk in management_for(self.for_user).groups:
            self.add_error(
                "registrators",
                "Du är med i gruppen och skulle ge dig själv rätt att läsa. Be någon annan.",
            )
        return data


class AuthorityDeleteView(RuledDeleteView):
    why_not = "Myndigheten har organ eller handlingar och kan inte tas bort."


class AuthorityViewSet(ExtranetViewSet):
    model = Authority
    policy = Policy(Authority, _administers, own=is_own_registry)
    name = "authority_admin"
    url_prefix = "myndigheter"
    icon = "home"
    delete_view_class = AuthorityDeleteView
    list_display: ClassVar[list] = [
        "name",
        Column("code", label="Kod", accessor="code", sort_key="code"),
        Column("registrators", label="Registratorer", accessor="registrators.name"),
    ]
    search_fields: ClassVar[list[str]] = ["name", "code"]

    def get_form_class(self, for_update: bool = False) -> type[AuthorityForm]:
        return AuthorityForm


class PartyForm(WagtailAdminModelForm):
    class Meta:
        model = Party
        fields: ClassVar[list[str]] = ["name", "code"]
        widgets: ClassVar[dict] = {"code": forms.TextInput}
        help_texts: ClassVar[dict[str, str]] = {
            "code": "Står efter namnet på den som har uppdraget, och i filer."
        }


class PartyDeleteView(RuledDeleteView):
    why_not = "Någon har eller har haft uppdrag för partiet. Därför kan det inte tas bort."


class PartyViewSet(ExtranetViewSet):
    model = Party
    policy = Policy(Party, _administers)
    name = "party_admin"
    url_prefix = "partier"
    icon = "group"
    delete_view_class = PartyDeleteView
    list_display: ClassVar[list] = [
        "name",
        Column("code", label="Förkortning", accessor="code", sort_key="code"),
    ]
    search_fields: ClassVar[list[str]] = ["name", "code"]

    def get_form_class(self, for_update: bool = False) -> type[PartyForm]:
        return PartyForm


class RoleViewSet(ExtranetViewSet):
    """To be read: what a role gives is decided with the rule, not here."""

    model = Role
    policy = Policy(Role, _administers, actions=READ)
    name = "role_admin"
    url_prefix = "roller-i-organ"
    icon = "key"
    menu_label = "Roller i organ"
    form_fields: ClassVar[list[str]] = ["name"]
    list_display: ClassVar[list] = [
        "name",
        Column("scope", label="Når", accessor="get_scope_display"),
        Column("reads_secret", label="Läser sekretessbelagt", accessor="get_reads_secret_display"),
        BooleanColumn("votes", label="Röstar", accessor="votes"),
        BooleanColumn("may_serve", label="Kan tjänstgöra i någons ställe", accessor="may_serve"),
    ]
    search_fields: ClassVar[list[str]] = ["name"]

    def get_urlpatterns(self) -> list:
        return [
            pattern for pattern in super().get_urlpatterns() if pattern.name in ("index", "index_results")
        ]


class AuditForm(WagtailAdminModelForm):
    class Meta:
        model = Audit
        fields: ClassVar[list[str]] = ["auditing", "audited"]
        help_texts: ClassVar[dict[str, str]] = {
            "audited": "Revisorerna läser det som organet läser. Varje läsning loggas."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        auditors = Body.objects.filter(kind=Body.Kind.AUDIT)
        self.fields["auditing"].queryset = auditors
        self.fields["audited"].queryset = Body.objects.exclude(kind=Body.Kind.AUDIT)
        if not auditors:
            self.fields["auditing"].help_text = "Det finns inget revisionsorgan än. Lägg upp det under Organ."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("auditing") and is_own_audit(
            management_for(self.for_user), Audit(auditing=data["auditing"])
        ):
            self.add_error(
                "auditing", "Du har ett uppdrag där och skulle ge dig själv rätt att läsa. Be någon annan."
            )
        return data


class AuditIndexView(RuledIndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("auditing", "audited")


class AuditViewSet(ExtranetViewSet):
    model = Audit
    policy = Policy(Audit, _administers, own=is_own_audit)
    name = "audit_admin"
    url_prefix = "granskade-organ"
    icon = "search"
    index_view_class = AuditIndexView
    list_display: ClassVar[list] = [
        "__str__",
        Column("auditing", label="Revisionsorgan", accessor="auditing.name", sort_key="auditing__name"),
        Column("audited", label="Granskar", accessor="audited.name", sort_key="audited__name"),
    ]
    search_fields: ClassVar[list[str]] = ["auditing__name", "audited__name"]

    def get_form_class(self, for_update: bool = False) -> type[AuditForm]:
        return AuditForm
