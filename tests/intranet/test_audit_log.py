"""The log itself: what it takes in, and that nothing once written is changed."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from intranet.audit.models import AppendOnlyError, Event
from intranet.audit.record import record
from intranet.audit.triggers import EVENTS
from tests.factories import make_person


@pytest.mark.django_db
class TestRecord:
    def test_tells_who_from_where_and_about_what(self):
        person, other = make_person("sara.nyberg"), make_person("jonas.frid")
        request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")
        request.user = person

        record(Event.Kind.EXPORTED, request=request, obj=other, label="jonas.frid", rows=3)

        event = Event.objects.get(kind=Event.Kind.EXPORTED)
        assert (event.actor_id, event.actor_name, event.address) == (person.pk, "sara.nyberg", "10.1.2.3")
        assert (event.object_kind, event.object_id) == ("people.person", str(other.pk))
        assert event.detail == {"rows": 3}

    def test_takes_an_event_whose_address_is_unknown(self):
        request = RequestFactory().get("/", REMOTE_ADDR="")
        assert record(Event.Kind.EXPORTED, request=request).address is None

    @pytest.mark.parametrize("secret", ["password", "person_number", "code", "token"])
    def test_refuses_what_is_named_as_a_secret(self, secret):
        with pytest.raises(ValueError, match="must not be logged"):
            record(Event.Kind.EXPORTED, **{secret: "x"})


@pytest.mark.django_db
class TestModel:
    def test_refuses_change_and_removal(self):
        event = record(Event.Kind.EXPORTED)
        with pytest.raises(AppendOnlyError):
            event.save()
        with pytest.raises(AppendOnlyError):
            event.delete()


STATEMENTS = {
    "update": "UPDATE audit_event SET actor_name = 'somebody else'",
    "delete": "DELETE FROM audit_event",
}
if connection.vendor == "sqlite":
    STATEMENTS["replace"] = (
        "REPLACE INTO audit_event (id, at, kind, actor_name, object_kind, object_id, object_label, detail)"
        " SELECT id, at, kind, 'somebody else', '', '', '', '{}' FROM audit_event"
    )
else:
    STATEMENTS["truncate"] = "TRUNCATE audit_event"


@pytest.mark.database
@pytest.mark.django_db
class TestDatabase:
    @pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
    def test_refuses_what_goes_round_the_model(self, statement):
        record(Event.Kind.EXPORTED, actor=make_person("sara.nyberg"))
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert Event.objects.get(kind=Event.Kind.EXPORTED).actor_name == "sara.nyberg"

    def test_refuses_what_a_queryset_does(self):
        record(Event.Kind.EXPORTED)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.update(actor_name="somebody else")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.all().delete()

    def test_gets_its_triggers_back_with_the_next_migrate(self):
        record(Event.Kind.EXPORTED)
        EVENTS.remove(connection)

        call_command("migrate", verbosity=0)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.all().delete()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_change_that_failed():
    """What did not happen is not in the log: the event shares the transaction of its change."""

    def fail() -> None:
        with transaction.atomic():
            make_person("ny.chef", is_superuser=True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Event.objects.exists()
