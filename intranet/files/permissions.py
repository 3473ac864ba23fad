"""Who may do what with a file beyond reading it: Wagtail's permission and the rule, both."""

from __future__ import annotations

from wagtail.documents import permissions as documents
from wagtail.images import permissions as images

from intranet.access.viewer import Viewer
from intranet.files.documents import CustomDocument
from intranet.files.images import CustomImage


def may_edit(viewer: Viewer, file: CustomDocument | CustomImage) -> bool:
    """Whether the viewer may replace the file, move it, withdraw it, and open what it was before."""
    if viewer.person is None or not viewer.uses_admin:
        return False
    policy = (images if isinstance(file, CustomImage) else documents).permission_policy
    return bool(policy.user_has_permission_for_instance(viewer.person, "change", file))
