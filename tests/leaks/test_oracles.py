"""What can be told from an answer that gives nothing: errors, redirects, the work that was done."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intranet.people.models import Function, Person
from tests.home.admin_help import routine_form
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import CIRCLE, DOCUMENT, PICTURE, SECTION

pytestmark = pytest.mark.django_db


def test_log_on_tells_nobody_who_has_an_account(asker: Asker, corpus: Corpus):
    """A wrong password, a reset and a code are answered alike for those who exist and those who do not."""
    known = [corpus.people[PROTECTED].username, corpus.people["employee"].username]
    for path, rest in (
        (reverse("account_login"), {"login": None, "password": "fel-losenord-12"}),
        (reverse("account_reset_password"), {"username": None}),
        (reverse("activate"), {"username": None, "code": "K7QF-9M2X"}),
    ):
        said = set()
        for name in (*known, "finns.inte"):
            data = {field: name if value is None else value for field, value in rest.items()}
            answer = asker.ask("anonymous", path, "POST", data, echo=name)
            said.add((answer.status, answer.header("location"), answer.text.replace(name, "…")))
        statuses = {each[0] for each in said}
        assert len(statuses) == 1, path
        texts = {asker_free(each[2]) for each in said}
        assert len(texts) == 1, path


def asker_free(text: str) -> str:
    """Without tokens and the echo of the name that was typed."""
    text = re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|csrftoken=\w+|sessionid=\w+|expires=[^;]+', "", text
    )
    return re.sub(r'value="(?:…|finns\.inte|persona\.\w+)"|content-length: \d+', "", text)


def cost(asker: Asker, persona: str, path: str, expected: int) -> int:
    """The queries that an answer took."""
    with CaptureQueriesContext(connection) as queries:
        assert asker.ask(persona, path).status == expected, (persona, path)
    return len(queries)


def test_a_hidden_thing_costs_what_a_missing_one_does(asker: Asker, corpus: Corpus):
    """Files and people are looked for under the rule, in the same queries."""
    pairs = [
        (corpus.planted.documents[DOCUMENT].url, "/dokument/999999/finns-inte.txt"),
        (f"/media/{corpus.planted.pictures[PICTURE].file.name}", "/media/original_images/finns-inte.png"),
        (reverse("person", args=[corpus.people[PROTECTED].pk]), reverse("person", args=[999999])),
        (f"/sida/{corpus.pages[CIRCLE].pk}/", "/sida/999999/"),
    ]
    for hidden, missing in pairs:
        counts = [cost(asker, "employee", path, 404) for path in (hidden, missing)]
        assert counts[0] == counts[1], (hidden, counts)


@pytest.mark.parametrize("persona", ["anonymous", "stranger", "employee", "other unit", "elected", "editor"])
def test_a_hidden_page_costs_what_a_missing_one_does(asker: Asker, corpus: Corpus, persona: str):
    """At its own address, at those below it, and at one that it had before."""
    pages = corpus.pages
    hidden = [pages[key].url for key in (SECTION, CIRCLE, secrets.DRAFT, secrets.TAKEN)]
    hidden += [f"{pages[CIRCLE].url}{rest}" for rest in ("versioner/1/", "andringar/", "finns-inte/")]
    hidden += [corpus.planted.tops[key].url for key in (SECTION, CIRCLE)]
    expected = 302 if persona == "anonymous" else 404
    for path in hidden:
        missing = re.sub(r"[^/]*zq[^/]*", "finns-inte", path)
        assert missing != path
        counts = [cost(asker, persona, each, expected) for each in (path, missing)]
        assert counts[0] == counts[1], (path, counts)
    moved = [f"/gammal-{pages[CIRCLE].pk}/", "/gammal-999999/"]
    counts = [cost(asker, persona, each, expected) for each in moved]
    assert counts[0] == counts[1], (moved, counts)


def test_an_address_that_a_hidden_page_has_is_no_error(asker: Asker, corpus: Corpus):
    """Who makes a page beside a hidden one gets an address of the same form as anybody: words and a number."""
    parent = corpus.pages["routines"]
    url = reverse("wagtailadmin_pages:add", args=["home", "routinepage", parent.pk])
    owner = Function.objects.get(kind__code="systemagare")
    for slug in (corpus.planted.tops[CIRCLE].slug, "ny"):
        answer = asker.ask("editor", url, "POST", routine_form(owner, "Ny", slug), echo=slug)
        assert answer.status == 302, slug
        assert CIRCLE not in answer.found


def test_a_taken_user_name_is_told_without_the_person(asker: Asker, corpus: Corpus):
    username = corpus.people[PROTECTED].username
    answer = asker.ask(
        "administrator", reverse("wagtailusers_users:add"), "POST", {"username": username}, echo=username
    )
    assert answer.status == 200
    assert not answer.found & {secrets.PERSON}
    assert Person.objects.filter(username=username).count() == 1
