"""Deleting takes nothing with it that somebody still needs."""

from __future__ import annotations

import pytest

from intranet.access.models import Audience
from intranet.organisation.deleting import is_used
from intranet.organisation.models import Unit
from tests.factories import declare_audience, make_group, make_home, make_person, make_unit

pytestmark = pytest.mark.django_db


def test_a_unit_with_people_or_with_units_below_is_in_use():
    branch = make_unit("Hemtjänst")
    leaf = make_unit("Hemtjänst Norr", parent=branch)
    assert is_used(Unit.objects.get(pk=branch.pk))
    assert not is_used(Unit.objects.get(pk=leaf.pk))
    make_person(unit=leaf)
    assert is_used(Unit.objects.get(pk=leaf.pk))


def test_an_audience_is_not_in_use_by_its_own_groups():
    assert not is_used(declare_audience(make_home(), Audience.GROUPS, make_group("Ledning")))
