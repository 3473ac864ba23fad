"""One-time codes: from the manager's hand to a password of one's own."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from intranet.access.viewer import viewer_of
from intranet.audit.models import Event
from intranet.signon import codes
from intranet.signon.issuing import may_issue
from intranet.signon.models import ActivationCode
from tests.factories import (
    PASSWORD,
    make_function,
    make_group,
    make_person,
    make_superuser,
    make_unit,
)

ACTIVATE, CHOOSE = "/konto/aktivera/", "/konto/aktivera/losenord/"
NEW = "fyra-ord-efter-varandra"
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit("Hemtjänst Norr", code="VOF-HT-NORR")


@pytest.fixture
def manager(unit):
    person = make_person("karin.ek", unit)
    make_function("chef", unit, person)
    return person


@pytest.fixture
def amina(unit):
    person = make_person("amina.lund", unit, password=None)
    assert not person.has_usable_password()
    return person


@pytest.fixture
def code(amina, manager):
    return codes.issue(amina, manager)[1]


def page_for(person):
    return f"/konto/engangskod/{person.pk}/"


class TestCode:
    def test_is_written_so_that_it_can_be_read_out(self):
        for _ in range(200):
            code = codes.generate()
            assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", code)
            assert not set(code) & set("BILOSUZ01")

    @pytest.mark.parametrize("typed", ["k7qf9m2x", "K7QF 9M2X", " K7QF-9M2X ", "K7QF–9MZX"])
    def test_is_taken_however_it_is_typed(self, typed):
        assert codes.normalise(typed) == "K7QF9M2X"

    def test_is_not_kept(self, code):
        row = ActivationCode.objects.get()
        kept = " ".join(str(value) for value in vars(row).values())
        assert code not in kept
        assert codes.normalise(code) not in kept

    def test_is_worth_nothing_for_somebody_else(self, code):
        make_person("jonas.frid")
        assert codes.check("jonas.frid", code) is None
        assert codes.check("ingen.alls", code) is None

    def test_costs_the_same_steps_for_an_unknown_user_name(self, code, django_assert_num_queries):
        for username in ("amina.lund", "ingen.alls"):
            with django_assert_num_queries(2) as asked:
                assert codes.check(username, "AAAA-AAAA") is None
            assert [query["sql"].split()[0] for query in asked] == ["SELECT", "UPDATE"]

    def test_dies_after_five_wrong_tries(self, code, amina):
        for _ in range(5):
            assert codes.check("amina.lund", "AAAA-AAAA") is None
        assert codes.check("amina.lund", code) is None

    def test_dies_after_two_days(self, code, amina):
        ActivationCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert codes.check("amina.lund", code) is None

    def test_is_good_for_two_days(self, code):
        row = ActivationCode.objects.get()
        assert row.expires_at - row.issued_at == pytest.approx(timedelta(hours=48), abs=timedelta(seconds=5))

    def test_dies_when_a_new_one_is_made(self, code, amina, manager):
        _, newer = codes.issue(amina, manager)
        assert codes.check("amina.lund", code) is None
        assert codes.check("amina.lund", newer)

    @pytest.mark.database
    def test_can_be_used_once(self, code, amina, rf):
        request = rf.post(CHOOSE)
        row = codes.check("amina.lund", code)
        same = codes.still_open(row.pk)

        assert codes.use(row, NEW, request)
        assert not codes.use(same, "ett-annat-losenord-helt", request)

        amina.refresh_from_db()
        assert amina.check_password(NEW)
        assert codes.still_open(row.pk) is None


class TestMayIssue:
    def test_the_manager_and_the_stand_in(self, amina, unit):
        manager, stand_in = make_person("karin.ek", unit), make_person("ersa.ttare", unit)
        make_function("chef", unit, manager, stand_in)
        assert may_issue(viewer_of(manager), amina)
        assert may_issue(viewer_of(stand_in), amina)

    def test_the_manager_above_where_there_is_none(self, unit):
        below = make_unit("Grupp", parent=unit)
        worker, manager = make_person("i.gruppen", below), make_person("karin.ek", unit)
        make_function("chef", unit, manager)
        assert may_issue(viewer_of(manager), worker)

    def test_not_colleagues_nor_managers_of_others_nor_oneself(self, amina, manager, unit):
        other = make_unit("Annan enhet")
        other_manager = make_person("annan.chef", other)
        make_function("chef", other, other_manager)
        colleague = make_person("kol.lega", unit)
        for giver in (colleague, other_manager, amina):
            assert not may_issue(viewer_of(giver), amina), giver
        assert not may_issue(viewer_of(manager), manager)

    def test_the_manager_above_for_a_manager(self, manager, unit):
        head = make_person("for.valtningschef", make_unit("Stab"))
        make_function("chef", unit.get_parent(), head)
        assert may_issue(viewer_of(head), manager)

    def test_not_two_levels_up_where_a_manager_stands_between(self, amina, manager, unit):
        head = make_person("for.valtningschef", make_unit("Stab"))
        make_function("chef", unit.get_parent(), head)
        assert not may_issue(viewer_of(head), amina)

    def test_system_administrators_for_all(self, amina):
        make_group("Systemadministratörer", "signon.add_activationcode")
        assert may_issue(viewer_of(make_person("peter.admin", groups=("Systemadministratörer",))), amina)
        assert may_issue(viewer_of(make_superuser()), amina)

    def test_only_administrators_for_administrators(self, manager, unit):
        """Else the manager of the administrators' unit could take the whole site."""
        administrator = make_person("peter.admin", unit)
        administrator.user_permissions.add(Permission.objects.get(codename="add_activationcode"))
        assert not may_issue(viewer_of(manager), administrator)
        assert may_issue(viewer_of(make_superuser()), administrator)

    def test_nobody_for_a_protected_person_whom_they_may_not_see(self, manager, amina):
        amina.protected = True
        amina.save()
        assert not may_issue(viewer_of(manager), amina)
        manager.groups.add(make_group("Registerhandläggare", "access.handle_protected"))
        assert may_issue(viewer_of(manager), amina)

    def test_nobody_for_who_has_left(self, manager, amina):
        amina.active_to = timezone.localdate() - timedelta(days=1)
        amina.save()
        assert not may_issue(viewer_of(manager), amina)


class TestHandingOut:
    @staticmethod
    def shown_code(answer):
        return answer.context["issued"]["code"]

    def test_asks_first_and_shows_the_code_once(self, client, manager, amina):
        client.force_login(manager)
        assert client.get(page_for(amina)).status_code == 200
        assert not ActivationCode.objects.exists()

        answer = client.post(page_for(amina))

        code = self.shown_code(answer)
        assert code in answer.content.decode()
        assert codes.check("amina.lund", code)
        assert code not in client.get(page_for(amina)).content.decode()
        assert "no-store" in answer["Cache-Control"]

    def test_lists_the_managers_own_people(self, client, manager, amina, unit):
        below = make_unit("Nattpatrullen", parent=unit)
        night, night_manager = make_person("natt.arbetare", below), make_person("natt.chef", below)
        make_function("chef", below, night_manager)
        make_person("jonas.frid")
        client.force_login(manager)

        answer = client.get("/konto/engangskod/")

        assert [entry["person"] for entry in answer.context["people"]] == [night_manager, amina]
        assert codes.check(
            "amina.lund", self.shown_code(client.post("/konto/engangskod/", {"person": amina.pk}))
        )
        assert client.post("/konto/engangskod/", {"person": night.pk}).status_code == 404
        assert client.post("/konto/engangskod/", {"person": "x"}).status_code == 404

    @pytest.mark.parametrize("size", [2, 20])
    def test_lists_many_in_as_many_queries_as_few(
        self, client, manager, unit, size, django_assert_num_queries
    ):
        for number in range(size):
            make_person(f"nummer.{number}", make_unit(f"Grupp {number}", parent=unit))
        client.force_login(manager)
        client.get("/konto/engangskod/")
        with django_assert_num_queries(15):
            answer = client.get("/konto/engangskod/")
        assert len(answer.context["people"]) == size

    def test_has_no_list_for_who_manages_nobody(self, client, amina):
        client.force_login(amina)
        assert client.get("/konto/engangskod/").status_code == 404

    def test_is_logged_without_the_code(self, client, manager, amina):
        client.force_login(manager)
        code = self.shown_code(client.post(page_for(amina)))
        event = Event.objects.get(kind=Event.Kind.CODE_ISSUED)
        assert (event.actor_name, event.object_id, event.object_label) == (
            "karin.ek",
            str(amina.pk),
            "amina.lund",
        )
        assert code not in str(vars(event))

    def test_is_missing_for_all_others(self, client, manager, amina):
        client.force_login(make_person("jonas.frid"))
        answers = [
            client.get(page_for(amina)),
            client.post(page_for(amina)),
            client.get("/konto/engangskod/99999/"),
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert not ActivationCode.objects.exists()

    def test_waits_until_the_unit_is_connected(self, client, manager, amina, unit):
        administrator = make_superuser()
        unit.connected_from = timezone.localdate() + timedelta(days=9)
        unit.save()
        client.force_login(administrator)
        answer = client.post(page_for(amina))
        assert "Enheten ansluts den" in answer.content.decode()
        assert not ActivationCode.objects.exists()

    def test_is_limited(self, client, manager, amina, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "issue_code": "2/h/user"}
        client.force_login(manager)
        assert [client.post(page_for(amina)).status_code for _ in range(3)] == [200, 200, 429]


class TestActivation:
    def test_ends_signed_in_with_a_password_of_ones_own(self, client, code, amina):
        assert client.post(ACTIVATE, {"username": "amina.lund", "code": code})["Location"] == CHOOSE
        assert client.get(CHOOSE).status_code == 200

        answer = client.post(CHOOSE, {"password1": NEW, "password2": NEW})

        assert answer["Location"] == "/"
        assert client.session["_auth_user_id"] == str(amina.pk)
        client.logout()
        assert client.login(username="amina.lund", password=NEW)

    def test_is_in_the_log(self, client, code):
        client.post(ACTIVATE, {"username": "amina.lund", "code": code})
        client.post(CHOOSE, {"password1": NEW, "password2": NEW})
        kinds = set(Event.objects.filter(actor_name="amina.lund").values_list("kind", flat=True))
        assert {Event.Kind.CODE_USED, Event.Kind.SIGNED_IN} <= kinds

    def test_also_replaces_a_forgotten_password_and_ends_other_sessions(
        self, client, unit, manager, django_user_model
    ):
        from django.test import Client

        person = make_person("glom.sk", unit)
        elsewhere = Client()
        elsewhere.force_login(person)
        _, code = codes.issue(person, manager)
        client.post(ACTIVATE, {"username": "glom.sk", "code": code})
        client.post(CHOOSE, {"password1": NEW, "password2": NEW})
        assert not client.login(username="glom.sk", password=PASSWORD)
        assert elsewhere.get("/konto/").status_code == 302

    def test_says_the_same_of_every_fault(self, client, code):
        make_person("jonas.frid")
        texts = {
            tuple(client.post(ACTIVATE, data).context["form"].non_field_errors())
            for data in (
                {"username": "amina.lund", "code": "AAAA-AAAA"},
                {"username": "jonas.frid", "code": code},
                {"username": "ingen.alls", "code": code},
            )
        }
        assert len(texts) == 1
        assert "stämmer inte" in texts.pop()[0]
        assert Event.objects.filter(kind=Event.Kind.SIGN_IN_FAILED).count() == 3

    def test_does_not_skip_the_code(self, client, code):
        assert client.get(CHOOSE)["Location"] == ACTIVATE
        assert client.post(CHOOSE, {"password1": NEW, "password2": NEW})["Location"] == ACTIVATE

    def test_does_not_spend_the_code_on_a_password_that_is_too_weak(self, client, code, amina):
        client.post(ACTIVATE, {"username": "amina.lund", "code": code})
        assert client.post(CHOOSE, {"password1": "kort", "password2": "kort"}).status_code == 200
        assert client.post(CHOOSE, {"password1": NEW, "password2": NEW})["Location"] == "/"

    def test_does_not_let_the_code_be_used_again(self, client, code):
        client.post(ACTIVATE, {"username": "amina.lund", "code": code})
        client.post(CHOOSE, {"password1": NEW, "password2": NEW})
        client.logout()
        assert client.post(ACTIVATE, {"username": "amina.lund", "code": code}).status_code == 200

    def test_ends_the_session_that_was_open_on_a_shared_computer(self, client, code, amina, manager):
        client.force_login(manager)
        client.post(ACTIVATE, {"username": "amina.lund", "code": code})
        assert "_auth_user_id" not in client.session
        client.post(CHOOSE, {"password1": NEW, "password2": NEW})
        assert client.session["_auth_user_id"] == str(amina.pk)

    def test_tells_why_when_the_unit_was_disconnected_meanwhile(self, client, code, unit):
        unit.connected_from = timezone.localdate() + timedelta(days=9)
        unit.save()
        answer = client.post(ACTIVATE, {"username": "amina.lund", "code": code})
        assert "Din enhet ansluts" in answer.context["form"].non_field_errors()[0]

    def test_opens_at_once_for_who_had_guessed_too_often(self, client, code):
        for _ in range(6):
            client.post("/konto/logga-in/", {"login": "amina.lund", "password": "fel"})
        client.post(ACTIVATE, {"username": "amina.lund", "code": code})
        client.post(CHOOSE, {"password1": NEW, "password2": NEW})
        client.logout()
        client.post("/konto/logga-in/", {"login": "amina.lund", "password": NEW})
        assert "_auth_user_id" in client.session

    def test_is_limited(self, client, code):
        answers = [
            client.post(ACTIVATE, {"username": "ingen.alls", "code": "AAAA-AAAA"}).status_code
            for _ in range(6)
        ]
        assert answers == [200] * 5 + [429]
