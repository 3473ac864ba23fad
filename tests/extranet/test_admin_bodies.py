"""Bodies, their rules and the small lists in the admin: for those who give roles, through a group and never by rank."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from extranet.admin.bodies import NOT_KEPT, SENTENCES, SUMMONS_DAYS
from extranet.bodies.models import Authority, Body, BodyRules
from extranet.mandates.models import Audit, Party, Role
from tests.extranet.admin_help import Town, day, text_of
from tests.extranet.make import make_authority, make_body, make_mandate
from tests.factories import make_group

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OTHERS = ("secretary", "other secretary", "superuser", "member", "chair", "employee")
LISTS = ("authority_admin", "body_admin", "party_admin", "role_admin", "audit_admin")


@pytest.fixture
def town() -> Town:
    return Town()


def body_form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Kulturnämnden",
        "short_name": "KUN",
        "slug": "kulturnamnden",
        "kind": Body.Kind.BOARD,
        "authority": make_authority().pk,
        "doors": "",
        "substitute_order": "",
        "substitutes_read_secret": "serving",
        "recusal_hides": "unpublished",
        "summons_days": 7,
        "watermark": "secret",
        "offline": "open",
        "offline_days": 14,
        **fields,
    }


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_sees_or_changes_any_of_it(town, name):
    client = town.client(name)
    audit = Audit.objects.create(auditing=make_body("Revisorerna", Body.Kind.AUDIT), audited=town.board)
    things = {
        "authority_admin": town.board.authority,
        "body_admin": town.board,
        "party_admin": Party.objects.create(code="KP", name="Kompasspartiet"),
        "audit_admin": audit,
    }
    for viewset in LISTS:
        answer = client.get(reverse(f"{viewset}:index"), follow=True)
        assert "Byggnämnden" not in text_of(answer)
        assert answer.redirect_chain, viewset
    for viewset, thing in things.items():
        for view in ("edit", "delete"):
            address = reverse(f"{viewset}:{view}", args=[thing.pk])
            assert client.get(address).status_code == 404, address
            assert client.post(address, {}).status_code == 404, address
        client.post(reverse(f"{viewset}:add"), body_form())
    assert not Body.objects.filter(slug="kulturnamnden").exists()
    assert type(audit).objects.filter(pk=audit.pk).exists()


def test_an_administrator_makes_a_body_and_what_was_not_chosen_is_as_the_law_says(town):
    client = town.client("administrator")
    assert client.post(reverse("body_admin:add"), body_form()).status_code == 302
    board = Body.objects.get(slug="kulturnamnden")
    assert (board.doors, board.substitute_order) == ("closed", "party")
    council = body_form(slug="kf", kind=Body.Kind.COUNCIL)
    assert client.post(reverse("body_admin:add"), council).status_code == 302
    assert Body.objects.get(slug="kf").doors == "open"
    changed = body_form(doors="closed", recusal_hides="all", summons_days=10, watermark="all", offline="none")
    assert client.post(reverse("body_admin:edit", args=[board.pk]), changed).status_code == 302
    board.refresh_from_db()
    assert (board.doors, board.recusal_hides, board.watermark) == ("closed", "all", "all")
    assert board.summons_days == 10


def test_rules_are_sentences_and_what_is_wrong_is_said(town):
    client = town.client("administrator")
    asked = text_of(client.get(reverse("body_admin:add")))
    for question, choices in SENTENCES.values():
        assert question in asked
        assert all(words in asked for _value, words in choices)
    # What nothing obeys yet is not asked for.
    offered = {field.name for field in BodyRules._meta.get_fields() if f'name="{field.name}"' in asked}
    assert offered == {*SENTENCES, "summons_days", "offline_days"}
    assert SUMMONS_DAYS in asked
    assert offered == {
        "doors",
        "substitute_order",
        "substitutes_read_secret",
        "recusal_hides",
        "summons_days",
        "watermark",
        "offline",
        "offline_days",
    }
    for fields, words in (
        ({"kind": Body.Kind.COUNCIL, "doors": "closed"}, "5 kap. 42 § kommunallagen"),
        ({"active_from": day(2).isoformat(), "active_to": day(1).isoformat()}, "ligger före den första"),
        ({"slug": "socialnamnden"}, "finns redan"),
        ({"offline_days": 91}, "90"),
        ({"watermark": "all"}, NOT_KEPT),
        ({"offline": "all"}, NOT_KEPT),
        ({"summons_days": 61}, "60"),
    ):
        said = text_of(client.post(reverse("body_admin:add"), body_form(name="Fritidsnämnden", **fields)))
        assert words in said
        assert "Fritidsnämnden" in said
    assert not Body.objects.filter(name="Fritidsnämnden").exists()


def test_a_body_that_is_used_is_not_removed(town):
    client = town.client("administrator")
    told = client.post(reverse("body_admin:delete", args=[town.board.pk]), follow=True)
    assert "Sätt en sista dag i stället" in text_of(told)
    unused = make_body("Obrukade nämnden")
    assert client.post(reverse("body_admin:delete", args=[unused.pk])).status_code == 302
    assert Body.objects.filter(pk=town.board.pk).exists()
    assert not Body.objects.filter(pk=unused.pk).exists()


def test_roles_are_to_be_read(town):
    client = town.client("administrator")
    assert "personalföreträdare" in text_of(client.get(reverse("role_admin:index")))
    for address in ("new", f"edit/{Role.objects.first().pk}", f"delete/{Role.objects.first().pk}"):
        assert client.get(f"/admin/roller-i-organ/{address}/").status_code == 404


def test_nobody_gives_themselves_what_was_withdrawn(town):
    client, mine = town.client("administrator"), make_group("Mina registratorer")
    authority = make_authority("BUN")
    address = reverse("authority_admin:edit", args=[authority.pk])
    sent = {"name": "Barn- och utbildningsnämnden", "code": "BUN", "registrators": mine.pk}
    town.people["administrator"].groups.add(mine)
    client = town.client("administrator")
    assert "ge dig själv rätt att läsa" in text_of(client.post(address, sent))
    assert Authority.objects.get(pk=authority.pk).registrators is None
    others = make_group("Registratorer")
    assert client.post(address, {**sent, "registrators": others.pk}).status_code == 302
    assert Authority.objects.get(pk=authority.pk).registrators == others


def test_an_auditor_does_not_say_what_they_audit(town):
    auditors = make_body("Revisorerna", Body.Kind.AUDIT)
    sent = {"auditing": auditors.pk, "audited": town.board.pk}
    make_mandate(town.people["administrator"], auditors, "revisor")
    said = town.client("administrator").post(reverse("audit_admin:add"), sent)
    assert "Du har ett uppdrag där" in text_of(said)
    assert not Audit.objects.exists()
    town.people["administrator"].mandates.all().delete()
    assert town.client("administrator").post(reverse("audit_admin:add"), sent).status_code == 302
    assert Audit.objects.get().audited == town.board
