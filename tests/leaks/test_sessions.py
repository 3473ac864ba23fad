"""Rights that end while somebody is signed in, and what is left on the screen of a shared computer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home import roles
from intranet.people.models import Employment, Person
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import SIGNED_IN
from tests.leaks.secrets import BEHIND_PASSWORD, CIRCLE, DOCUMENT, ELECTED, PERSON, PROBE, RUN, SECTION
from tests.leaks.texts import restrict

pytestmark = pytest.mark.django_db


def walk(corpus: Corpus) -> list[str]:
    """Pages, files, lists and search, as somebody would have them open."""
    return [
        "/",
        corpus.pages[SECTION].url,
        corpus.pages[CIRCLE].url,
        corpus.planted.documents[DOCUMENT].url,
        corpus.pages["hub"].url,
        corpus.pages["news index"].url,
        f"{reverse('search')}?q={PROBE}",
        f"{reverse('search_suggestions')}?q={PROBE}",
        reverse("unit", args=["FYREN"]),
        reverse("person", args=[corpus.owner.pk]),
    ]


def found(asker: Asker, persona: str, corpus: Corpus) -> frozenset[str]:
    return frozenset(key for path in walk(corpus) for key in asker.ask(persona, path).found)


def test_the_group_is_left(asker: Asker, corpus: Corpus):
    assert {SECTION, CIRCLE, DOCUMENT} <= found(asker, "member", corpus)
    corpus.people["member"].groups.clear()
    # The run is the employee's own; its list stands on their start page alone.
    assert found(asker, "member", corpus) == found(asker, "employee", corpus) - {RUN}


def test_the_employment_has_ended(asker: Asker, corpus: Corpus):
    assert found(asker, "employee", corpus)
    yesterday = timezone.localdate() - timedelta(days=1)
    Employment.objects.filter(person=corpus.people["employee"]).update(end=yesterday)
    assert found(asker, "employee", corpus) == frozenset()
    assert asker.ask("employee", "/").header("location") == reverse("profile")


def test_the_mandate_has_ended(asker: Asker, corpus: Corpus):
    assert ELECTED in asker.ask("elected", corpus.pages[ELECTED].url).found
    corpus.people["elected"].mandates.update(end=timezone.localdate() - timedelta(days=1))
    assert asker.ask("elected", corpus.pages[ELECTED].url).status == 404


@pytest.mark.parametrize("way", ["switched off", "no longer active", "not yet active", "unit not connected"])
def test_the_account_is_closed(way, asker: Asker, corpus: Corpus):
    """Signed out with the next request, whatever it asks for."""
    person = Person.objects.filter(pk=corpus.people["inside editor"].pk)
    today, day = timezone.localdate(), timedelta(days=1)
    match way:
        case "switched off":
            person.update(is_active=False)
        case "no longer active":
            person.update(active_to=today - day)
        case "not yet active":
            person.update(active_from=today + day)
        case "unit not connected":
            Employment.objects.filter(person=corpus.people["inside editor"]).update(unit=corpus.world.waiting)
    admin = [reverse("wagtailadmin_home"), reverse("wagtailadmin_api:pages:listing")]
    for path in (*walk(corpus), *admin, reverse("profile")):
        answer = asker.ask("inside editor", path)
        assert answer.status == 302, (path, answer.status)
        assert answer.header("location").startswith(reverse("account_login")), path


def test_the_role_in_the_admin_is_taken_away(asker: Asker, corpus: Corpus):
    page = corpus.pages[CIRCLE]
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert CIRCLE in asker.ask("inside editor", edit).found
    corpus.people["inside editor"].groups.remove(Group.objects.get(name=roles.EDITORS))
    assert asker.ask("inside editor", edit).status == 404
    assert asker.ask("inside editor", reverse("wagtailadmin_api:pages:listing")).status == 404


def test_the_handler_is_one_no_longer(asker: Asker, corpus: Corpus):
    path = reverse("person", args=[corpus.people["protected"].pk])
    assert PERSON in asker.ask("handler", path).found
    corpus.people["handler"].groups.clear()
    assert asker.ask("handler", path).status == 404


def test_a_new_shared_password_is_asked_for_again(asker: Asker, corpus: Corpus):
    page = corpus.pages[BEHIND_PASSWORD]
    assert BEHIND_PASSWORD in asker.ask("password", page.url).found
    PageViewRestriction.objects.filter(page=corpus.planted.tops[BEHIND_PASSWORD]).delete()
    restrict(corpus.planted.tops[BEHIND_PASSWORD], PageViewRestriction.PASSWORD)
    assert BEHIND_PASSWORD not in asker.ask("password", page.url).found


def test_nothing_that_somebody_signed_in_has_read_stays_in_the_browser(asker: Asker, corpus: Corpus):
    """Back after signing out shows nothing: no page may be stored."""
    pages = [
        *walk(corpus),
        reverse("people"),
        reverse("units"),
        reverse("profile"),
        reverse("shortcuts"),
        corpus.pages[secrets.WITHDRAWN].url,
        corpus.pages[secrets.LOGIN].url,
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_api:pages:listing"),
        "/finns-inte/",
    ]
    files = {corpus.planted.documents[DOCUMENT].url}
    for persona in ("stranger", "member", "elected", "superuser", "handler"):
        assert persona in SIGNED_IN
        for path in pages:
            control = asker.ask(persona, path).header("cache-control")
            assert "private" in control or "no-store" in control, (persona, path, control)
            assert "no-store" in control or path in files, (persona, path, control)


def test_after_signing_out_the_same_addresses_lead_to_the_log_in(asker: Asker, corpus: Corpus, client):
    client.force_login(corpus.people["member"])
    assert client.get(corpus.pages[SECTION].url).status_code == 200
    client.post(reverse("account_logout"))
    for path in walk(corpus):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(reverse("account_login")), path
