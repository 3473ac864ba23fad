"""Bodies, their rules as sentences that can be chosen between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from extranet.admin.base import ExtranetViewSet, RuledDeleteView, RuledIndexView
from extranet.admin.policy import Policy
from extranet.bodies.models import Body
from intranet.organisation.choosers import unit_chooser

AS_LAW = ("", "Som lagen säger för organets slag")
SENTENCES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "doors": (
        "Vilka får vara med på sammanträdena?",
        [
            AS_LAW,
            ("open", "Alla: dörrarna är öppna"),
            ("closed", "Bara organet och de som kallas: dörrarna är stängda"),
        ],
    ),
    "substitutes_read_secret": (
        "Vilka ersättare läser sekretessbelagda handlingar?",
        [
            ("serving", "Bara de som tjänstgör på sammanträdet"),
            ("all", "Alla ersättare"),
        ],
    ),
    "substitute_order": (
        "I vilken ordning kallas ersättare?",
        [
            AS_LAW,
            ("personal", "Den personliga ersättaren, sedan det egna partiets"),
            ("party", "Det egna partiets lista, sedan partierna i den ordning som fullmäktige har bestämt"),
            ("constituency", "Partiets lista i valkretsen"),
        ],
    ),
    "recusal_hides": (
        "Vad döljs för den som är jävig?",
        [
            ("unpublished", "Det som inte är offentliggjort i ärendet"),
            ("all", "Allt i ärendet, även det offentliga"),
        ],
    ),
    "watermark": (
        "Vilka handlingar får läsarens namn och tid som vattenstämpel?",
        [("none", "Inga"), ("secret", "De sekretessbelagda"), ("all", "Alla")],
    ),
    "offline": (
        "Vilka handlingar får sparas på läsarens enhet?",
        [
            ("none", "Inga"),
            ("open", "De som inte är sekretessbelagda"),
            ("all", "Alla. De sekretessbelagda finns kvar bara så länge läsarens upplåsning gäller"),
        ],
    ),
}
OFFLINE_DAYS = "Hur många dagar går en sparad kopia att läsa utan kontakt?"
SUMMONS_DAYS = "Hur många dagar före sammanträdet ska kallelsen senast skickas?"
NOT_KEPT = "Handlingar med vattenstämpel sparas inte på enheter. Ändra det ena eller det andra."
SLUG_HELP = "Sista delen av organets adress, t.ex. socialnamnden."


class BodyForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Body.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = "Inget annat organ"
        for name, (label, choices) in SENTENCES.items():
            first = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=forms.RadioSelect,
                required=choices[0] != AS_LAW,
                initial=first.initial,
            )

    def clean(self) -> dict[str, Any]:
        """What a body marks with the reader's name is kept on no device: the choices may not say otherwise."""
        data: dict[str, Any] = super().clean()
        marked, kept = data.get("watermark"), data.get("offline")
        if (marked == "all" and kept in ("open", "all")) or (marked == "secret" and kept == "all"):
            self.add_error("offline", NOT_KEPT)
        return data


def _rules(heading: str, *names: str, more: Sequence[FieldPanel] = ()) -> MultiFieldPanel:
    chosen = [FieldPanel(name, heading=SENTENCES[name][0]) for name in names]
    return MultiFieldPanel([*chosen, *more], heading=heading)


PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("short_name"),
            FieldPanel(
                "slug",
                widget=forms.TextInput,
                help_text=SLUG_HELP,
            ),
            FieldPanel("kind"),
            FieldPanel("authority"),
            FieldPanel("parent"),
            FieldPanel("unit", widget=unit_chooser.widget_class),
            FieldPanel("active_from"),
            FieldPanel(
                "active_to", help_text="Därefter får organet inga nya sammanträden. Handlingarna finns kvar."
            ),
        ],
        heading="Organet",
    ),
    # The rules on attestation come to be chosen with what obeys them.
    _rules(
        "Sammanträden",
        "doors",
        "substitute_order",
        more=[
            FieldPanel(
                "summons_days",
                heading=SUMMONS_DAYS,
                help_text="Den som skickar senare får skriva varför. Skälet sparas med kallelsen.",
            )
        ],
    ),
    _rules("Sekretess och jäv", "substitutes_read_secret", "recusal_hides"),
    _rules("Kopior", "watermark"),
    MultiFieldPanel(
        [
            FieldPanel("offline", heading=SENTENCES["offline"][0]),
            FieldPanel("offline_days", heading=OFFLINE_DAYS),
        ],
        heading="Kopior på läsarens enhet",
    ),
]


class BodyIndexView(RuledIndexView):
    def get_base_queryset(self) -> QuerySet[Body]:
        return super().get_base_queryset().select_related("authority", "parent")


class BodyDeleteView(RuledDeleteView):
    why_not = "Organet har uppdrag, sammanträden eller andra organ under sig. Sätt en sista dag i stället."


def is_active(body: Body) -> bool:
    today = timezone.localdate()
    return (not body.active_from or body.active_from <= today) and (
        not body.active_to or body.active_to >= today
    )


class BodyViewSet(ExtranetViewSet):
    model = Body
    policy = Policy(Body, lambda management: management.administers)
    name = "body_admin"
    url_prefix = "organ"
    icon = "group"
    index_view_class = BodyIndexView
    delete_view_class = BodyDeleteView
    edit_handler = ObjectList(PANELS, base_form_class=BodyForm)
    list_display: ClassVar[list] = [
        "name",
        Column("short_name", label="Förkortning", accessor="short_name", sort_key="short_name"),
        Column("kind", label="Slag", accessor="get_kind_display", sort_key="kind"),
        Column("authority", label="Myndighet", accessor="authority.name", sort_key="authority__name"),
        Column("parent", label="Hör under", accessor="parent.name"),
        BooleanColumn("active", label="Verksamt", accessor=is_active),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "authority"]
    search_fields: ClassVar[list[str]] = ["name", "short_name", "slug"]
