"""The base of every kind of knowledge: routines and their kin, checklists, handbooks."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.fields import StreamField, StreamValue
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from home.admin.forms import KnowledgeCopyForm
from home.admin.permissions import KnowledgePermissionTester
from home.admin.versions_panel import VersionsPanel
from home.knowledge import timeline as timelines
from home.knowledge.forms import FormsBlock
from home.knowledge.routes import VersionRoutes
from home.knowledge.timeline import State, Timeline
from home.knowledge.versions import KnowledgeVersion
from home.related import RelatesPages, related_panel
from intranet.access.requests import ViewerRequest
from intranet.organisation.models import Unit
from intranet.organisation.widgets import UnitCheckboxes
from intranet.pages.models import BasePage
from intranet.people.models import Function
from intranet.prepared import prepared


class KnowledgeQuerySet(PageQuerySet):
    def with_state(self, on: date) -> KnowledgeQuerySet:
        return timelines.with_state(self, on)

    def in_state(self, state: State, on: date) -> KnowledgeQuerySet:
        """Pages in a state; call `with_state` first."""
        return timelines.in_state(self, state, on)

    def decided(self) -> KnowledgeQuerySet:
        return self.filter(ever_decided=True)


class KnowledgePage(RelatesPages, VersionRoutes, BasePage):
    """What the municipality has decided about how something is done.

    The live content is that of the version in force; who reads the page gets it from the version itself,
    so that a clock that has not come round yet changes nothing for them.
    """

    class Kind(models.TextChoices):
        ROUTINE = "rutin", _("Rutin")
        METHOD = "metod", _("Metod")
        GUIDELINE = "riktlinje", _("Riktlinje")
        POLICY = "policy", _("Policy")
        CHECKLIST = "checklista", _("Checklista")
        HANDBOOK = "handbok", _("Handbok")

    is_creatable = False
    parent_page_types: ClassVar[list] = ["home.KnowledgeIndexPage"]
    subpage_types: ClassVar[list] = []

    knowledge_kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.ROUTINE)
    summary = models.CharField(
        "ingress", max_length=300, blank=True, help_text="En mening som säger vad sidan ger svar på."
    )
    owner_function = models.ForeignKey(
        Function,
        verbose_name="ägare",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Den funktion som ser till att texten stämmer. Funktionen finns kvar när personen slutar.",
    )
    units = ParentalManyToManyField(
        Unit,
        verbose_name="gäller för",
        blank=True,
        related_name="knowledge_pages",
        help_text="Tomt: alla enheter.",
    )
    subjects = ParentalManyToManyField(
        "subjects.Subject", verbose_name="ämnen", blank=True, related_name="knowledge_pages"
    )
    keywords = models.CharField(
        "sökord", max_length=300, blank=True, help_text="Ord som läsare använder men som inte står i texten."
    )
    review_by = models.DateField("ses över senast", null=True, blank=True)
    valid_from = models.DateField(
        "gäller från", null=True, blank=True, help_text="Tomt: från den dag då texten fastställs."
    )
    valid_to = models.DateField("gäller till och med", null=True, blank=True, help_text="Oftast tomt.")
    change_summary = models.CharField(
        "vad har ändrats",
        max_length=500,
        blank=True,
        help_text="Visas för läsarna tillsammans med den nya versionen.",
    )

    forms = StreamField(
        FormsBlock(),
        verbose_name="blanketter och mallar",
        blank=True,
        help_text="Det som läsaren fyller i eller utgår från. Visas under en egen rubrik.",
    )

    content_panels: ClassVar[list] = [
        VersionsPanel(),
        *BasePage.content_panels,
        FieldPanel("summary"),
        CommentPanel(),
    ]
    decision_panels: ClassVar[list] = [
        FieldPanel("owner_function"),
        FieldPanel("keywords"),
        FieldPanel("subjects", widget=CheckboxSelectMultiple),
        FieldPanel("units", widget=UnitCheckboxes),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("review_by"),
                FieldPanel("change_summary"),
            ],
            "Giltighet",
        ),
        FieldPanel("forms"),
        related_panel("Hör ihop med"),
    ]

    # Nothing has been decided about a copy.
    copy_form_class = KnowledgeCopyForm
    exclude_fields_in_copy: ClassVar[list] = ["valid_from", "valid_to", "change_summary"]

    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.FilterField("knowledge_kind"),
    ]

    objects = PageManager.from_queryset(KnowledgeQuerySet)()

    class Meta:
        verbose_name = "kunskapssida"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.knowledge_kind

    @property
    def kind_label(self) -> str:  # type: ignore[override]
        return self.get_knowledge_kind_display()

    @property
    def search_lead(self) -> str:
        return self.summary

    @cached_property
    def timeline(self) -> Timeline:
        """All decided versions of the page, without their content; one query."""
        return Timeline.of(_decided(page=self.pk))

    @property
    def text_streams(self) -> list[StreamValue]:
        """The streams that hold the text and its headings, in reading order."""
        return []

    @property
    def contact_streams(self) -> list[StreamValue]:
        """The streams that may name functions as contacts."""
        return []

    @property
    def sends_to_manager(self) -> bool:
        """Whether the short answer tells the reader to turn to their manager; then it offers to ring them."""
        return False

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "Sista dagen ligger före den första."})
        if self.valid_from and self.review_by and self.review_by < self.valid_from:
            raise ValidationError({"review_by": "Översynen ligger före den dag då texten börjar gälla."})

    def permissions_for_user(self, user: Any) -> KnowledgePermissionTester:
        return KnowledgePermissionTester(user, self)

    def as_decided(self, version: KnowledgeVersion) -> KnowledgePage:
        """This page with the content of one version; itself if that is what it holds already."""
        if version.revision_id and version.revision_id == self.live_revision_id:
            return self
        page = self.with_content_json(version.content)
        page.timeline = self.timeline
        return page

    def get_context(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.knowledge.presentation import facts

        version = kwargs.pop("version", None)
        context = super().get_context(request, *args, **kwargs)
        context.update(facts(self, version, request))
        return context

    # Previews show the draft itself.

    def serve_preview(self, request: ViewerRequest, mode_name: str) -> HttpResponse:
        draft = KnowledgeVersion(
            page_id=self.pk, number=0, title=self.title, in_force_from=self.valid_from or timezone.localdate()
        )
        context = self.get_context(request) | {"version": draft, "mode": "preview"}
        return TemplateResponse(request, self.get_template(request), context)


def tabs(*content: Panel) -> TabbedInterface:
    """The editor of a kind of knowledge: its own content first, then what all kinds have in common."""
    return TabbedInterface(
        [
            ObjectList([*KnowledgePage.content_panels, *content], heading="Innehåll"),
            ObjectList(KnowledgePage.decision_panels, heading="Ansvar och giltighet"),
            ObjectList(KnowledgePage.promote_panels, heading="Adress"),
        ]
    )


@prepared(page=int)
def _decided(page: int) -> QuerySet[KnowledgeVersion]:
    versions = KnowledgeVersion.objects.filter(page=page).select_related(
        "decided_function__kind", "decided_function__unit", "decided_by"
    )
    return timelines.with_withdrawal(versions).defer("content")
