"""The address of a page that is made of a file: its words, and a number only where one is needed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from home.importing.incoming import tasks
from home.importing.incoming.models import IncomingText
from home.models import KnowledgeIndexPage, KnowledgePage, RoutinePage
from intranet.access.models import Audience
from tests.factories import declare_audience, make_group, make_page
from tests.home.admin_help import signed_in
from tests.home.test_importing_incoming import editor, form, place, send, text  # noqa: F401
from tests.home.word_files import p, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NUMBERED = re.compile(r"^nycklar-[1-9]\d{4}$")


def saved(client, row, slug: str = "nycklar") -> str:
    answer = client.post(reverse("incoming_review", args=[row.pk]), form(slug=slug))
    assert answer.status_code == 302
    return KnowledgePage.objects.latest("pk").slug


def test_it_is_the_words_alone_where_they_are_free(editor, text):  # noqa: F811
    assert saved(signed_in(editor), text) == "nycklar"


def test_one_that_is_taken_there_gets_a_number(place, editor, text):  # noqa: F811
    make_page(RoutinePage(title="Nycklar", slug="nycklar", owner_function=place.owner), place.routines)
    assert NUMBERED.match(saved(signed_in(editor), text))


def test_one_that_is_taken_elsewhere_needs_none(place, editor, text):  # noqa: F811
    other = make_page(KnowledgeIndexPage(title="Andra", slug="andra"))
    make_page(RoutinePage(title="Nycklar", slug="nycklar", owner_function=place.owner), other)
    assert saved(signed_in(editor), text) == "nycklar"


@pytest.mark.parametrize("taken", [True, False])
def test_where_something_hidden_lies_no_address_says_whether_it_has_the_words(place, editor, text, taken):  # noqa: F811
    slug = "nycklar" if taken else "annat"
    hidden = make_page(KnowledgeIndexPage(title="Hemligt", slug=slug), place.routines)
    declare_audience(hidden, Audience.GROUPS, make_group("Ledning"))
    assert NUMBERED.match(saved(signed_in(editor), text))


def test_the_second_of_two_files_with_the_same_title_gets_one(place, editor):  # noqa: F811
    client = signed_in(editor)
    data = [word(p("Nycklar", style="Rubrik") + p(f"Text {number}.")) for number in range(2)]
    rows = send(place, editor, ("a.docx", data[0]), ("b.docx", data[1]))
    assert tasks.read_waiting.call() == 2
    first, second = (saved(client, IncomingText.objects.get(pk=row.pk)) for row in rows)
    assert first == "nycklar"
    assert NUMBERED.match(second)
