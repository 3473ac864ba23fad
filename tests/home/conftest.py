"""The people of the tests of runs: Karin, who leads, and Amina, both at the same unit."""

from __future__ import annotations

import pytest

from intranet.organisation.models import Unit
from intranet.people.models import Person
from tests.factories import make_function, make_home, make_person, make_unit
from tests.home.runs import Worker, sign_in


@pytest.fixture
def unit() -> Unit:
    make_home()
    return make_unit("Hemtjänst Norr")


@pytest.fixture
def karin_ek(unit: Unit) -> Person:
    """Leads runs; no manager, unless the test asks for `manager`."""
    return make_person("karin.ek", unit)


@pytest.fixture
def amina_lund(unit: Unit) -> Person:
    return make_person("amina.lund", unit)


@pytest.fixture
def manager(unit: Unit, karin_ek: Person) -> Person:
    """Karin as the unit's manager."""
    make_function("chef", unit, karin_ek)
    return karin_ek


@pytest.fixture
def karin(karin_ek: Person) -> Worker:
    """At her browser."""
    return sign_in(karin_ek)


@pytest.fixture
def amina(amina_lund: Person) -> Worker:
    """At her browser."""
    return sign_in(amina_lund)
