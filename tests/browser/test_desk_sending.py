"""A secretary looks at a meeting as somebody else, checks it, sends it; a member reads it on a phone.

Leaves pictures of the pages in var/screenshots, for looking at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.reader import PHONE, Reader, viewport
from tests.browser.site import PATIENCE, ROOT, Site, manage

PICTURES = ROOT / "var" / "screenshots"
AXE = Axe()
SECRETARY, MEMBER, BODY = "eva.sandin", "lars.bergstrom", "kommunstyrelsen"
WAIT = PATIENCE * 1000

DRAFT = f"""
from datetime import timedelta
from django.utils import timezone
from extranet.bodies.models import Body
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
body = Body.objects.get(slug={BODY!r})
meeting = Meeting.objects.create(body=body, starts=timezone.now() + timedelta(days=30), place="Sessionssalen")
AgendaItem.objects.create(meeting=meeting, order=1, number=1, neutral_title="Tomt ärende")
item = AgendaItem.objects.create(meeting=meeting, order=2, number=2, neutral_title="Ärende med handlingar")
known = Placement.objects.filter(item__meeting__body=body).order_by("pk").values_list("version", flat=True)
for order, version in enumerate(known[:3], 1):
    Placement.objects.create(item=item, version_id=version, order=order)
print(meeting.pk)
"""
ADD = """
from extranet.meetings.models import AgendaItem, Meeting
meeting = Meeting.objects.get(pk={pk})
AgendaItem.objects.create(meeting=meeting, order=999, kind="information", neutral_title="Sen information")
"""


def shell(site: Site, code: str) -> str:
    said = manage(site.data, "shell", "-v", "0", "-c", code).strip()
    return said.splitlines()[-1] if said else ""


def look_at(page: Page, name: str) -> None:
    """Pictures in both widths and in the dark; axe finds nothing and nothing is wider than the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, scheme in ((1280, "light"), (PHONE, "dark"), (320, "light")):
        page.set_viewport_size(viewport(width))
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"sending-{name}-{width}-{scheme}.png", full_page=True)
        if width != 320:
            found = AXE.run(page).response["violations"]
            assert found == [], (name, width, [violation["id"] for violation in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(viewport(1280))


@pytest.fixture
def eva(reader) -> Iterator[Reader]:
    found: Reader = reader(SECRETARY)
    yield found
    assert found.errors == []


def pass_over_all(page: Page) -> None:
    """Give a reason for all that the checks have found, check by check."""
    buttons = page.get_by_role("button", name="Skicka ändå")
    while buttons.count():
        left = buttons.count()
        check = page.locator("section.check", has=buttons.first).first
        for box in check.get_by_role("checkbox").all():
            box.check()
        check.get_by_label("Varför skickar du ändå?").fill("Prövat med ordföranden")
        check.get_by_role("button", name="Skicka ändå").click()
        expect(buttons).to_have_count(left - 1)


def test_from_preview_to_proof_and_on_a_phone(eva, reader, site):
    pk = shell(site, DRAFT)
    page = eva.visit(f"/sammantraden/{pk}/bereda/forhandsgranska/")
    look_at(page, "choose")
    whom = page.get_by_label("Visa som")
    whom.select_option(label=whom.locator("option", has_text="ledamot").first.inner_text())
    page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.get_by_text("Förhandsgranskning.")).to_be_visible()
    expect(page.get_by_role("heading", name="Det här visas inte")).to_be_visible()
    assert page.locator(".still a[href]").count() == 0
    look_at(page, "preview")

    page.get_by_role("link", name="Kontrollera och skicka").click()
    # The worker looks through the files; the page asks for itself until it has.
    expect(page.locator("#lage")).to_have_attribute("data-lage", "klart", timeout=WAIT)
    look_at(page, "checks")
    pass_over_all(page)
    expect(page.get_by_text("Allt är kontrollerat.")).to_be_visible()
    page.get_by_role("link", name="Gå vidare till utskick").click()
    look_at(page, "confirm")
    page.get_by_role("button", name="Skicka kallelsen").click()
    expect(page.get_by_role("heading", name="Skickat")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Se vilka som fick den").click()
    expect(page.get_by_text("Skickades trots anmärkning")).to_be_visible()
    look_at(page, "proof")

    lars = reader(MEMBER, width=PHONE)
    read = lars.visit(f"/sammantraden/{pk}/")
    expect(read.get_by_text("Kallelse skickad")).to_be_visible()
    link = read.get_by_role("link", name="Läs kallelsen som pdf")
    answer = read.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")

    # What comes afterwards.
    shell(site, ADD.format(pk=pk))
    page.goto(f"/sammantraden/{pk}/bereda/skicka/")
    expect(page.get_by_text("Något har kommit till.")).to_be_visible()
    expect(read.get_by_text("Sen information")).to_have_count(0)
    page.get_by_role("link", name="Gå vidare och publicera").click()
    page.get_by_role("button", name="Publicera nu").click()
    expect(page.get_by_text("Det som kommit till är publicerat")).to_be_visible()
    read.reload()
    expect(read.get_by_role("link", name="Sen information")).to_be_visible()
    expect(read.get_by_text(re.compile("Sent ärende, tillagt"))).to_be_visible()
    assert lars.errors == []


def test_without_script_and_by_keyboard(reader, site):
    """A reason that is missing is asked for; what was ticked and typed stays."""
    eva = reader(SECRETARY, java_script_enabled=False)
    pk = shell(site, DRAFT)
    page = eva.visit(f"/sammantraden/{pk}/bereda/skicka/")
    check = page.locator("section.check", has=page.get_by_text("varken handlingar eller förslag"))
    check.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    check.get_by_role("button", name="Skicka ändå").focus()
    page.keyboard.press("Enter")
    expect(check.get_by_role("alert")).to_contain_text("Skriv varför du skickar ändå.")
    expect(check.get_by_role("checkbox").first).to_be_checked()
    check.get_by_label("Varför skickar du ändå?").fill("Muntlig föredragning")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Skickas ändå: Muntlig föredragning")).to_be_visible()
