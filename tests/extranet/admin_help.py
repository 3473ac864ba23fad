"""The people who ask the extranet's admin, and what its forms are sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.mandates.models import Mandate, Role
from home.roles import ADMINISTRATORS, SECRETARIES, ensure_roles
from intranet.people.models import Person
from tests.extranet.make import make_body, make_mandate
from tests.factories import make_group, make_home, make_person, make_superuser

TODAY = timezone.localdate


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@dataclass
class Town:
    """Two boards, and everybody who might want to look after one of them. All of them may enter the admin."""

    board: Body = field(default_factory=lambda: make_body("Socialnämnden", slug="socialnamnden"))
    other: Body = field(default_factory=lambda: make_body("Byggnämnden", slug="byggnamnden"))
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make_home()
        ensure_roles()
        enter = make_group("Redigerar", "wagtailadmin.access_admin").name
        for name, groups in (
            ("administrator", (ADMINISTRATORS,)),
            ("secretary", (SECRETARIES,)),
            ("other secretary", (SECRETARIES,)),
            ("member", (enter,)),
            ("chair", (enter,)),
            ("vice", (enter,)),
            ("employee", (enter,)),
        ):
            self.people[name] = make_person(f"{name.replace(' ', '-')}.provsson", groups=groups)
        self.people["superuser"] = make_superuser()
        for name, body, role in (
            ("secretary", self.board, "sekreterare"),
            ("other secretary", self.other, "sekreterare"),
            ("member", self.board, "ledamot"),
            ("chair", self.board, "ordforande"),
            ("vice", self.board, "forste-vice-ordforande"),
        ):
            make_mandate(self.people[name], body, role)

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    def mandate(self, name: str) -> Mandate:
        return self.people[name].mandates.get()


def mandate_form(person: Person, role: str = "ledamot", **fields: Any) -> dict[str, Any]:
    return {
        "person": person.pk,
        "role": Role.objects.get(code=role).pk,
        "start": day(0).isoformat(),
        "order": 0,
        **fields,
    }


def add_mandate(client: Client, body: Body, person: Person, role: str = "ledamot", **fields: Any) -> Any:
    address = f"{reverse('mandate_admin:add')}?organ={body.pk}"
    return client.post(address, mandate_form(person, role, **fields))


def text_of(response: Any) -> str:
    return response.content.decode()
