"""Who asks, once a request: their rights, and how fresh their log-on is."""

from __future__ import annotations

from django.http import Http404

from extranet.access.rights import Rights, rights_of
from intranet.access.requests import ViewerRequest
from intranet.people.models import Person
from intranet.signon.freshness import is_fresh


def rights_now(request: ViewerRequest) -> Rights:
    return rights_of(request.viewer, fresh=is_fresh(request))


def me(request: ViewerRequest) -> Person:
    """Whoever asks. Raises Http404 for nobody."""
    if request.viewer.person is None:
        raise Http404
    return request.viewer.person
