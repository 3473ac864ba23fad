"""Deciding that a document no longer applies, with what is read instead, and taking that back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.log_actions import log

from intranet.access import files as access
from intranet.access.admin.decisions import DecisionFormView
from intranet.files.documents import CustomDocument
from intranet.files.permissions import may_edit


class WithdrawForm(forms.Form):
    """Why, and what is read instead: among the documents that the decider may open."""

    reason = forms.CharField(
        label="Skäl",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Visas för läsarna, till exempel ”Ersatt av ny plan från årsskiftet.”",
    )
    replaced_by: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Ersätts av",
        queryset=None,
        required=False,
        widget=AdminDocumentChooser,
        help_text="Ett annat dokument, som gäller. Läsarna får en länk dit, om de får öppna det.",
        error_messages={
            "invalid_choice": (
                "Välj ett annat dokument än det som du upphäver, och ett som inte redan är upphävt. "
                "Finns det inget som ersätter det, lämna rutan tom."
            )
        },
    )

    def __init__(self, *args: Any, documents: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = documents  # type: ignore[attr-defined]


class DocumentDecision(DecisionFormView):
    """What both decisions share: for which document, by whom, and where one comes from and goes to."""

    template_name = "files/admin/withdraw.html"
    header_icon = "doc-full-inverse"
    edit_url_name = "wagtaildocs:edit"
    withdrawn = False
    """Of which documents it is asked."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        documents = CustomDocument.objects.select_related("collection", "replaced_by__collection")
        found = access.open_to(self.request.viewer, documents).filter(pk=kwargs["document_id"]).first()
        if found is None or not may_edit(self.request.viewer, found):
            raise Http404
        self.document = found
        self.page_subtitle = found.title

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.document.is_withdrawn is not self.withdrawn:
            messages.warning(request, "Någon annan hann före. Så här är det nu.")
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def decided_on(self) -> CustomDocument:
        return self.document

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtaildocs:index"), "label": "Dokument"},
            {"url": self.get_success_url(), "label": self.document.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"document": self.document, "withdrawn": self.withdrawn}


class WithdrawDocumentView(DocumentDecision):
    page_title = "Upphäv"
    submit_label = "Upphäv dokumentet"
    form_class = WithdrawForm

    def get_form_kwargs(self) -> dict[str, Any]:
        others = CustomDocument.objects.exclude(pk=self.document.pk).filter(withdrawn_at=None)
        return {**super().get_form_kwargs(), "documents": access.open_to(self.request.viewer, others)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        document = self.document
        document.withdrawn_at = timezone.now()
        document.withdrawn_by = self.request.user
        document.withdrawn_why = form.cleaned_data["reason"]
        document.replaced_by = form.cleaned_data["replaced_by"]
        document.save()
        log(document, "files.withdraw", user=self.request.user)
        messages.success(
            self.request, "Dokumentet är upphävt. Länkar till det visar varför och vad som gäller i stället."
        )
        return redirect(self.get_success_url())


class RestoreDocumentView(DocumentDecision):
    page_title = "Ångra upphävandet"
    submit_label = "Ja, dokumentet gäller igen"
    form_class = forms.Form
    withdrawn = True
    is_serious = False

    def form_valid(self, form: forms.Form) -> HttpResponse:
        document = self.document
        document.withdrawn_at = document.withdrawn_by = document.replaced_by = None
        document.withdrawn_why = ""
        document.save()
        log(document, "files.restore", user=self.request.user)
        messages.success(
            self.request, "Dokumentet gäller igen. Läsarna kan öppna det och hittar det i sökningen."
        )
        return redirect(self.get_success_url())
