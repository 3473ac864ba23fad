"""How somebody wants their papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from extranet.delivery.choosing import choice_of, choose
from extranet.delivery.forms import ChoiceForm
from extranet.delivery.models import Way
from intranet.access.requests import ViewerRequest


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: ViewerRequest) -> HttpResponse:
    """For whoever has a mandate in force; to all others this address does not exist."""
    person = request.viewer.person
    if person is None or not request.viewer.is_elected:
        raise Http404
    way, address = choice_of(person)
    if request.method == "POST":
        form = ChoiceForm(request.POST, person=person)
        if form.is_valid():
            chosen = Way(form.cleaned_data["way"])
            choose(person, chosen, form.address, timezone.now())
            messages.success(
                request,
                _("Sparat. Du får handlingarna på papper.")
                if chosen == Way.PAPER
                else _("Sparat. Du läser handlingarna digitalt."),
            )
            return redirect("delivery")
    else:
        form = ChoiceForm(person=person, initial={"way": way.value, **vars(address)})
    context = {
        "page": {"title": _("Digitalt eller på papper")},
        "breadcrumbs": [{"title": _("Sammanträden"), "url": reverse("meetings")}],
        "form": form,
    }
    return render(request, "extranet/delivery/choice.html", context)
