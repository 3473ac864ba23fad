"""Who may sign in on a day, and what those who may not are told."""

from datetime import date, timedelta

import pytest

from intranet.audit.models import Event
from intranet.signon.eligibility import Refusal, Standing, may_sign_in
from tests.factories import make_employment, make_group, make_person, make_superuser, make_unit

TODAY = date(2026, 11, 22)
LATER, EARLIER = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.django_db
class TestMaySignIn:
    @pytest.mark.parametrize(
        ("fields", "wanted"),
        [
            ({}, Standing()),
            ({"active_from": TODAY, "active_to": TODAY}, Standing()),
            ({"active_from": LATER}, Standing(Refusal.NOT_YET, LATER)),
            ({"active_to": EARLIER}, Standing(Refusal.NO_LONGER, EARLIER)),
            ({"is_active": False}, Standing(Refusal.SWITCHED_OFF)),
        ],
    )
    def test_within_the_days_of_the_account(self, fields, wanted):
        assert may_sign_in(make_person(**fields), TODAY) == wanted

    @pytest.mark.parametrize(
        ("connected", "wanted"),
        [
            (TODAY, Standing()),
            (LATER, Standing(Refusal.NOT_CONNECTED, LATER)),
            (None, Standing(Refusal.NOT_CONNECTED)),
        ],
    )
    def test_once_the_unit_is_connected(self, connected, wanted):
        assert may_sign_in(make_person(unit=make_unit(connected_from=connected)), TODAY) == wanted

    def test_names_the_first_of_several_days(self):
        person = make_person(unit=make_unit(connected_from=LATER + timedelta(days=30)))
        make_employment(person, make_unit(connected_from=LATER))
        make_employment(person, make_unit(connected_from=None))
        assert may_sign_in(person, TODAY).day == LATER

    def test_does_not_count_an_employment_that_has_ended(self):
        person = make_person(unit=make_unit(connected_from=None))
        person.employments.update(end=EARLIER)
        assert may_sign_in(person, TODAY).allowed

    def test_does_not_wait_for_the_unit_of_an_administrator(self):
        make_group("Systemadministratörer", "signon.add_activationcode")
        unit = make_unit(connected_from=LATER)
        assert may_sign_in(make_person(unit=unit, groups=("Systemadministratörer",)), TODAY).allowed
        assert may_sign_in(make_person(unit=unit, is_superuser=True), TODAY).allowed
        assert not may_sign_in(make_person(unit=unit, groups=("Redaktörer",)), TODAY).allowed

    def test_lets_in_who_has_no_role_at_all(self):
        assert may_sign_in(make_person(employed=False), TODAY).allowed
        assert may_sign_in(make_superuser(), TODAY).allowed


class TestTexts:
    REFUSALS = (
        Standing(Refusal.SWITCHED_OFF),
        Standing(Refusal.NOT_YET, date(2027, 2, 1)),
        Standing(Refusal.NO_LONGER, date(2027, 2, 1)),
        Standing(Refusal.NOT_CONNECTED, date(2027, 2, 1)),
        Standing(Refusal.NOT_CONNECTED),
    )

    def test_are_one_for_each_reason_and_reader(self):
        texts = [text for standing in self.REFUSALS for text in (standing.text, standing.text_for_manager)]
        assert all(texts)
        assert len(set(texts)) == len(texts)

    @pytest.mark.parametrize("standing", [s for s in REFUSALS if s.day])
    def test_name_the_day(self, standing):
        assert "1 februari 2027" in standing.text
        assert "1 februari 2027" in standing.text_for_manager

    def test_are_empty_for_who_may(self):
        assert Standing().text == Standing().text_for_manager == ""


@pytest.mark.django_db
def test_every_way_in_asks(client, settings):
    """Also one that asks for no password."""
    settings.SIGNON_SHOW_PERSONAS = True
    make_person("amina.lund", make_unit(connected_from=None))
    answer = client.post("/konto/prova/", {"username": "amina.lund"}, follow=True)
    assert "inte ansluten" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(kind=Event.Kind.SIGN_IN_REFUSED, actor_name="amina.lund").exists()
