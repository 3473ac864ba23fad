"""What an import leaves behind: in the security log, in secrets that are not kept, with those who want to know."""

from __future__ import annotations

import pytest

from intranet.audit.models import Event
from intranet.people.models import Employment, Person
from intranet.people.organisation_import.run import import_organisation
from intranet.people.person_numbers import person_number_hash
from intranet.people.signals import people_changed
from tests.intranet.organisation_rows import NUMBER, csv, municipality, person, problems

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_rights_are_logged_by_person_without_names():
    import_organisation(csv(*municipality()))
    anna = Person.objects.get(username="anna.berg")
    event = Event.objects.get(kind=Event.Kind.IMPORTED, object_id=str(anna.pk))
    assert event.detail["changes"] == ["employment at A from 2020-01-01", "chef@A from 2020-01-01"]
    assert "Berg" not in str(event.detail) + event.object_label
    total = Event.objects.get(kind=Event.Kind.IMPORTED, object_label="import_organisation")
    assert total.detail["counts"]["people"]["made"] == 2


def test_a_new_protected_person_is_logged_by_number():
    rows = municipality()
    rows[6]["protected"] = "ja"
    import_organisation(csv(*rows))
    bo = Person.objects.get(username="bo.dal")
    event = Event.objects.get(kind=Event.Kind.IMPORTED, object_id=str(bo.pk))
    assert "protected: True" in event.detail["changes"]
    assert "bo.dal" not in str(vars(event))


def test_a_person_number_is_kept_only_as_a_hash(caplog):
    rows = municipality()
    rows[5]["person_number"] = NUMBER
    import_organisation(csv(*rows))
    anna = Person.objects.get(username="anna.berg")
    assert anna.person_number_hash == person_number_hash(NUMBER)
    everything = str([list(model.objects.values()) for model in (Person, Event, Employment)]) + caplog.text
    assert NUMBER not in everything


def test_a_wrong_person_number_is_named_by_line_only():
    found = problems(*municipality(), person("eva.falk", person_number="19121212-12"))
    assert found == ["Rad 12: Personnumret ska ha tolv siffror, ÅÅÅÅMMDDNNNN."]


def test_others_are_told_of_the_people_that_changed():
    told = []

    def listen(pks, protection_changed, **kwargs):
        told.append((pks, protection_changed))

    people_changed.connect(listen)
    try:
        import_organisation(csv(*municipality()))
        anna, bo = Person.objects.order_by("username")
        rows = municipality()
        rows[6]["protected"] = "ja"
        import_organisation(csv(*rows))
        import_organisation(csv(*rows))
    finally:
        people_changed.disconnect(listen)
    assert told == [({anna.pk, bo.pk}, set()), ({bo.pk}, {bo.pk})]
