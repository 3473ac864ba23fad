"""What has a time goes up and comes down by the clock, and the index is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import StandardPage
from intranet.finding.models import OutboxEntry
from intranet.pages.schedule import publish_scheduled
from tests.factories import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_page_with_a_time_goes_up_and_comes_down():
    now = timezone.now()
    page = make_page(StandardPage(title="Öppet hus", slug="oppet-hus", live=False))
    page.go_live_at = now + timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert publish_scheduled(now) == 0
    page.go_live_at = now - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert publish_scheduled(now) == 1
    page.refresh_from_db()
    assert page.live
    StandardPage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))
    assert publish_scheduled(now) == 1
    page.refresh_from_db()
    assert not page.live
    assert OutboxEntry.objects.filter(object_pk=str(page.pk), change=OutboxEntry.Change.WITHDRAWN).exists()
    assert publish_scheduled(now) == 0
