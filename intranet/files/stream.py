"""How far the reading of files has come, as the page of long work tells it: in documents, by the rule."""

from __future__ import annotations

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.documents.permissions import permission_policy

from intranet.access.requests import ViewerRequest
from intranet.files.versions import DocumentVersion
from intranet.jobs.streams import Stream

Text = DocumentVersion.Text
NAME = gettext_lazy("Texten i filer")


def tell(request: ViewerRequest) -> Stream | None:
    """For those who look after documents: counted among the ones that the admin lists for them."""
    viewer = request.viewer
    if viewer.person is None or not viewer.uses_admin:
        return None
    # The policy asks the rule as well; it is the one that the list in the admin asks.
    mine = permission_policy.instances_user_has_any_permission_for(viewer.person, ["change", "delete"])
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    documents = mine.order_by().annotate(
        text=Subquery(newest.values("text_state")[:1]), came=Subquery(newest.values("created_at")[:1])
    )
    counts = documents.aggregate(
        waiting=Count("pk", filter=Q(text=Text.WAITING)),
        going=Count("pk", filter=Q(text=Text.READING)),
        failed=Count("pk", filter=Q(text=Text.UNREADABLE)),
        oldest=Min("came", filter=Q(text__in=(Text.WAITING, Text.READING))),
    )
    oldest, failed = counts["oldest"], counts["failed"]
    return Stream(
        name=NAME,
        left=counts["waiting"] + counts["going"],
        total=documents.filter(came__gte=oldest).count() if oldest else 0,
        failed=failed,
        left_text=_("%(waiting)s väntar, %(going)s läses nu") % counts,
        failed_text=ngettext("En fil kunde inte läsas.", "%(count)s filer kunde inte läsas.", failed)
        % {"count": failed},
        failed_url=f"{reverse('wagtaildocs:index')}?text={Text.UNREADABLE}",
    )
