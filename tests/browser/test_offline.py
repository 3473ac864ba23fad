"""A member keeps the next meeting on a telephone, reads it without a network, and loses there what is lost here.

Leaves pictures of the pages in var/screenshots, for looking at.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.reader import PASSWORD, PHONE, Reader
from tests.browser.site import ROOT, Site, manage

PICTURES = ROOT / "var" / "screenshots"
MEMBER, OTHER = "lars.bergstrom", "karin.ek"
LONG = 120_000
"""Milliseconds that all the files of a meeting may take on a busy machine."""

FIND = """
import json
from extranet.access.rights import rights_of
from extranet.meetings.models import Meeting
from extranet.offline.choosing import keepable
from intranet.access.viewer import viewer_of
from intranet.people.models import Person
meeting = Meeting.objects.get(body__slug="kommunstyrelsen", state="summoned")
papers = keepable(rights_of(viewer_of(Person.objects.get(username="lars.bergstrom"))), meeting)
listed = list(papers.select_related("version__paper", "item").order_by("item__order", "order"))
first = listed[0]
other = next(paper for paper in listed if paper.item_id != first.item_id)
told = lambda p: {"pk": p.pk, "item": p.item_id, "title": p.version.paper.title, "size": p.version.size}
print("FOUND" + json.dumps({"meeting": meeting.pk, "count": len(listed), "first": told(first), "other": told(other)}))
"""
LOSE = """
from django.utils import timezone
from extranet.exceptions.models import Recusal
from extranet.placements.models import Placement
from intranet.people.models import Person
paper = Placement.objects.get(pk={first})
paper.withdrawn_at, paper.withdrawn_why = timezone.now(), "Fel fil"
paper.withdrawn_by = Person.objects.get(username="karin.ek")
paper.save()
Recusal.objects.create(person=Person.objects.get(username="lars.bergstrom"), item_id={item}, why="Släkt")
"""
GET = """async ([address, range]) => {
    const answer = await fetch(address, { headers: range ? { Range: range } : {} });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return [answer.status, bytes.length, String.fromCharCode(...bytes.slice(0, 5)), answer.headers.get("Content-Type")];
}"""
LEFT = """async () => [
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
]"""


@pytest.fixture(scope="module")
def there(site: Site) -> dict[str, Any]:
    """The meeting that is kept, and two of its papers."""
    said = manage(site.data, "shell", "-c", FIND)
    return json.loads(said.partition("FOUND")[2].splitlines()[0])


def section(page: Page) -> Locator:
    return page.locator("#sparad-kopia")


def stands(page: Page, state: str, timeout: float = LONG) -> None:
    expect(section(page)).to_have_attribute("data-state", state, timeout=timeout)


def look_at(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("load")
    page.screenshot(path=PICTURES / f"offline-{name}-{PHONE}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    assert found == [], (name, [violation["id"] for violation in found])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def press(page: Page, name: str) -> None:
    section(page).get_by_role("button", name=name, exact=True).click()


def keep(page: Page) -> None:
    press(page, "Spara på den här enheten")
    stands(page, "asked")
    press(page, "Spara")
    stands(page, "kept")


def sign_in(reader: Reader, username: str) -> Page:
    page = reader.visit("/konto/logga-in/")
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: not url.endswith("/logga-in/"))
    return page


def test_kept_broken_off_gone_on_with_and_read_without_a_network(reader, there):
    lars = reader(MEMBER, width=PHONE, has_touch=True)
    meeting, first = f"/sammantraden/{there['meeting']}/", there["first"]
    asked: list[str] = []
    held: list[Route] = []

    def hold_the_third(route: Route) -> None:
        asked.append(route.request.url)
        held.append(route) if len(asked) > 2 else route.continue_()

    page = lars.visit(meeting)
    stands(page, "none")
    look_at(page, "offered")
    lars.context.route(re.compile(r"/spara/\d+/\d+/$"), hold_the_third)
    press(page, "Spara på den här enheten")
    stands(page, "asked")
    expect(section(page)).to_contain_text(f"Handlingar: {there['count']}.")
    expect(section(page).locator("[data-when=asked] [data-fill=size]")).to_have_text(re.compile(r"\d MB$"))
    look_at(page, "asked")
    press(page, "Spara")
    stands(page, "keeping")
    expect(section(page).locator("[data-fill=of]")).to_have_text(f"3/{there['count']}")
    look_at(page, "keeping")
    press(page, "Avbryt")
    stands(page, "paused")
    expect(section(page)).to_contain_text(f"Sparade handlingar: 2/{there['count']}.")
    look_at(page, "paused")
    lars.context.unroute(re.compile(r"/spara/\d+/\d+/$"), hold_the_third)
    for route in held:
        route.abort()
    before = asked[:2]
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    stands(page, "paused")
    press(page, "Fortsätt")
    stands(page, "kept")
    assert not set(before) & set(asked[3:])
    look_at(page, "kept")

    beside = lars.context.new_page()  # from which addresses are asked: a kept page may ask for nothing itself
    beside.goto(meeting)
    stands(beside, "kept")
    lars.context.set_offline(True)
    page.goto(meeting)
    expect(page.get_by_role("note")).to_contain_text("Det här är en sparad kopia.")
    expect(page.get_by_role("note")).to_contain_text("till och med")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kommunstyrelsen")
    look_at(page, "meeting")
    page.goto(f"/sammantraden/arende/{first['item']}/")
    look_at(page, "item")
    page.get_by_role("link", name=first["title"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first["title"])
    look_at(page, "paper")
    address = page.get_by_role("link", name="Öppna handlingen").get_attribute("href")
    assert beside.evaluate(GET, [address, ""]) == [200, first["size"], "%PDF-", "application/pdf"]
    assert beside.evaluate(GET, [address, "bytes=1-3"])[:3] == [206, 3, "PDF"]
    assert beside.evaluate(GET, [address, "bytes=-7"])[:2] == [206, 7]
    assert beside.evaluate(GET, [address, f"bytes={first['size']}-"])[0] == 416
    page.goto("/sammantraden/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sparade sammanträden")
    expect(page.get_by_role("link", name=re.compile("Kommunstyrelsen"))).to_have_count(1)
    look_at(page, "start")
    assert page.goto("/sammantraden/999999/").status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här är inte sparat")
    lars.context.set_offline(False)
    assert lars.errors == []


def test_what_is_lost_meanwhile_is_gone_and_told_and_the_last_day_ends_it(reader, site, there):
    lars = reader(MEMBER, width=PHONE)
    meeting, first, other = f"/sammantraden/{there['meeting']}/", there["first"], there["other"]
    page = lars.visit(meeting)
    stands(page, "none")
    keep(page)
    lars.context.set_offline(True)
    manage(site.data, "shell", "-c", LOSE.format(first=first["pk"], item=other["item"]))
    page.goto(f"/sammantraden/handling/{first['pk']}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(first["title"])

    lars.context.set_offline(False)
    page.goto(meeting)
    said = section(page).get_by_role("status")
    expect(said).to_contain_text("En handling har dragits tillbaka och finns inte längre på enheten.")
    expect(said).to_contain_text("inte längre öpp")
    stands(page, "kept")
    look_at(page, "told")
    beside = lars.context.new_page()
    beside.goto(meeting)
    stands(beside, "kept")
    lars.context.set_offline(True)
    for lost in (first, other):
        assert page.goto(f"/sammantraden/handling/{lost['pk']}/").status == 404
        assert beside.evaluate(GET, [f"/sammantraden/handling/{lost['pk']}/fil/", ""])[0] == 404
    page.goto(f"/sammantraden/arende/{other['item']}/")
    expect(page.get_by_role("main")).to_contain_text("Du har anmält jäv.")
    expect(page.get_by_role("main")).not_to_contain_text(other["title"])

    # The copy's own last day; and a clock that has been set back after a later time was seen.
    lars.context.set_offline(False)
    page.goto(meeting)
    press(page, "Jag har sett det")
    expect(said).to_be_hidden()
    stands(page, "kept")
    number = there["meeting"]
    for past in (
        f"Kept.get('copies', {number}).then((copy) => Kept.put('copies', {{ ...copy, until: Date.now() - 1 }}))",
        f"Kept.get('copies', {number}).then((copy) => Kept.note('seen', copy.until))",
    ):
        page.evaluate(past)
        lars.context.set_offline(True)
        assert page.goto(meeting).status == 410
        expect(page.get_by_role("heading", level=1)).to_have_text("Kopian går inte att läsa längre")
        look_at(page, "expired")
        lars.context.set_offline(False)
        page.goto(meeting)
        stands(page, "kept")
    assert lars.errors == []


def test_signing_out_or_another_who_signs_in_leaves_nothing(reader, there):
    lars = reader(width=PHONE)
    meeting = f"/sammantraden/{there['meeting']}/"
    page = sign_in(lars, MEMBER)
    page.goto(meeting)
    stands(page, "none")
    keep(page)
    assert page.evaluate(LEFT) == [1, 1, 1]
    lars.visit("/sammantraden/enheter/")
    expect(page.get_by_role("main")).to_contain_text("den här enheten")
    look_at(page, "devices")
    page.get_by_role("link", name="Ta bort på distans").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ta bort på distans")
    look_at(page, "revoke")
    # Somebody else at the same browser, who finds the log-in because the session has ended.
    kept = [each for each in lars.context.cookies() if "session" not in each["name"]]
    lars.context.clear_cookies()
    lars.context.add_cookies(kept)
    sign_in(lars, OTHER)
    assert page.evaluate(LEFT) == [0, 0, 0]
    page.goto("/konto/logga-ut/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()

    sign_in(lars, MEMBER)
    page.goto(meeting)
    stands(page, "none")
    keep(page)
    page.goto("/konto/logga-ut/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.wait_for_url(lambda url: not url.endswith("/logga-ut/"))
    assert page.evaluate(LEFT) == [0, 0, 0]
    lars.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(meeting)
    assert lars.errors == []


def test_a_session_that_has_ended_empties_the_device_at_contact(reader, there):
    lars = reader(width=PHONE)
    page = sign_in(lars, MEMBER)
    page.goto(f"/sammantraden/{there['meeting']}/")
    keep(page)
    kept = [each for each in lars.context.cookies() if "session" not in each["name"]]
    lars.context.clear_cookies()
    lars.context.add_cookies(kept)
    page.evaluate("""async () => {
        const { active } = await navigator.serviceWorker.ready;
        const { port1, port2 } = new MessageChannel();
        await new Promise((done) => { port1.onmessage = done; active.postMessage({ do: "contact" }, [port2]); });
    }""")
    assert page.evaluate("Kept.all('copies').then((copies) => copies.length)") == 0
    assert page.evaluate("Kept.all('parts').then((parts) => parts.length)") == 0
    assert page.evaluate("caches.keys().then((names) => names.length)") == 0


def test_where_it_cannot_be_done_it_is_said(reader, there):
    meeting = f"/sammantraden/{there['meeting']}/"
    old = reader(MEMBER, width=PHONE)
    old.context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = old.visit(meeting)
    stands(page, "unsupported")
    expect(section(page)).to_contain_text("Den här webbläsaren kan inte spara sammanträden.")
    expect(section(page).get_by_role("button")).to_have_count(0)
    full = reader(MEMBER, width=PHONE)
    full.context.add_init_script("navigator.storage.estimate = async () => ({ quota: 1000, usage: 990 })")
    page = full.visit(meeting)
    press(page, "Spara på den här enheten")
    stands(page, "short")
    expect(section(page)).to_contain_text("Det får inte plats på enheten.")
    look_at(page, "short")
    plain = reader(MEMBER, java_script_enabled=False)
    page = plain.visit(meeting)
    expect(section(page).locator("noscript")).to_be_visible()
    expect(page.get_by_role("link", name="Hämta alla handlingar som en PDF i stället")).to_be_visible()
    expect(section(page).get_by_role("button")).to_have_count(0)
