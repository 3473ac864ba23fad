"""Protected persons in the security log: handlers read their user names, others a number."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intranet.audit.models import Event
from intranet.audit.record import record
from tests.factories import make_function, make_group, make_person, make_superuser, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected():
    person = make_person("hemlig.person", protected=True)
    record(Event.Kind.SIGNED_IN, actor=person)
    record(Event.Kind.CODE_ISSUED, actor=make_person("chef.ett"), obj=person, label=person.username)
    return person


def read(client, person, query=""):
    client.force_login(person)
    response = client.get(reverse("security_log") + query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_a_superuser_reads_a_number_in_the_list_and_in_the_export(client, protected):
    for query in ("", "?export=csv"):
        shown = read(client, make_superuser(f"super{len(query)}"), query)
        assert "hemlig.person" not in shown
        assert f"skyddad person {protected.pk}" in shown


def test_a_filter_by_name_does_not_tell_which_rows_are_theirs(client, protected):
    query = "?actor_name=hemlig&object_label="
    assert f"skyddad person {protected.pk}" not in read(client, make_superuser(), query)


def test_a_handler_reads_the_name_and_finds_it(client, protected):
    handler = make_person("handlaggare")
    handler.groups.add(
        make_group("Handläggare", "access.handle_protected", "audit.view_event", "wagtailadmin.access_admin")
    )
    assert "hemlig.person" in read(client, handler, "?actor_name=hemlig")


def test_details_that_name_holder_and_stand_in_are_masked_too(client, protected):
    make_function("chef", make_unit(), protected)
    shown = read(client, make_superuser())
    assert "hemlig.person" not in shown
    assert f"person skyddad person {protected.pk}" in shown
