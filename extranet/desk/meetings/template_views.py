"""A body's template: what its meetings begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from extranet.bodies.models import Body
from extranet.desk.meetings.asking import body_at_desk
from extranet.desk.meetings.frame import body_page
from extranet.desk.meetings.item_form import TOO_LONG
from extranet.desk.meetings.making import Standing, keep_template, standing_items
from extranet.desk.meetings.meeting_form import MeetingForm
from extranet.desk.meetings.seen import SEEN, digest, who_changed
from extranet.meetings.models import AgendaItem
from extranet.meetings.templates import LONGEST, SHORTEST, MeetingTemplate
from extranet.reading.asking import me, rights_now
from intranet.access.requests import ViewerRequest

EMPTY_ROWS, MOST_ROWS = 3, 40


class UsualForm(forms.Form):
    """Times and place; what is empty is filled in for each meeting."""

    starts = forms.TimeField(
        label=gettext_lazy("Börjar"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": gettext_lazy("Skriv klockslaget som 13.00.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Längd i minuter"),
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "invalid": gettext_lazy("Skriv längden i minuter, till exempel 180."),
            "min_value": gettext_lazy("Skriv minst %(limit_value)s minuter."),
            "max_value": gettext_lazy("Skriv högst %(limit_value)s minuter."),
        },
    )
    place = forms.CharField(
        label=gettext_lazy("Plats"), required=False, max_length=120, error_messages=TOO_LONG
    )
    link = forms.URLField(
        label=gettext_lazy("Länk för deltagande på distans"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Skriv hela adressen, till exempel https://mote.example.se/123.")
        },
    )
    clean_link = MeetingForm.clean_link


class StandingForm(forms.Form):
    order = forms.IntegerField(label=gettext_lazy("Ordning"), required=False, min_value=0, max_value=999)
    kind = forms.ChoiceField(label=gettext_lazy("Slag av ärende"))
    title = forms.CharField(
        label=gettext_lazy("Rubrik"), required=False, max_length=200, error_messages=TOO_LONG
    )
    proposal = forms.CharField(
        label=gettext_lazy("Förslag till beslut"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (value, str(label).capitalize()) for value, label in AgendaItem.Kind.choices
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("proposal") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Skriv en rubrik, eller töm förslaget så tas punkten bort."))
        return data


Rows = formset_factory(StandingForm, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: ViewerRequest, slug: str) -> HttpResponse:
    rights = rights_now(request)
    body = body_at_desk(rights, slug)
    if request.method == "POST":
        Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    kept = MeetingTemplate.objects.filter(body=body).select_related("changed_by").first()
    standing = standing_items(body)
    usual = {name: getattr(kept, name) for name in UsualForm.base_fields} if kept else {}
    seen, changed = digest([usual, standing]), ""
    if request.method == "POST":
        form, rows = UsualForm(request.POST), Rows(request.POST, prefix="punkt")
        if form.is_valid() and rows.is_valid():
            if request.POST.get(SEEN) == seen:
                keep_template(body, form.cleaned_data, _ordered(rows.cleaned_data), me(request))
                messages.success(request, _("Mallen är sparad. Nästa sammanträde börjar med den."))
                return redirect("desk")
            changed = who_changed(request.viewer, kept) if kept else _("Någon annan")
    else:
        form = UsualForm(initial=usual)
        rows = Rows(
            prefix="punkt",
            initial=[{"order": number, **item._asdict()} for number, item in enumerate(standing, 1)],
        )
    context = body_page(body, _("Mall för sammanträden")) | {
        "form": form,
        "rows": rows,
        "seen": seen,
        "changed": changed,
        "standing": standing if changed else (),
    }
    return render(request, "extranet/desk/meetings/template.html", context)


def _ordered(rows: list[dict[str, Any]]) -> list[Standing]:
    """Those with a title, by their number; those without one after the others."""
    written = [row for row in rows if row.get("title")]
    written.sort(key=lambda row: (row["order"] is None, row["order"] or 0))
    return [Standing(row["kind"], row["title"], row["proposal"]) for row in written]
