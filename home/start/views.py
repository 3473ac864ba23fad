"""One's own shortcuts: which systems stand on one's start page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from home.shortcuts import PersonalShortcut, Shortcut
from intranet.access.requests import ViewerRequest


class ShortcutsForm(forms.Form):
    shortcuts = forms.ModelMultipleChoiceField(
        Shortcut.objects.filter(standard=False),
        label=gettext_lazy("Egna genvägar"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def shortcuts(request: ViewerRequest) -> HttpResponse:
    """Choose among the municipality's systems; what is standard for all cannot be taken away."""
    person = request.viewer.person
    if person is None or not request.viewer.has_role:
        raise Http404
    mine = PersonalShortcut.objects.filter(person=person)
    form = ShortcutsForm(
        request.POST if request.method == "POST" else None,
        initial={"shortcuts": list(mine.values_list("shortcut_id", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        chosen = {shortcut.pk for shortcut in form.cleaned_data["shortcuts"]}
        mine.exclude(shortcut__in=chosen).delete()
        present = set(mine.values_list("shortcut_id", flat=True))
        PersonalShortcut.objects.bulk_create(
            PersonalShortcut(person=person, shortcut_id=pk) for pk in chosen - present
        )
        messages.success(request, gettext("Dina genvägar är sparade."))
        return redirect("/")
    return render(
        request, "home/shortcuts.html", {"form": form, "standard": Shortcut.objects.filter(standard=True)}
    )
