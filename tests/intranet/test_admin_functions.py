"""The list of functions in the admin says who answers for each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_function, make_group, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    make_group("Redaktörer", "wagtailadmin.access_admin", "people.view_function", "people.change_function")
    client.force_login(make_person("adm.in", groups=("Redaktörer",)))
    return client


def test_the_column_says_who_answers_now(admin):
    unit = make_unit("Parken")
    make_function("skotsel", unit, make_person("greta.gren"))
    make_function("chef", unit, make_person("chefen.chefsson"))
    make_function("tom", unit)
    make_function("skyddad", unit, make_person("hemlig.hemlin", protected=True))
    page = admin.get(reverse("function_admin:index")).text
    assert "Svarar just nu" in page
    for name, count in (("Greta Gren", 1), ("Chefen Chefsson", 2), ("Hemlin", 0)):
        assert page.count(name) == count, name


def test_nobody_is_said_to_be_nobody(admin):
    make_function("tom", make_unit("Parken"))
    assert "Ingen" in admin.get(reverse("function_admin:index")).text


def test_more_functions_ask_no_more(admin):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(reverse("function_admin:index")).status_code == 200
        return len(asked)

    make_function("skotsel", make_unit(), make_person())
    make_function("tom", make_unit())
    queries()
    before = queries()
    for _ in range(6):
        make_function("skotsel", make_unit(), make_person())
        make_function("tom", make_unit())
    assert queries() <= before
