"""The same file in more than one document: told to whoever puts it in again."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from intranet.access import files as access
from intranet.access.viewer import Viewer
from intranet.files.documents import CustomDocument
from intranet.files.permissions import may_edit
from intranet.files.versions import DocumentVersion

MOST_TOLD = 5


def twins_of(document: CustomDocument, viewer: Viewer) -> list[CustomDocument]:
    """Other documents with the same newest file, by its content, that this viewer may edit; the oldest first."""
    mine = document.versions.order_by("-number").first()
    if mine is None or not mine.sha256:
        return []
    newer = DocumentVersion.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    same = DocumentVersion.objects.filter(~Exists(newer), sha256=mine.sha256).exclude(document=document)
    others = CustomDocument.objects.filter(pk__in=same.values("document")).select_related("collection")
    known = access.open_to(viewer, others).order_by("created_at", "pk")[: 4 * MOST_TOLD]
    return [other for other in known if may_edit(viewer, other)][:MOST_TOLD]
