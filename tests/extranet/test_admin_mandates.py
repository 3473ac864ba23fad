"""Mandates in the admin: who may enter, change and end whose; nobody their own; what has begun is never removed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from extranet.mandates.models import Mandate, Party
from extranet.meetings.models import AgendaItem
from home.roles import PROTECTED_HANDLERS
from intranet.audit.models import Event
from tests.extranet.admin_help import Town, add_mandate, day, mandate_form, text_of
from tests.extranet.make import make_item, make_mandate, make_meeting
from tests.factories import make_group, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OUTSIDERS = ("other secretary", "superuser", "member", "chair", "employee")
KEEPERS = ("administrator", "secretary")
INDEX, ADD = "/admin/uppdrag/", "/admin/uppdrag/new/"


@pytest.fixture
def town() -> Town:
    return Town()


def edit(mandate: Mandate) -> str:
    return reverse("mandate_admin:edit", args=[mandate.pk])


def end(mandate: Mandate) -> str:
    return reverse("mandate_admin:end", args=[mandate.pk])


def delete(mandate: Mandate) -> str:
    return reverse("mandate_admin:delete", args=[mandate.pk])


@pytest.mark.parametrize("name", KEEPERS)
def test_those_who_look_after_the_body_enter_change_and_end(town, name):
    client, newcomer = town.client(name), make_person("sara.lind", employed=False)
    party = Party.objects.create(code="KP", name="Kompasspartiet")
    assert add_mandate(client, town.board, newcomer, party=party.pk).status_code == 302
    mandate = newcomer.mandates.get()
    assert (mandate.body, mandate.role.code, mandate.party) == (town.board, "ledamot", party)
    changed = client.post(edit(mandate), {"party": "", "constituency": "Norra", "order": 3})
    assert changed.status_code == 302
    mandate.refresh_from_db()
    assert (mandate.party, mandate.constituency, mandate.order) == (None, "Norra", 3)
    assert "Sista dag" in text_of(client.get(end(mandate)))
    assert client.post(end(mandate), {"end": day(0).isoformat()}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.end == day(0)
    events = Event.objects.filter(object_kind="extranet.mandate", actor_id=town.people[name].pk)
    assert events.count() == 2  # entered, and ended; what opens nothing is not followed


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_does_any_of_it(town, name):
    client, mandate = town.client(name), town.mandate("member")
    coming = make_mandate(make_person(employed=False), town.board, start=day(9))
    for address, data in (
        (edit(mandate), {"constituency": "Norra", "order": 3}),
        (end(mandate), {"end": day(0).isoformat()}),
        (delete(coming), {}),
    ):
        missing = address.replace(str(mandate.pk), "999999").replace(str(coming.pk), "999999")
        assert client.get(address).status_code == client.get(missing).status_code == 404
        assert client.post(address, data).status_code == 404
    add_mandate(client, town.board, make_person("sara.lind", employed=False))
    assert not Mandate.objects.filter(person__username="sara.lind").exists()
    assert town.mandate("member").end is None
    assert Mandate.objects.filter(pk=coming.pk).exists()


def test_each_list_holds_what_its_reader_looks_after(town):
    def names(name: str) -> set[str]:
        response = town.client(name).get(INDEX)
        if response.status_code != 200:
            return set()
        return {mandate.person.username.split(".")[0] for mandate in response.context["object_list"]}

    assert names("secretary") == {"secretary", "member", "chair", "vice"}
    assert names("other secretary") == {"other-secretary"}
    assert names("administrator") == {"secretary", "other-secretary", "member", "chair", "vice"}
    for name in ("superuser", "member", "chair", "employee"):
        assert names(name) == set(), name
        shown = text_of(town.client(name).get("/admin/"))
        assert "/admin/uppdrag/" not in shown, name
        assert ("/admin/nodatkomst/" in shown) == (name == "superuser"), name
    assert "Organ och uppdrag" in text_of(town.client("secretary").get("/admin/"))


def test_a_secretary_whose_mandate_has_ended_looks_after_nothing(town):
    client = town.client("secretary")
    assert client.get(edit(town.mandate("member"))).status_code == 200
    Mandate.objects.filter(person=town.people["secretary"]).update(end=day(-1))
    assert client.get(edit(town.mandate("member"))).status_code == 404


def test_nobody_enters_or_changes_their_own(town):
    for name in KEEPERS:
        client, me = town.client(name), town.people[name]
        before = me.mandates.count()
        refused = add_mandate(client, town.board, me, "ledamot")
        assert "gäller dig själv" in text_of(refused)
        assert me.mandates.count() == before
    client, mine = town.client("secretary"), town.mandate("secretary")
    for address, data in ((edit(mine), {"order": 3}), (end(mine), {"end": day(900).isoformat()})):
        assert client.get(address).status_code == 302
        assert client.post(address, data).status_code == 302
    mine.refresh_from_db()
    assert (mine.order, mine.end) == (0, None)
    assert edit(mine) not in text_of(client.get(INDEX))
    assert edit(mine) in text_of(town.client("administrator").get(INDEX))


def test_nor_that_of_their_personal_substitute_or_of_whom_they_replace(town):
    secretary = town.people["secretary"]
    seat = make_mandate(secretary, town.board, "ledamot")
    client, stand_in = town.client("secretary"), make_person("ulf.berg", employed=False)
    refused = add_mandate(client, town.board, stand_in, "ersattare", substitute_for=seat.pk)
    assert "gäller dig själv" in text_of(refused)
    assert not stand_in.mandates.exists()
    theirs = make_mandate(stand_in, town.board, "ersattare", substitute_for=seat)
    assert client.get(edit(theirs)).status_code == 302
    make_mandate(secretary, town.board, "ersattare", substitute_for=town.mandate("member"))
    client.post(end(town.mandate("member")), {"end": day(0).isoformat()})
    assert town.mandate("member").end is None


def test_what_has_not_begun_can_be_removed_and_what_has_cannot(town):
    client = town.client("secretary")
    coming = make_mandate(make_person("sara.lind", employed=False), town.board, start=day(1))
    assert "Vill du ta bort det?" in text_of(client.get(delete(coming)))
    assert client.post(delete(coming)).status_code == 302
    assert not Mandate.objects.filter(pk=coming.pk).exists()
    begun = make_mandate(make_person("olof.gran", employed=False), town.board, start=day(0))
    told = client.post(delete(begun), follow=True)
    assert "Avsluta det i stället" in text_of(told)
    assert Mandate.objects.filter(pk=begun.pk).exists()
    assert delete(begun) not in text_of(client.get(edit(begun)))


def test_who_and_what_a_begun_mandate_is_stands_fast(town):
    mandate, another = town.mandate("member"), make_person(employed=False)
    sent = mandate_form(another, "ordforande", start=day(-9).isoformat(), end=day(-1).isoformat())
    assert town.client("secretary").post(edit(mandate), sent).status_code == 302
    before = (mandate.person_id, mandate.role_id, mandate.start, mandate.end)
    mandate.refresh_from_db()
    assert (mandate.person_id, mandate.role_id, mandate.start, mandate.end) == before


def test_an_end_before_the_start_is_told_and_keeps_what_was_typed(town):
    mandate = town.mandate("member")
    early = (mandate.start - timedelta(days=1)).isoformat()
    said = text_of(town.client("secretary").post(end(mandate), {"end": early}))
    assert "Välj den dagen eller en senare" in said
    assert early in said
    assert town.mandate("member").end is None


def test_what_does_not_fit_is_said_in_plain_words(town):
    client, newcomer = town.client("secretary"), make_person("sara.lind", employed=False)
    for fields, role, words in (
        ({}, "personalforetradare", "Välj vilka"),
        ({}, "kallad", "Välj vilka"),
        ({"end": day(-5).isoformat()}, "ledamot", "ligger före den första"),
        ({"substitute_for": town.mandate("secretary").pk}, "ersattare", "Välj ett giltigt alternativ"),
        ({"substitute_for": town.mandate("other secretary").pk}, "ersattare", "Välj ett giltigt alternativ"),
    ):
        said = text_of(add_mandate(client, town.board, newcomer, role, constituency="Norra", **fields))
        assert words in said, (role, words)
        assert "Norra" in said
    again = add_mandate(client, town.board, town.people["member"])
    assert "har redan det uppdraget" in text_of(again)
    town.board.active_to = day(-1)
    town.board.save()
    assert "Organet är verksamt till och med" in text_of(add_mandate(client, town.board, newcomer))
    assert not newcomer.mandates.exists()


def test_kinds_and_items_narrow_what_a_mandate_reaches(town):
    client = town.client("secretary")
    staff, called = make_person("eva.strom", employed=False), make_person("per.holm", employed=False)
    add_mandate(client, town.board, staff, "personalforetradare", kinds=[AgendaItem.Kind.EMPLOYER])
    assert list(staff.mandates.get().kinds.values_list("kind", flat=True)) == [AgendaItem.Kind.EMPLOYER]
    item = make_item(make_meeting(town.board), neutral_title="Enskilt ärende", title="Om familjen Provsson")
    elsewhere = make_item(make_meeting(town.other), neutral_title="Bygglov")
    asked = text_of(client.get(f"{ADD}?organ={town.board.pk}"))
    assert "Enskilt ärende" in asked
    assert "Bygglov" not in asked
    assert "familjen" not in asked
    add_mandate(client, town.board, called, "kallad", items=[elsewhere.pk])
    assert not called.mandates.exists()
    add_mandate(client, town.board, called, "kallad", items=[item.pk])
    assert [row.item for row in called.mandates.get().items.all()] == [item]


def test_an_administrator_is_shown_no_items(town):
    make_item(make_meeting(town.board), neutral_title="Enskilt ärende")
    client = town.client("administrator")
    assert "Enskilt ärende" not in text_of(client.get(f"{ADD}?organ={town.board.pk}"))
    newcomer = make_person(employed=False)
    said = text_of(add_mandate(client, town.board, newcomer, "kallad", items=[AgendaItem.objects.get().pk]))
    assert "Bara organets sekreterare" in said
    assert not newcomer.mandates.exists()


def test_the_body_is_asked_for_first_where_there_are_several(town):
    asked = text_of(town.client("administrator").get(ADD))
    assert "Socialnämnden" in asked
    assert "Byggnämnden" in asked
    only = text_of(town.client("secretary").get(ADD))
    assert "Byggnämnden" not in only
    assert 'name="person"' in only
    assert town.client("secretary").get(f"{ADD}?organ={town.other.pk}").status_code == 404
    assert town.client("secretary").get(f"{ADD}?organ={'9' * 40}").status_code == 404


def test_the_list_is_narrowed_by_body_role_and_state(town):
    client = town.client("administrator")
    gone = make_mandate(make_person("olof.gran", employed=False), town.board, end=day(-1))
    coming = make_mandate(make_person("sara.lind", employed=False), town.board, start=day(1))

    def found(query: str) -> set[int]:
        return {mandate.pk for mandate in client.get(f"{INDEX}?{query}").context["object_list"]}

    assert found("lage=avslutade") == {gone.pk}
    assert found("lage=kommande") == {coming.pk}
    assert found(f"organ={town.other.pk}") == {town.mandate("other secretary").pk}
    assert found("q=sara+lind") == {coming.pk}
    role = town.mandate("chair").role_id
    assert found(f"roll={role}&lage=galler") == {town.mandate("chair").pk}
    assert "Byggnämnden" not in text_of(town.client("secretary").get(INDEX))


def test_protected_people_are_named_and_found_by_their_handlers_alone(town):
    hidden = make_person("hulda.dold", employed=False, protected=True)
    mandate = make_mandate(hidden, town.board)
    client = town.client("secretary")
    shown = text_of(client.get(INDEX))
    assert "Skyddade personuppgifter" in shown
    assert edit(mandate) in shown
    for address in (INDEX, edit(mandate), end(mandate), f"{INDEX}?ordering=person"):
        assert "hulda" not in text_of(client.get(address)).lower()
        assert "dold" not in text_of(client.get(address)).lower()
    for word in ("hulda", "dold", "hulda.dold"):
        assert not client.get(f"{INDEX}?q={word}").context["object_list"]
    another = make_person("dag.dold", employed=False, protected=True)
    add_mandate(client, town.board, another)
    assert not another.mandates.exists()
    handlers = make_group(PROTECTED_HANDLERS, "access.handle_protected", "wagtailadmin.access_admin")
    town.people["secretary"].groups.add(handlers)
    assert "Dold, Hulda" in text_of(town.client("secretary").get(f"{INDEX}?q=hulda"))


def test_nothing_leaves_in_a_file_and_there_is_no_history(town):
    client, mandate = town.client("administrator"), town.mandate("member")
    assert client.get(f"{INDEX}?export=csv")["Content-Type"].startswith("text/html")
    for word in ("history", "usage", "inspect", "copy"):
        assert client.get(f"{INDEX}{word}/{mandate.pk}/").status_code == 404, word
