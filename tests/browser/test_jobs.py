"""The page of long work brings itself up to date, under the content security policy, until nothing is under way."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.site import Site, manage

MAKE = """
from intranet.jobs.models import Job
from intranet.people.models import Person
Job.objects.update_or_create(key="browser", defaults=dict(
    name="Läsa in prov", started_by=Person.objects.get(username="sara.nyberg"), state=Job.State.{state},
    message="{message}", done={done}, total=120))
"""


def set_job(site: Site, state: str, message: str, done: int) -> None:
    manage(site.data, "shell", "-c", MAKE.format(state=state, message=message, done=done))


def test_progress_is_shown_without_loading_the_page_again(site, reader):
    set_job(site, "RUNNING", "Sidor", 30)
    editor = reader("sara.nyberg")
    page = editor.visit("/arbeten/")
    expect(page.get_by_text("Sidor: 30 av 120")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    set_job(site, "RUNNING", "Sidor", 90)
    expect(page.get_by_text("Sidor: 90 av 120")).to_be_visible()
    set_job(site, "DONE", "Allt är inläst", 120)
    expect(page.get_by_text("Allt är inläst")).to_be_visible()
    assert page.evaluate("window.sameDocument") is True
    expect(page.locator("[hx-get]")).to_have_count(0)
    assert editor.errors == []
