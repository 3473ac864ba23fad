"""What whoever leads a run does with it: shares out, hands over, finishes, takes over a newer version."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from home.models import Run
from home.runs import leading
from intranet.notices.models import Notice
from tests.factories import make_function, make_person, make_unit
from tests.home.runs import (
    decide_points,
    items,
    make_checklist,
    make_run,
    point,
    text,
    tick,
    untick,
)

pytestmark = pytest.mark.django_db


def test_an_item_is_given_to_whoever_holds_the_function_it_names(karin, unit):
    holder = make_person("shirin.hosseini", make_unit("Någon annanstans"))
    make_function("it-ombud", unit.get_parent(), holder)
    run = make_run(karin.person)
    first, _second, _ = items(run)
    assert "Shirin Hosseini, It-ombud" in text(karin.get(f"/genomgangar/{run.pk}/punkter/{first.pk}/"))
    page = text(karin.get(f"/genomgangar/{run.pk}/fordela/"))
    assert "Beställ dator" in page
    assert "Möt i entrén" not in page
    karin.post(f"/genomgangar/{run.pk}/fordela/", {"items": [f"{first.pk}-{holder.pk}"]})
    first.refresh_from_db()
    assert first.assignee == holder
    assert "Görs av Shirin Hosseini" in text(karin.get(run.get_absolute_url()))


def test_a_function_that_changes_hands_meanwhile_is_asked_again(karin, unit):
    holder, other = make_person("shirin.hosseini"), make_person("moa.lind")
    make_function("it-ombud", unit, holder)
    run = make_run(karin.person)
    first, *_ = items(run)
    page = text(karin.post(f"/genomgangar/{run.pk}/fordela/", {"items": [f"{first.pk}-{other.pk}"]}))
    assert "Förslaget har ändrats" in page
    first.refresh_from_db()
    assert first.assignee is None


def test_whoever_may_not_read_the_checklist_is_given_no_part(karin, amina):
    from intranet.access.models import Audience
    from tests.factories import declare_audience, make_group

    checklist = make_checklist()
    circle = make_group("Krets")
    karin.person.groups.add(circle)
    declare_audience(checklist.get_parent(), Audience.GROUPS, circle)
    run = make_run(karin.person, checklist=checklist)
    first, *_ = items(run)
    for path, data in (
        (f"punkter/{first.pk}/", {"person": amina.person.pk, "due": ""}),
        ("lamna-over/", {"person": amina.person.pk}),
    ):
        page = text(karin.post(f"/genomgangar/{run.pk}/{path}", data))
        assert "Amina Lund får inte läsa checklistan" in page
    run.refresh_from_db()
    assert run.lead == karin.person


def test_moving_the_start_moves_the_days_but_not_those_that_somebody_has_set(karin, amina):
    run = make_run(karin.person, start_day=date(2026, 6, 1))
    _first, second, _third = items(run)
    karin.post(f"/genomgangar/{run.pk}/punkter/{second.pk}/", {"person": "", "due": "2026-06-20"})
    karin.post(
        f"/genomgangar/{run.pk}/andra/",
        {"name": "Nytt namn", "start_day": "2026-06-11", "person": amina.person.pk},
    )
    run.refresh_from_db()
    assert (run.name, run.subject) == ("Nytt namn", amina.person)
    assert [item.due for item in items(run)] == [date(2026, 5, 28), date(2026, 6, 20), date(2026, 7, 11)]


def test_a_run_is_handed_over_and_nothing_is_lost(karin, amina):
    run = make_run(karin.person)
    first, *_ = items(run)
    tick(karin, run, first)
    karin.post(f"/genomgangar/{run.pk}/lamna-over/", {"person": amina.person.pk})
    run.refresh_from_db()
    assert run.lead == amina.person
    assert "Avsluta" in text(amina.get(run.get_absolute_url()))
    # Who started it still sees it, and no longer decides.
    assert "Klar: Karin Ek" in text(karin.get(run.get_absolute_url()))
    for name in ("avsluta", "lamna-over", "andra", "fordela", "ta-bort", "ny-version"):
        assert karin.get(f"/genomgangar/{run.pk}/{name}/").status_code == 404, name


def test_a_manager_who_has_handed_a_run_over_is_not_told_that_they_lead_it(karin, amina, unit):
    make_function("chef", unit, karin.person)
    run = make_run(karin.person)
    assert "Du håller i den" in text(karin.get(run.get_absolute_url()))
    karin.post(f"/genomgangar/{run.pk}/lamna-over/", {"person": amina.person.pk})
    page = text(karin.get(run.get_absolute_url()))
    assert "Du håller i den" not in page
    assert "Som enhetens chef kan du" in page
    assert "hålls av Amina Lund" in page


def test_finishing_with_items_left_says_which_and_asks_why(karin):
    run = make_run(karin.person)
    first, *_ = items(run)
    tick(karin, run, first)
    address = f"/genomgangar/{run.pk}/avsluta/"
    page = text(karin.get(address))
    assert "2 punkter är inte klara:" in page
    assert "Följ upp" in page
    assert "Skriv varför" in text(karin.post(address, {"note": ""}))
    karin.post(address, {"note": "Hon började aldrig."})
    page = text(karin.get(run.get_absolute_url()))
    assert "Karin Ek avslutade genomgången" in page
    assert "Hon började aldrig." in page
    assert 'name="klar"' not in page
    # What is finished is ticked no more, and opened again by who leads it.
    tick(karin, run, items(run)[1])
    assert not items(run)[1].is_done
    karin.post(f"/genomgangar/{run.pk}/oppna/")
    assert 'name="klar"' in text(karin.get(run.get_absolute_url()))
    history = text(karin.get(f"/genomgangar/{run.pk}/skriv-ut/"))
    assert "Hon började aldrig." in history


def test_when_all_is_done_it_is_finished_without_a_reason(karin):
    run = make_run(karin.person)
    for item in items(run):
        tick(karin, run, item)
    assert "Allt är klart" in text(karin.get(run.get_absolute_url()))
    karin.post(f"/genomgangar/{run.pk}/avsluta/", {"note": ""})
    run.refresh_from_db()
    assert run.is_finished


def test_only_what_nobody_has_touched_is_removed(karin):
    run = make_run(karin.person)
    address = f"/genomgangar/{run.pk}/ta-bort/"
    assert "går inte att få tillbaka" in text(karin.get(address))
    first, *_ = items(run)
    tick(karin, run, first)
    untick(karin, run, first)
    assert "Avsluta den i stället" in text(karin.post(address, follow=True))
    assert Run.objects.exists()
    other = make_run(karin.person)
    karin.post(f"/genomgangar/{other.pk}/ta-bort/")
    assert not Run.objects.filter(pk=other.pk).exists()


def test_a_newer_version_is_offered_and_taken_over_with_every_tick(karin):
    checklist = make_checklist()
    run = make_run(karin.person, checklist=checklist)
    first, second, _third = items(run)
    tick(karin, run, first)
    tick(karin, run, second)
    assert "Checklistan har ändrats" not in text(karin.get(run.get_absolute_url()))
    version = decide_points(
        checklist,
        point("Beställ dator och telefon", known_by="Beställ dator", due=-10),
        point("Följ upp", due=30),
        point("Fira", due=100),
        start=timezone.localdate(),
    )
    assert "Nu gäller version 2" in text(karin.get(run.get_absolute_url()))
    address = f"/genomgangar/{run.pk}/ny-version/"
    plan = text(karin.get(address))
    for words in ("Tillkommer", "Fira", "Stod förut: Beställ dator", "står kvar som gjort", "Möt i entrén"):
        assert words in plan, words
    # Agreed to is what was shown, nothing newer.
    karin.post(address, {"version": "0"})
    run.refresh_from_db()
    assert run.version_id != version.pk
    karin.post(address, {"version": version.pk})
    run.refresh_from_db()
    assert run.version_id == version.pk
    page = text(karin.get(run.get_absolute_url()))
    assert "1 av 3 klara" in page
    assert "Gjort enligt en tidigare version" in page
    first.refresh_from_db()
    assert (first.text, first.is_done, first.due) == ("Beställ dator och telefon", True, date(2026, 5, 22))


def test_what_a_newer_version_changes_is_told_item_by_item(karin, amina):
    checklist = make_checklist(
        point("Beställ dator", due=-14),
        point("Möt i entrén", due=0, help="<p>Visa runt.</p>"),
        point("Följ upp"),
    )
    run = make_run(karin.person, checklist=checklist)
    first, second, _third = items(run)
    tick(karin, run, second)
    karin.post(f"/genomgangar/{run.pk}/punkter/{first.pk}/", {"person": "", "due": "2026-06-20"})
    decide_points(
        checklist,
        point("Beställ dator", due=-10, function="it-ombud"),
        point("Möt i entrén", due=3, help="<ul><li>Visa runt.</li><li>Bjud på kaffe.</li></ul>"),
        point("Följ upp"),
        point("Fira", due=10, function="it-ombud"),
        start=timezone.localdate(),
        change_summary="Kaffe ingår.",
    )
    make_function("it-ombud", make_unit("Kontoret"))
    plan = text(karin.get(f"/genomgangar/{run.pk}/ny-version/"))
    added, changed = plan.split("Ändras</h2>")[0].split("Tillkommer")[1], plan.split("Ändras</h2>")[1]
    assert "Kaffe ingår." in plan
    assert "Ett kryss står kvar på listan med vem och när." in plan
    assert "Senast 11 juni" in added
    assert "Ansvarig: It-ombud" in added
    computer, entrance = changed.split("Möt i entrén")
    assert "Dagen som ni har satt står kvar." in computer
    assert "Ansvarig: It-ombud" in computer
    assert "Senast 4 juni" in entrance
    assert "Ny hjälptext: • Visa runt. • Bjud på kaffe." in entrance
    assert "Klar: Karin Ek, i dag" in entrance
    assert "Följ upp" not in changed  # the same in both
    assert "Försvinner" not in plan


def test_help_that_reads_as_before_is_no_change_however_it_is_stored(karin):
    """Saved in the admin, each paragraph gets a key; a link that leads elsewhere is a change."""
    link = '<p>Se <a href="https://example.org/{}">listan</a>.</p>'
    checklist = make_checklist(
        point("Beställ dator", help="<p>Välj modell.</p>"),
        point("Möt i entrén", help=link.format("gammal")),
        point("Följ upp", help="<p>Boka en timme.</p>"),
    )
    run = make_run(karin.person, checklist=checklist)
    decide_points(
        checklist,
        point("Beställ dator", help='<p data-block-key="x1y2z">Välj modell.</p>'),
        point("Möt i entrén", help=link.format("ny")),
        point("Följ upp", help='<p data-block-key="a1b2c">Boka två timmar.</p>'),
        start=timezone.localdate(),
    )
    page = text(karin.get(f"/genomgangar/{run.pk}/ny-version/"))
    changed = page.split("<h2>Ändras</h2>")[1].split("</section>")[0]
    assert "Beställ dator" not in changed
    assert "Länkarna i hjälptexten är ändrade." in changed
    assert "Ny hjälptext: Boka två timmar." in changed


def test_whose_item_vanishes_with_a_newer_version_is_reminded_of_it_no_more(karin, amina):
    checklist = make_checklist()
    run = make_run(karin.person, checklist=checklist)
    first, *_ = items(run)
    leading.assign(run, karin.person, {first: amina.person})
    assert Notice.objects.filter(person=amina.person).exists()
    version = decide_points(checklist, point("Följ upp", due=30), start=timezone.localdate())
    karin.post(f"/genomgangar/{run.pk}/ny-version/", {"version": version.pk})
    assert not Notice.objects.filter(person=amina.person).exists()
    assert amina.get(run.get_absolute_url()).status_code == 404  # nothing there is hers any more


def test_a_withdrawn_checklist_leaves_the_run_as_it_is(karin):
    checklist = make_checklist()
    run = make_run(karin.person, checklist=checklist)
    checklist.withdrawals.create(
        after_number=9, from_date=timezone.localdate(), reason="Slut", decided_by=None
    )
    page = text(karin.get(run.get_absolute_url()))
    assert "Checklistan gäller inte längre" in page
    tick(karin, run, items(run)[0])
    assert items(run)[0].is_done
    checklist.unpublish()
    assert karin.get(run.get_absolute_url()).status_code == 200
