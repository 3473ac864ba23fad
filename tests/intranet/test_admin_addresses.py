"""What the admin answers about addresses and user names does not depend on what the asker may not see."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import NewsIndexPage, NewsPage
from home.roles import ADMINISTRATORS, EDITORS, ensure_roles
from intranet.access.admin import slugs
from intranet.audit.models import Event
from intranet.people.models import Person
from tests.factories import make_group, make_home, make_page, make_person

pytestmark = pytest.mark.django_db

HIDDEN, FREE, OPEN = "hemlig-adress", "fri-adress", "oppen"
NUMBERED = re.compile(r"-\d{5}$")


class Place:
    def __init__(self) -> None:
        make_home()
        self.news = make_page(NewsIndexPage(title="Nyheter", slug="nyheter"))
        self.archive = make_page(NewsIndexPage(title="Arkiv", slug="arkiv"))
        ensure_roles()
        self.open = make_page(NewsPage(title="Öppen", slug=OPEN, summary="-"), self.news)
        hidden = make_page(NewsPage(title="Sluten", slug=HIDDEN, summary="-"), self.news)
        PageViewRestriction.objects.create(page=hidden, restriction_type="groups").groups.add(
            make_group("Inre kretsen")
        )
        self.editor = Client()
        self.editor.force_login(make_person("ute.editor", groups=(EDITORS, ADMINISTRATORS)))


@pytest.fixture
def place() -> Place:
    return Place()


def news_form(title: str, slug: str) -> dict:
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "summary": "-",
            "published_at": "2026-01-02 08:00",
            "body": streamfield([]),
            "comments": inline_formset([]),
            "related_links": inline_formset([]),
        }
    )


def written(place: Place, slug: str) -> str:
    """The slug of a new page for which this one was typed."""
    url = reverse("wagtailadmin_pages:add", args=["home", "newspage", place.news.pk])
    response = place.editor.post(url, news_form(f"Ny {slug}", slug))
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get(title=f"Ny {slug}").slug


def copied(place: Place, slug: str) -> str:
    url = reverse("wagtailadmin_pages:copy", args=[place.open.pk])
    form = {"new_title": f"Kopia {slug}", "new_slug": slug, "new_parent_page": place.news.pk}
    assert place.editor.post(url, form).status_code == 302
    return NewsPage.objects.get(title=f"Kopia {slug}").slug


def moved(place: Place, slug: str) -> str:
    page = make_page(NewsPage(title=f"Flyttas {slug}", slug=slug, summary="-"), place.archive)
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.news.pk])
    asked = place.editor.get(url)
    assert asked.status_code == 200
    done = place.editor.post(url, follow=True)
    assert "flyttad" in " ".join(str(message) for message in done.context["messages"])
    return _below_news(place, page)


def moved_in_bulk(place: Place, slug: str) -> str:
    page = make_page(NewsPage(title=f"Flyttas {slug}", slug=slug, summary="-"), place.archive)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}&next=/admin/"
    done = place.editor.post(url, {"chooser": place.news.pk, "move_applicable": "on"})
    assert done.status_code == 302
    return _below_news(place, page)


def changed(place: Place, slug: str) -> str:
    page = make_page(NewsPage(title=f"Byter {slug}", slug=f"tidigare-{slug}", summary="-"), place.news)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = place.editor.post(url, news_form(page.title, slug) | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page.refresh_from_db()
    return page.slug


def _below_news(place: Place, page: Page) -> str:
    page = Page.objects.get(pk=page.pk)
    assert page.get_parent().pk == place.news.pk
    return page.slug


@pytest.mark.parametrize("way", [written, copied, moved, moved_in_bulk, changed])
def test_an_address_becomes_the_same_whether_it_is_free_taken_or_taken_unseen(place, way):
    for words in (FREE, OPEN, HIDDEN):
        slug = way(place, words)
        assert NUMBERED.sub("", slug) == words
        assert NUMBERED.search(slug), slug
    slugs_of_news = list(place.news.get_children().values_list("slug", flat=True))
    assert len(slugs_of_news) == len(set(slugs_of_news))


def test_saving_again_keeps_the_number(place):
    """Drafts are saved while one writes, and the form goes on holding what was typed."""
    slug = written(place, FREE)
    page = NewsPage.objects.get(slug=slug)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for typed in (FREE, slug):
        place.editor.post(url, news_form(page.title, typed) | {"action-publish": "1"})
        page.refresh_from_db()
        assert page.slug == slug


def test_an_address_that_was_there_before_is_kept(place):
    url = reverse("wagtailadmin_pages:edit", args=[place.open.pk])
    place.editor.post(url, news_form("Öppen nu", OPEN) | {"action-publish": "1"})
    place.open.refresh_from_db()
    assert (place.open.title, place.open.slug) == ("Öppen nu", OPEN)


def test_a_draft_follows_when_its_page_gets_another_address(place):
    page = make_page(NewsPage(title="Flyttas", slug=HIDDEN, summary="-"), place.archive)
    page.title = "Med utkast"
    page.save_revision()
    place.editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.news.pk]))
    page = NewsPage.objects.get(pk=page.pk)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.title == "Med utkast"
    assert NUMBERED.search(page.slug)


def test_a_page_that_may_not_be_moved_keeps_its_address(place):
    page = make_page(NewsPage(title="Stannar", slug="stannar", summary="-"), place.archive)
    place.editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, page.pk]))
    page.refresh_from_db()
    assert page.slug == "stannar"


def test_a_number_that_another_page_has_is_not_given(place, monkeypatch):
    place.open.slug = "provet-10000"
    place.open.save()
    numbers = iter([0, 1])
    monkeypatch.setattr(slugs, "randbelow", lambda below: next(numbers))
    assert slugs.numbered("provet") == "provet-10001"


def test_a_taken_user_name_is_refused_in_the_same_words_whoever_has_it(place):
    """That it is taken cannot be hidden; who has it is, and whoever asks is noted."""
    administrator = place.editor
    group = make_group(ADMINISTRATORS)
    group.permissions.add(*Permission.objects.filter(codename__in=["add_person", "change_person"]))
    make_person("synlig.person", employee_number="7001")
    make_person("dold.person", employee_number="7002", protected=True)
    said = set()
    for username, number in (("synlig.person", "7001"), ("dold.person", "7002")):
        form = {"first_name": "Ny", "last_name": "Person", "username": username, "employee_number": number}
        answer = administrator.post(reverse("wagtailusers_users:add"), form)
        errors = answer.context["form"].errors
        said.add((str(errors["username"]), str(errors["employee_number"])))
        assert Person.objects.filter(username=username).count() == 1
    assert len(said) == 1
    assert "används redan" not in said.pop()[0].lower()
    noted = Event.objects.filter(kind=Event.Kind.NAME_TAKEN)
    assert [(event.actor_name, event.detail, event.object_label) for event in noted] == [
        ("ute.editor", {}, ""),
        ("ute.editor", {}, ""),
    ]
