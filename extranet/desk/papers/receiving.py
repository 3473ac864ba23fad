"""Requests with files from a plain form: their bytes go where parts lie, and none is left that nobody took over."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import TooManyFilesSent, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from extranet.desk.papers.multipart import PartHandler, ReceivedFile
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements import arriving
from extranet.placements.uploads import Upload
from intranet.people.models import Person

View = Callable[..., HttpResponse]


def takes_files(view: View) -> View:
    """For a view that a form with files is sent to. It opens its own transactions: a large file takes its time.

    Where the bytes go must be settled before the form is read, and the form is read to look for its token; so the
    token is looked for here, inside.
    """
    inner = csrf_protect(view)

    @csrf_exempt
    @transaction.non_atomic_requests
    @wraps(view)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handler = PartHandler(request)
        request.upload_handlers = [handler]
        try:
            return inner(request, *args, **kwargs)
        except TooManyFilesSent:
            messages.error(
                request, _("Det var för många filer på en gång. Välj färre och lägg in dem i omgångar.")
            )
            return HttpResponseRedirect(request.path)
        finally:
            if handler.parts:
                handler.leave(
                    set(Upload.objects.filter(part__in=handler.parts).values_list("part", flat=True))
                )

    return outer


def taken(file: Any, person: Person, meeting: Meeting, item: AgendaItem | None = None) -> Upload:
    """A file of such a request as an upload that is there whole. Raises ValidationError in plain words."""
    if not isinstance(file, ReceivedFile):
        raise ValidationError(_("Välj en fil."))
    if file.cut or not file.size:
        raise ValidationError(arriving.refusal(file.size or 0))
    return arriving.received(person, meeting, file.name or "", file.size, file.part, item)
