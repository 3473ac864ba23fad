"""A secretary puts many files on a meeting while the line breaks, sorts them, and takes one back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.addresses import Example
from tests.browser.extranet_addresses import SECRETARY
from tests.browser.reader import PHONE, Reader

UPLOADS = re.compile(r"/bereda/(uppladdning|handlingar/uppladdning)/")
PIECE = 4 * 1024 * 1024


def pdf(number: int, size: int = 3000) -> dict[str, object]:
    name = f"{number:02} Bilaga {number}.pdf"
    content = f"%PDF-1.7\n% {number}\n".encode() + b"% fyllnad\n" * (size // 10)
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def eva(reader: Callable[..., Reader]) -> Reader:
    return reader(SECRETARY)


@pytest.fixture
def page(eva: Reader, examples: dict[str, Example]) -> Iterator[Page]:
    yield eva.visit(examples["desk_meeting_papers"].path)
    assert not eva.errors


def choose(page: Page, *files: dict[str, object] | Path) -> None:
    page.get_by_label("Filerna innehåller inga säkerhetsskyddsklassificerade uppgifter.").check()
    page.get_by_label("Filer", exact=True).set_input_files(list(files))
    page.get_by_role("button", name="Lägg in filerna").click()


def test_files_go_on_after_the_line_was_cut(page: Page):
    pieces = 0

    def cut(route: Route) -> None:
        nonlocal pieces
        if route.request.method == "PATCH":
            pieces += 1
        if route.request.method == "PATCH" and pieces == 2:
            route.abort("connectionfailed")
        elif pieces >= 2:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(UPLOADS, cut)
    choose(page, pdf(1, 3 * PIECE))
    row = page.locator(".arrival").filter(has_text="01 Bilaga 1.pdf")
    expect(row).to_have_attribute("data-state", "cut")
    expect(row.locator(".arrival__state")).to_contain_text("Anslutningen bröts vid 33 %")
    page.unroute(UPLOADS, cut)
    sent: list[int] = []
    page.on(
        "request",
        lambda request: (
            sent.append(int(request.headers["upload-offset"])) if request.method == "PATCH" else None
        ),
    )
    expect(row).to_have_attribute("data-state", "ready")
    assert sent[0] == PIECE, "it began anew"
    expect(row.locator(".arrival__state")).to_have_text("Inne. Väntar på att sorteras.")
    row.get_by_role("button", name=re.compile("Kasta")).click()
    expect(row).to_have_count(0)


def test_a_broken_off_file_is_gone_on_with_when_it_is_chosen_again(page: Page, tmp_path: Path):
    file = tmp_path / "02 Bilaga 2.pdf"
    file.write_bytes(pdf(2, 2 * PIECE)["buffer"])
    page.route(UPLOADS, lambda route: route.abort() if began(route.request) else route.continue_())
    choose(page, file)
    row = page.locator(".arrival").filter(has_text=file.name)
    expect(row).to_have_attribute("data-state", "cut")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute_all()
    expect(row).to_have_attribute("data-state", "coming")
    expect(row).to_contain_text("Välj samma fil igen, så fortsätter den där.")
    expect(row.get_by_role("progressbar")).to_have_attribute("value", "49")
    sent: list[bool] = []
    page.on("request", lambda request: sent.append(began(request)) if request.method == "PATCH" else None)
    choose(page, file)
    expect(row).to_have_attribute("data-state", "ready")
    assert sent[0], "it began anew"
    row.get_by_role("button", name=re.compile("Kasta")).click()
    expect(row).to_have_count(0)


def began(request: Request) -> bool:
    """Whether a piece is not the first of its file."""
    return request.headers.get("upload-offset", "0") != "0"


def test_what_is_not_confirmed_or_no_document_is_said_beside_it(page: Page):
    page.get_by_label("Filer", exact=True).set_input_files([pdf(3)])
    page.get_by_role("button", name="Lägg in filerna").click()
    expect(page.locator(".drop__wrong")).to_contain_text("Bekräfta först")
    choose(page, {"name": "kallelse.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90" + bytes(99)})
    row = page.locator(".arrival").filter(has_text="kallelse.pdf")
    expect(row).to_have_attribute("data-state", "refused")
    expect(row.locator(".arrival__state")).not_to_be_empty()
    row.get_by_role("button", name=re.compile("Kasta")).click()
    expect(row).to_have_count(0)


def test_many_files_are_sorted_changed_and_taken_back(page: Page, eva: Reader):
    numbers = page.locator(".agenda__item[data-item] .agenda__number").all_inner_texts()
    chosen = [int(number) for number in numbers if number.strip()][:2]
    choose(page, *(pdf(number) for number in chosen))
    expect(page.locator("#drop")).to_have_attribute("data-rest", str(len(chosen)))
    page.get_by_role("link", name="Sortera filerna").click()
    for number in chosen:
        group = page.get_by_role("group", name=re.compile(f"{number:02} Bilaga"))
        expect(group.get_by_label(re.compile("^Ärende"))).not_to_have_value("")
    first = page.get_by_role("group", name=re.compile(f"{chosen[0]:02} Bilaga"))
    first.get_by_label(re.compile("^Rubrik")).fill("Kostnadsberäkning för bryggan")
    page.get_by_role("button", name="Lägg på dagordningen").click()
    expect(page.get_by_text("ligger nu på dagordningen")).to_be_visible()
    page.get_by_role("link", name="Kostnadsberäkning för bryggan").click()
    expect(page.get_by_text("Inte skickad", exact=True)).to_be_visible()
    page.get_by_role("link", name="Ta bort handlingen").click()
    page.get_by_role("button", name="Ta bort handlingen").click()
    expect(page.get_by_text("Handlingen är borttagen från dagordningen.")).to_be_visible()
    expect(page.get_by_role("link", name="Kostnadsberäkning för bryggan")).to_have_count(0)


def test_on_a_telephone_and_without_the_script_the_same_form_works(
    reader: Callable[..., Reader], examples: dict[str, Example]
):
    eva = reader(SECRETARY, width=PHONE, java_script_enabled=False)
    page = eva.visit(examples["desk_meeting_papers"].path)
    choose(page, pdf(1), pdf(2))
    expect(page.get_by_role("heading", name="Sortera filerna")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    for name in ("01 Bilaga 1.pdf", "02 Bilaga 2.pdf"):
        page.get_by_role("button", name=re.compile(f"Kasta filen.*{name}", re.DOTALL)).click()
    expect(page.get_by_role("heading", name="Handlingar", exact=True)).to_be_visible()
