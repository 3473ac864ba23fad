"""Who may do what with a document beyond reading it: Wagtail's permission and the rule, both."""

from __future__ import annotations

from wagtail.documents.permissions import permission_policy

from intranet.access.viewer import Viewer
from intranet.files.documents import CustomDocument


def may_edit(viewer: Viewer, document: CustomDocument) -> bool:
    """Whether the viewer may replace its file, withdraw it, and open what it was before."""
    if viewer.person is None or not viewer.uses_admin:
        return False
    return bool(permission_policy.user_has_permission_for_instance(viewer.person, "change", document))
