"""The security log follows what gives and takes rights, and names no matter and no paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.meetings.models import Serving
from intranet.audit.models import Event
from intranet.audit.telling import tell
from tests.extranet.make import make_body, make_item, make_mandate, make_meeting, mark_secret, place
from tests.factories import make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECRET = "Orosanmälan om familjen Provsson"


@pytest.fixture
def item():
    body = make_body("Socialnämnden")
    return make_item(make_meeting(body), title=SECRET, neutral_title="Enskilt ärende")


def logged(kind: str) -> list[Event]:
    return list(Event.objects.filter(object_kind=f"extranet.{kind}").order_by("pk"))


def test_each_right_that_comes_or_changes_is_logged(item):
    person, body = make_person("amina.lund", employed=False), item.meeting.body
    mandate = make_mandate(person, body)
    mandate.end = timezone.localdate()
    mandate.save()
    came, changed = logged("mandate")
    assert came.object_label == "amina.lund"
    assert "ledamot" in tell(came)
    assert body.slug in tell(came)
    assert "till och med" in tell(changed)

    substitute = make_mandate(make_person(employed=False), body, "ersattare")
    Serving.objects.create(meeting=item.meeting, mandate=substitute, instead_of=mandate)
    Grant.objects.create(
        person=make_person(),
        item=item,
        reason=f"Behöver läsa {SECRET}",
        expires=timezone.now() + timedelta(days=1),
        made_by=person,
    )
    Recusal.objects.create(person=person, item=item, why=SECRET)
    BreakGlass.objects.create(
        person=make_superuser(), body=body, reason="Felsökning", expires=timezone.now() + timedelta(hours=1)
    )
    mark_secret(placement=place(item))
    body.recusal_hides = "all"
    body.save()
    for kind in ("serving", "grant", "recusal", "breakglass", "secrecy", "body"):
        assert logged(kind), kind
    for event in Event.objects.all():
        assert SECRET not in f"{event.object_label} {event.detail} {tell(event)}"


def test_a_protected_person_is_masked_in_all_of_it(client, item):
    hidden = make_person("skyddad.person", employed=False, protected=True)
    mandate = make_mandate(hidden, item.meeting.body)
    substitute = make_mandate(make_person(employed=False), item.meeting.body, "ersattare")
    Serving.objects.create(meeting=item.meeting, mandate=substitute, instead_of=mandate)
    Recusal.objects.create(person=hidden, item=item)
    client.force_login(make_superuser("annan.administrator"))
    log = "/admin/reports/security-log/?export=csv"
    everything = rows(client, log)
    assert "skyddad.person" not in everything
    assert "ledamot" in everything
    for guess in ("skyddad.person", "skyddad"):
        assert rows(client, f"{log}&object_label={guess}") == rows(client, f"{log}&object_label=finnsinte")


def rows(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()
