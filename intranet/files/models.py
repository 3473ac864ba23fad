"""The models of this app, gathered from its modules for Django to find.

Where a file lies (its collection) decides who may have it; see `intranet.access.files`. Nothing under
MEDIA is public: every byte goes through `intranet.files.serve`.
"""

from intranet.files.attachments import Attachment
from intranet.files.documents import CustomDocument
from intranet.files.images import CustomImage, CustomRendition
from intranet.files.versions import DocumentVersion, Passage

__all__ = ["Attachment", "CustomDocument", "CustomImage", "CustomRendition", "DocumentVersion", "Passage"]
