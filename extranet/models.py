"""The models of this app, gathered from its rooms for Django to find."""

from extranet.attendance.models import Attendance, Call, PartyOrder
from extranet.bodies.models import Authority, Body
from extranet.bundles.models import Ahead, Bundle, Order
from extranet.delivery.models import DeliveryChoice, Printing
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.feed.models import CalendarEvent, CalendarToken
from extranet.indexing.models import AnnouncedUpTo
from extranet.mandates.models import Audit, Mandate, MandateItem, MandateKind, Party, Role
from extranet.meetings.models import AgendaItem, Meeting, Serving
from extranet.meetings.templates import MeetingTemplate, TemplateItem
from extranet.notes.models import Note
from extranet.offline.models import Device, KeptPaper, OfflineCopy
from extranet.papers.models import Matter, Paper, PaperVersion
from extranet.placements.models import Placement
from extranet.placements.uploads import Upload
from extranet.receipts.models import ReaderVisit, ReadReceipt
from extranet.secrecy.models import Secrecy
from extranet.summons.models import Addition, Examination, Override, Recipient, Summons
from extranet.texts.models import PaperText, TextReading

__all__ = [
    "Addition",
    "AgendaItem",
    "Ahead",
    "AnnouncedUpTo",
    "Attendance",
    "Audit",
    "Authority",
    "Body",
    "BreakGlass",
    "Bundle",
    "CalendarEvent",
    "CalendarToken",
    "Call",
    "DeliveryChoice",
    "Device",
    "Examination",
    "Grant",
    "KeptPaper",
    "Mandate",
    "MandateItem",
    "MandateKind",
    "Matter",
    "Meeting",
    "MeetingTemplate",
    "Note",
    "OfflineCopy",
    "Order",
    "Override",
    "Paper",
    "PaperText",
    "PaperVersion",
    "Party",
    "PartyOrder",
    "Placement",
    "Printing",
    "ReadReceipt",
    "ReaderVisit",
    "Recipient",
    "Recusal",
    "Role",
    "Secrecy",
    "Serving",
    "Summons",
    "TemplateItem",
    "TextReading",
    "Upload",
]
