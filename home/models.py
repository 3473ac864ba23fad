"""The models of this app, gathered from its rooms for Django to find."""

from home.documents.index import DocumentIndexPage
from home.importing.incoming.models import Delivery, IncomingPicture, IncomingText
from home.importing.models import ImportedText, TextImport
from home.knowledge.base import KnowledgePage
from home.knowledge.checklist import ChecklistPage
from home.knowledge.handbook import HandbookPage
from home.knowledge.index import KnowledgeIndexPage
from home.knowledge.routine import RoutinePage
from home.knowledge.tasks import DecisionTask
from home.knowledge.versions import KnowledgeVersion, Withdrawal
from home.news.models import NewsIndexPage, NewsPage
from home.notices import OperationalNotice
from home.related import KnowledgeRelation, NewsRelation
from home.runs.models import Run, RunEvent, RunItem
from home.shortcuts import PersonalShortcut, Shortcut
from home.standard.models import AccessibilityPage, AccessibilityReport, StandardPage
from home.start.models import HomePage
from home.start.visits import Visit

__all__ = [
    "AccessibilityPage",
    "AccessibilityReport",
    "ChecklistPage",
    "DecisionTask",
    "Delivery",
    "DocumentIndexPage",
    "HandbookPage",
    "HomePage",
    "ImportedText",
    "IncomingPicture",
    "IncomingText",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "KnowledgeRelation",
    "KnowledgeVersion",
    "NewsIndexPage",
    "NewsPage",
    "NewsRelation",
    "OperationalNotice",
    "PersonalShortcut",
    "RoutinePage",
    "Run",
    "RunEvent",
    "RunItem",
    "Shortcut",
    "StandardPage",
    "TextImport",
    "Visit",
    "Withdrawal",
]
