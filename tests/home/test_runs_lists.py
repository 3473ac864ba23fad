"""The list of runs, the start page, and what is left when somebody goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from home.models import Run, RunItem
from home.runs import leading, ticking
from intranet.people.models import Employment
from tests.factories import PASSWORD, make_person
from tests.home.runs import give, items, make_checklist, make_run, point

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def shown(person, path: str) -> str:
    client = Client()
    assert client.login(username=person.username, password=PASSWORD)
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def names(page: str) -> list[str]:
    return [name for name in ("Min egen", "Om mig", "Tilldelad", "Någon annans", "Gammal") if name in page]


@pytest.fixture
def several(amina_lund, manager):
    """Amina leads one, one is about her, in one she has an item; another is none of hers; one is finished."""
    colleague = make_person("bo.berg", Employment.objects.get(person=amina_lund).unit)
    checklist = make_checklist(point("A", due=0), point("B", due=30))
    later = TODAY + timedelta(days=5)
    make_run(amina_lund, checklist=checklist, name="Min egen", start_day=TODAY - timedelta(days=9))
    make_run(colleague, amina_lund, checklist=checklist, name="Om mig", start_day=later)
    given = make_run(colleague, checklist=checklist, name="Tilldelad", start_day=later)
    give(items(given)[0], amina_lund)
    make_run(colleague, checklist=checklist, name="Någon annans", start_day=later)
    old = make_run(amina_lund, checklist=checklist, name="Gammal", start_day=TODAY - timedelta(days=99))
    leading.finish(old, amina_lund, "Slut")


@pytest.mark.usefixtures("several")
class TestList:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["Min egen", "Om mig", "Tilldelad"]),
            ("?visa=haller-i", ["Min egen"]),
            ("?visa=om-mig", ["Om mig"]),
            ("?visa=mina-punkter", ["Tilldelad"]),
            ("?lage=forsenade", ["Min egen"]),
            ("?lage=avslutade", ["Gammal"]),
            ("?lage=avslutade&visa=om-mig", ["Gammal"]),
            ("?lage=forsenade&visa=om-mig", ["Min egen"]),
        ],
    )
    def test_the_address_says_what_is_shown(self, amina_lund, query, expected):
        if query == "?visa=om-mig":
            expected = ["Min egen", "Om mig"]  # one's own is about oneself
        assert names(shown(amina_lund, f"/genomgangar/{query}")) == expected

    def test_the_unit_is_for_its_manager_alone(self, amina_lund, manager):
        assert names(shown(manager, "/genomgangar/")) == []
        page = shown(manager, "/genomgangar/?visa=enheten")
        assert names(page) == ["Min egen", "Om mig", "Tilldelad", "Någon annans"]
        assert "En genomgång på din enhet är försenad." in page
        assert names(shown(manager, "/genomgangar/?visa=enheten&lage=forsenade")) == ["Min egen"]
        assert names(shown(manager, "/genomgangar/?visa=enheten&lage=avslutade")) == ["Gammal"]
        page = shown(amina_lund, "/genomgangar/?visa=enheten")
        assert "Någon annans" not in page
        assert "på din enhet" not in page

    def test_those_with_the_next_day_stand_first(self, amina_lund):
        page = shown(amina_lund, "/genomgangar/")
        assert page.index("Min egen") < page.index("Om mig")

    def test_nothing_found_is_said(self, manager, amina_lund):
        assert "Du har inga genomgångar på gång" in shown(manager, "/genomgangar/")
        RunItem.objects.update(due=None)
        assert "Inga genomgångar här" in shown(amina_lund, "/genomgangar/?lage=forsenade")


def test_long_lists_come_page_by_page_and_keep_what_was_asked(amina_lund):
    checklist = make_checklist()
    for number in range(25):
        make_run(amina_lund, checklist=checklist, name=f"Nummer {number:02}")
    page = shown(amina_lund, "/genomgangar/?visa=haller-i")
    assert "25 genomgångar" in page
    assert "Sida 1 av 2" in page
    assert "visa=haller-i&amp;sida=2" in page
    assert shown(amina_lund, "/genomgangar/?visa=haller-i&sida=2").count("Nummer") == 5


@pytest.mark.parametrize("size", [2, 20])
def test_few_queries_whatever_the_number_of_runs(amina_lund, manager, size, django_assert_max_num_queries):
    checklist = make_checklist()
    for number in range(size):
        run = make_run(manager, amina_lund, checklist=checklist, name=f"Nummer {number}")
        give(items(run)[0], amina_lund)
    client = Client()
    client.login(username=manager.username, password=PASSWORD)
    client.get("/genomgangar/?visa=enheten")
    with django_assert_max_num_queries(15 + 2):
        client.get("/genomgangar/?visa=enheten")


def card(page: str) -> str:
    """What stands under its heading on the start page."""
    return page.split("Mina genomgångar")[1].split("</section>")[0]


@pytest.mark.usefixtures("several")
class TestStartPage:
    def test_all_that_i_take_part_in_with_the_next_day_first(self, amina_lund):
        page = card(shown(amina_lund, "/"))
        assert names(page) == ["Min egen", "Om mig", "Tilldelad"]
        assert page.index("Min egen") < page.index("Om mig")
        assert page.index("Min egen") < page.index("Tilldelad")
        assert "Du gör: A" in page
        assert "0 av 2 klara" in page
        assert "genomgångar till" not in page

    def test_what_i_started_and_handed_over_stays_mine_to_follow(self, amina_lund):
        colleague = Run.objects.get(name="Någon annans").lead
        leading.hand_over(Run.objects.get(name="Min egen"), amina_lund, colleague)
        assert "Min egen" in card(shown(amina_lund, "/"))
        assert names(card(shown(colleague, "/"))) == ["Min egen", "Om mig", "Tilldelad", "Någon annans"]

    def test_what_is_done_or_taken_away_is_gone(self, amina_lund):
        given = Run.objects.get(name="Tilldelad")
        ticking.tick(items(given)[0].pk, amina_lund.pk, True)
        assert "Du gör" not in card(shown(amina_lund, "/"))  # it is hers still, with nothing left to do
        leading.assign(given, given.lead, {items(given)[0]: None})
        leading.finish(Run.objects.get(name="Min egen"), amina_lund, "Slut")
        assert names(card(shown(amina_lund, "/"))) == ["Om mig"]
        leading.finish(Run.objects.get(name="Om mig"), given.lead, "Slut")
        assert "Mina genomgångar" not in shown(amina_lund, "/")

    @pytest.mark.parametrize(("more", "told"), [(1, ""), (2, "En genomgång till"), (5, "4 genomgångar till")])
    def test_how_many_more_there_are_is_said(self, amina_lund, more, told):
        for number in range(more):
            make_run(amina_lund, name=f"Nummer {number}", start_day=TODAY + timedelta(days=90))
        page = card(shown(amina_lund, "/"))
        assert page.count('class="run-row"') == 4
        assert told in page
        assert ("genomgångar till" in page or "En genomgång till" in page) == bool(told)

    def test_a_manager_has_not_the_whole_unit_there(self, manager):
        assert "Mina genomgångar" not in shown(manager, "/")


# People and checklists that go


def test_people_in_a_run_cannot_be_deleted_and_an_assignee_only_loses_the_item(amina_lund, manager):
    from django.db.models import ProtectedError

    run = make_run(manager)
    first, *_ = items(run)
    helper = make_person("kort.vikarie")
    give(first, helper)
    helper.employments.all().delete()
    helper.delete()
    assert items(run)[0].assignee is None
    for person in (manager,):
        with pytest.raises(ProtectedError):
            person.delete()
    ticking.tick(first.pk, amina_lund.pk, True)
    amina_lund.employments.all().delete()
    with pytest.raises(ProtectedError):
        amina_lund.delete()
    assert items(run)[0].done_by == amina_lund


def test_a_run_leaves_no_trace_in_lists_of_references(amina_lund):
    """Where a page is used is shown in the admin to people who may not see the run."""
    from wagtail.models import ReferenceIndex

    make_run(amina_lund)
    assert not any(ReferenceIndex.model_is_indexable(model) for model in (Run, RunItem))
