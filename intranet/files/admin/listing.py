"""The list of documents in the admin: how far the reading of the text has come, who answers, when it is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import DocumentsFilterSet, IndexView

from intranet.files.attachments import Attachment
from intranet.files.documents import CustomDocument
from intranet.files.problems import reason
from intranet.files.versions import DocumentVersion
from intranet.people.models import Function

SOON = timedelta(days=30)
Text = DocumentVersion.Text
STANDING = (
    ("alone", "Står för sig självt"),
    ("attached", "Finns på en sida"),
    ("loose", "Hittas av ingen"),
    ("withdrawn", "Upphävt"),
)
REVIEW = (("due", "Har passerat"), ("soon", "Inom 30 dagar"), ("none", "Saknar datum"))


def with_text(documents: QuerySet) -> QuerySet:
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    return documents.annotate(
        newest_text=Subquery(newest.values("text_state")[:1]),
        newest_problem=Subquery(newest.values("text_problem")[:1]),
    )


def in_text(documents: QuerySet, name: str, value: str) -> QuerySet:
    return _among(documents, with_text(CustomDocument.objects.all()).filter(newest_text=value))


def in_standing(documents: QuerySet, name: str, value: str) -> QuerySet:
    attached = Exists(Attachment.objects.filter(document=OuterRef("pk")))
    wanted = {
        "alone": Q(stands_alone=True, withdrawn_at=None),
        "attached": Q(attached, withdrawn_at=None),
        "loose": Q(~attached, stands_alone=False, withdrawn_at=None),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }[value]
    return _among(documents, CustomDocument.objects.filter(wanted))


def in_review(documents: QuerySet, name: str, value: str) -> QuerySet:
    today = timezone.localdate()
    wanted = {
        "due": Q(review_by__lt=today),
        "soon": Q(review_by__gte=today, review_by__lte=today + SOON),
        "none": Q(review_by=None),
    }[value]
    return _among(documents, CustomDocument.objects.filter(wanted))


def of_owner(documents: QuerySet, name: str, value: Function | None) -> QuerySet:
    if value is None:
        return documents
    return _among(documents, CustomDocument.objects.filter(owner_function=value))


def _among(documents: QuerySet, wanted: QuerySet) -> QuerySet:
    # By primary key: Wagtail's search takes a filter on that, and on few other fields.
    return documents.filter(pk__in=wanted.order_by().values("pk"))


def owners(_request: Any) -> QuerySet[Function]:
    owned = CustomDocument.objects.filter(owner_function=OuterRef("pk"))
    return Function.objects.filter(Exists(owned)).select_related("kind", "unit")


class DocumentFilters(DocumentsFilterSet):
    standing = django_filters.ChoiceFilter(label="Hittas", choices=STANDING, method=in_standing)
    text = django_filters.ChoiceFilter(label="Texten", choices=Text.choices, method=in_text)
    review = django_filters.ChoiceFilter(label="Ses över", choices=REVIEW, method=in_review)
    owner = django_filters.ModelChoiceFilter(label="Ägare", queryset=owners, method=of_owner)

    class Meta(DocumentsFilterSet.Meta):
        pass


def _text_said(document: Any) -> str:
    return reason(document.newest_text, document.newest_problem or "")


def _owner_said(document: CustomDocument) -> str:
    return str(document.owner_function) if document.owner_function_id else ""


def _review_said(document: CustomDocument) -> str:
    if document.is_withdrawn:
        return "upphävt"
    return date_format(document.review_by, "j F Y") if document.review_by else ""


def install() -> None:
    """Wagtail makes its list from this class, and offers nowhere to name another."""
    if getattr(IndexView, "tells_of_text", False):
        return
    base, columns = IndexView.get_base_queryset, IndexView.columns.func

    def get_base_queryset(self: IndexView) -> QuerySet:
        return with_text(base(self)).select_related("owner_function__kind", "owner_function__unit")

    def with_ours(self: IndexView) -> list[Column]:
        found: list[Column] = columns(self)
        ours = [
            Column("text", label="Texten", accessor=_text_said),
            Column("owner", label="Ägare", accessor=_owner_said),
            Column("review_by", label="Ses över", accessor=_review_said, sort_key="review_by"),
        ]
        for column in found:
            if column.name == "filename":
                column.cell_template_name = "files/admin/filename_cell.html"
        return [*found[:3], *ours, *found[3:]]

    IndexView.get_base_queryset = get_base_queryset
    IndexView.columns = cached_property(with_ours)
    IndexView.columns.__set_name__(IndexView, "columns")
    IndexView.filterset_class = DocumentFilters
    IndexView.tells_of_text = True
