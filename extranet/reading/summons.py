"""The summons as a file: for those whom the whole meeting reaches."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from extranet.access import meetings
from extranet.meetings.models import Meeting
from extranet.reading import logged
from extranet.reading.asking import rights_now
from extranet.summons.models import Summons
from intranet.access.requests import ViewerRequest
from intranet.files.serve import dress
from intranet.files.types import PDF


@require_safe
def summons_file(request: ViewerRequest, pk: int) -> HttpResponse:
    rights = rights_now(request)
    known = meetings.known_to(rights, Meeting.objects.all()).values("pk")
    sent = Summons.objects.filter(state=Summons.State.SENT, meeting__in=known)
    summons = sent.select_related("meeting__body").filter(pk=pk).first()
    if summons is None or not meetings.takes_in_whole(rights, summons.meeting):
        raise Http404
    logged.reads_meeting(request, rights, summons.meeting)
    etag = quote_etag(summons.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:
        response = HttpResponse(b"" if request.method == "HEAD" else bytes(summons.pdf))
        response["Content-Length"] = str(len(summons.pdf))
    dress(response, PDF, f"kallelse-{timezone.localtime(summons.starts):%Y-%m-%d}.pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
