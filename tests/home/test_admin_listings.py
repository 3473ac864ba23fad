"""The municipality's own lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.notices import OperationalNotice
from home.roles import ADMINISTRATORS, EDITORS
from home.shortcuts import PersonalShortcut, Shortcut
from home.standard.models import AccessibilityReport
from intranet.subjects.models import Subject
from tests.factories import make_person
from tests.home.admin_help import Place, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def administrator(place):
    return signed_in(place.person("sys.admin", ADMINISTRATORS))


def moment(hours: int) -> str:
    return (timezone.localtime() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def test_an_editor_posts_an_operational_notice_with_a_start_and_an_end(place):
    editor = signed_in(place.person("eva.editor", EDITORS))
    fields = {"title": "Telefonin nere", "text": "Använd mobilen.", "page": "", "starts": moment(-1)}
    url = reverse("operational_notice:add")
    backwards = editor.post(url, fields | {"ends": moment(-2)})
    assert "Slutet måste ligga efter början" in backwards.content.decode()
    assert editor.post(url, fields | {"ends": moment(2)}).status_code == 302
    assert OperationalNotice.objects.current(timezone.now()).count() == 1
    assert "Visas nu" in editor.get(reverse("operational_notice:index")).content.decode()


def test_editors_do_not_change_systems_and_subjects(place):
    editor = signed_in(place.person("eva.editor", EDITORS))
    for name in ("shortcut", "subject", "accessibility_report"):
        assert editor.get(reverse(f"{name}:index")).status_code == 302


def test_a_system_that_somebody_has_chosen_is_not_deleted(administrator):
    system = Shortcut.objects.create(code="tid", name="Tidrapport", url="https://tid.kompasskoping.example")
    mine = PersonalShortcut.objects.create(person=make_person("vera"), shortcut=system)
    url = reverse("shortcut:delete", args=[system.pk])
    administrator.post(url)
    assert Shortcut.objects.filter(pk=system.pk).exists()
    mine.delete()
    administrator.post(url)
    assert not Shortcut.objects.filter(pk=system.pk).exists()


def test_subjects_are_searched(administrator):
    Subject.objects.create(slug="arbetsmiljo", name="Arbetsmiljö")
    Subject.objects.create(slug="ekonomi", name="Ekonomi")
    shown = administrator.get(reverse("subject:index"), {"q": "miljö"}).content.decode()
    assert "Arbetsmiljö" in shown
    assert "Ekonomi" not in shown


def test_a_report_is_marked_as_handled_but_not_rewritten_or_removed(administrator):
    report = AccessibilityReport.objects.create(problem="Knappen syns inte.", contact="0491-555 01 23")
    url = reverse("accessibility_report:edit", args=[report.pk])
    administrator.post(url, {"problem": "Allt är bra.", "contact": "", "handled": "on"})
    report.refresh_from_db()
    assert (report.handled, report.problem) == (True, "Knappen syns inte.")
    administrator.post(reverse("accessibility_report:delete", args=[report.pk]))
    assert AccessibilityReport.objects.filter(pk=report.pk).exists()


def test_colours_that_cannot_be_read_are_refused(administrator):
    from wagtail.models import Site

    url = reverse("wagtailsettings:edit", args=["pages", "brand", Site.objects.get().pk])
    fields = {"name": "Kompassköping", "logo": "", "support_text": "", "support_phone": ""}
    colours = {"brand": "#0a5950", "header": "#f0f0f0", "soft": "#e0eeeb", "link": "#0b5a7a"}
    refused = administrator.post(url, fields | colours)
    assert refused.status_code == 200
    assert "Den behöver vara minst 4,5:1" in refused.content.decode()
    assert administrator.post(url, fields | colours | {"header": "#063b35"}).status_code == 302
