"""Anna, who is signed in, and what she is shown in her inbox."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from intranet.access.models import Audience
from intranet.notices import queue
from intranet.notices.models import Notice
from tests.factories import PASSWORD, declare_audience
from tests.intranet.notices_help import page, reader

INBOX = "/notiser/"


@pytest.fixture(name="anna")
def signed_in(client):
    person = reader()
    assert client.login(username=person.username, password=PASSWORD)
    return person


def told(person, about=None, kind: str = "test.page", **fields) -> Notice:
    about = about or page()
    queue.put(kind, [person.pk], about)
    found = Notice.objects.filter(person=person, kind=kind, object_id=about.pk)
    if fields:
        found.update(**fields)
    return found.get()


def shown(client, address: str = INBOX) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def close(about) -> None:
    """Nobody but the members of a group that has none may see it from now on."""
    declare_audience(about, Audience.GROUPS, Group.objects.create(name=f"Ingen {about.pk}"))
