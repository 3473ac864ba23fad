"""A file more for a paper: a new version of it, or a masked variant beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from extranet.desk.papers.adding import add_masked, replace_by
from extranet.desk.papers.asking import placement_at_desk
from extranet.desk.papers.forms import MaskedForm, ReplaceForm
from extranet.desk.papers.paper_views import paper_frame
from extranet.desk.papers.receiving import taken, takes_files
from extranet.desk.papers.views import TEMPLATES
from extranet.papers.storing import SameFileError
from extranet.placements import arriving
from extranet.placements.models import Placement
from extranet.placements.placing import AlreadyPlacedError, MeetingOverError
from extranet.placements.replacing import ReplacedError, successor
from extranet.placements.uploads import Upload
from extranet.reading.asking import me, rights_now
from extranet.secrecy.models import is_secret
from intranet.access.requests import ViewerRequest


@takes_files
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: ViewerRequest, pk: int) -> HttpResponse:
    """A new version: unpublished until it is sent, where readers have the old one; the old one is kept."""
    placement = placement_at_desk(rights_now(request), pk)
    if (newer := successor(placement)) is not None:
        return redirect("desk_paper", newer.pk)
    if request.method != "POST":
        return _page(request, placement, "replace", _("Ersätt handlingen"), ReplaceForm())
    form = ReplaceForm(request.POST)
    upload = _taken(request, placement, form)
    if upload is not None:
        try:
            new = replace_by(upload, placement, changes=form.cleaned_data["changes"], by=me(request))
        except SameFileError:
            form.add_error("file", _("Filen är densamma som den som redan ligger där."))
        except (ReplacedError, AlreadyPlacedError):
            form.add_error(None, _("Handlingen har ersatts av någon annan under tiden. Ladda om sidan."))
        except MeetingOverError:
            form.add_error(None, _("Protokollet är justerat. Sammanträdet tar inte emot fler handlingar."))
        except ValidationError as wrong:
            form.add_error("file", wrong)
        else:
            told = _("Den nya versionen ligger där. Organet ser den när du skickar den.")
            messages.success(request, told)
            return redirect("desk_paper", new.pk)
        arriving.drop(upload)
    return _page(request, placement, "replace", _("Ersätt handlingen"), form)


@takes_files
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def masked(request: ViewerRequest, pk: int) -> HttpResponse:
    """A variant of a secret paper that everybody in the body may read, with a title of its own."""
    placement = placement_at_desk(rights_now(request), pk)
    if not is_secret(placement):
        raise Http404
    title = _("Lägg till en maskad variant")
    if request.method != "POST":
        words = _("%(title)s, maskad") % {"title": placement.version.paper.neutral_title}
        return _page(request, placement, "masked", title, MaskedForm(initial={"title": words}))
    form = MaskedForm(request.POST)
    upload = _taken(request, placement, form)
    if upload is not None:
        try:
            new = add_masked(upload, placement, title=form.cleaned_data["title"], by=me(request))
        except MeetingOverError:
            form.add_error(None, _("Protokollet är justerat. Sammanträdet tar inte emot fler handlingar."))
        except ValidationError as wrong:
            form.add_error("file", wrong)
        else:
            messages.success(
                request, _("Den maskade varianten ligger på ärendet. Den är öppen: kontrollera den.")
            )
            return redirect("desk_paper", new.pk)
        arriving.drop(upload)
    return _page(request, placement, "masked", title, form)


def _taken(request: ViewerRequest, placement: Placement, form: Form) -> Upload | None:
    """The file that came with a form, if both are as they should be; else the form says what is not."""
    file = request.FILES.get("file")
    is_right = form.is_valid()
    if file is None:
        form.add_error("file", _("Välj en fil."))
        return None
    if not is_right:
        form.add_error("file", _("Välj filen igen: den skickades inte in."))
        return None
    try:
        upload = taken(file, me(request), placement.item.meeting)
    except ValidationError as refused:
        form.add_error("file", refused)
        return None
    except MeetingOverError:
        form.add_error(None, _("Protokollet är justerat. Sammanträdet tar inte emot fler handlingar."))
        return None
    if upload.problem:
        arriving.drop(upload)
        form.add_error("file", upload.problem)
        return None
    return upload


def _page(
    request: ViewerRequest, placement: Placement, template: str, title: str, form: Form, **more: Any
) -> HttpResponse:
    back = {"title": str(placement.version.paper.title), "url": reverse("desk_paper", args=[placement.pk])}
    context = {
        **paper_frame(placement, title, back),
        "placement": placement,
        "paper": placement.version.paper,
        "form": form,
        "is_secret": is_secret(placement),
        **more,
    }
    return render(request, f"{TEMPLATES}/{template}.html", context)
