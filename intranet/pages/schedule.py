"""Publishing and taking down what editors have given a time, by Wagtail's own command, once a minute."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

from django.core.management import call_command
from wagtail.models import Page, Revision


def publish_scheduled(now: datetime) -> int:
    """Do what is due; returns how many pages that was about."""
    due = Page.objects.filter(live=True, expire_at__lt=now).count()
    due += Revision.objects.filter(approved_go_live_at__lt=now).count()
    if due:
        call_command("publish_scheduled", stdout=StringIO())
    return due
