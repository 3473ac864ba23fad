"""The verdict on the admin's addresses of files and people."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.urls import reverse

from intranet.mail import undelivered
from intranet.mail.models import Undelivered
from tests.leaks import secrets
from tests.leaks.admin_visits import (
    ALL_DOCUMENTS,
    ALL_PAGES,
    ALL_PICTURES,
    by_document,
    by_page,
    by_person,
    by_picture,
    give,
    listed,
    once,
    thing,
    visit,
)
from tests.leaks.corpus import Corpus
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import DOCUMENT, ELECTED_DOCUMENT, PERSON
from tests.leaks.verdicts import Visit

# Files.

DOCUMENTS_SEARCHED = ("?q=zq", "?q=" + secrets.of(DOCUMENT, "titel"))
give(
    "wagtaildocs:index wagtaildocs:index_results wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results",
    lambda name, corpus: listed(name, corpus, gives=ALL_DOCUMENTS),
    ALL_DOCUMENTS,
)
give(
    "wagtailadmin_api:documents:listing",
    lambda name, corpus: listed(name, corpus, "?fields=*", gives=ALL_DOCUMENTS),
    ALL_DOCUMENTS,
)
give("wagtailadmin_api:documents:detail", partial(by_document, parameter="pk"), ALL_DOCUMENTS)
give("wagtaildocs_chooser:chosen", partial(by_document, parameter="pk"), ALL_DOCUMENTS)
give("wagtaildocs:edit wagtaildocs:delete wagtaildocs:document_usage", by_document, ALL_DOCUMENTS)
give("files_withdraw", by_document, ALL_DOCUMENTS)
give("files_stricter", by_page, ALL_PAGES)
give("files_still_open", by_page, ALL_PAGES)
give("files_restore", by_document, why="leads away from a document that was not withdrawn")
give(
    "wagtaildocs:edit_multiple wagtaildocs:delete_multiple",
    partial(by_document, parameter="doc_id"),
    why="by POST alone",
)
give(
    "wagtaildocs_chooser:chosen_multiple",
    lambda name, corpus: [
        visit(f"{reverse(name)}?id={d.pk}", ALL_DOCUMENTS) for d in corpus.planted.documents.values()
    ],
    ALL_DOCUMENTS,
)
give(
    "wagtailimages:index wagtailimages:index_results wagtailimages_chooser:choose wagtailimages_chooser:choose_results",
    lambda name, corpus: listed(name, corpus, gives=ALL_PICTURES),
    ALL_PICTURES,
)
give(
    "wagtailadmin_api:images:listing",
    lambda name, corpus: listed(name, corpus, "?fields=*", gives=ALL_PICTURES),
    ALL_PICTURES,
)
give(
    "wagtailadmin_api:images:detail wagtailimages_chooser:chosen",
    partial(by_picture, parameter="pk"),
    ALL_PICTURES,
)
give(
    "wagtailimages:edit wagtailimages:delete wagtailimages:image_usage wagtailimages_chooser:select_format",
    by_picture,
    ALL_PICTURES,
)
give("wagtailimages:url_generator_output", by_picture, why="an address is made by POST alone")
give(
    "wagtailimages:preview",
    partial(by_picture, filter_spec="max-165x165"),
    why="a picture of teal, told from others by its status",
)
give("wagtailimages:edit_multiple wagtailimages:delete_multiple", by_picture, why="by POST alone")
give(
    "wagtailimages_chooser:chosen_multiple",
    lambda name, corpus: [
        visit(f"{reverse(name)}?id={p.pk}", ALL_PICTURES) for p in corpus.planted.pictures.values()
    ],
    ALL_PICTURES,
)
give(
    "wagtailadmin_collections:edit wagtailadmin_collections:delete",
    lambda name, corpus: thing(name, corpus, _collections),
    why="a collection's name tells nothing here",
)
give(
    "wagtailadmin_collections:set_privacy",
    lambda name, corpus: thing(name, corpus, _collections, "collection_id"),
    why="asks for whom, not of what",
)
give(
    "collection_audience:edit collection_audience:delete",
    lambda name, corpus: thing(name, corpus, lambda _: _collection_audiences()),
    why="a collection's name tells nothing here",
)
give(
    "wagtailadmin_api:documents:find wagtailadmin_api:images:find",
    once,
    why="finds by pages' addresses alone",
)

# People.

UNNAMED = "names them 'Skyddade personuppgifter', to handlers too"


def unreached_people(name: str, corpus: Corpus) -> list[Visit]:
    """The protected person's address is one that mail does not reach."""
    undelivered.note([corpus.people[PROTECTED].email], Undelivered.Why.ADDRESS)
    return [visit(reverse(name), [PERSON])]


def searched_people(name: str, corpus: Corpus) -> list[Visit]:
    stem = secrets.STEMS[PERSON]
    return [
        visit(reverse(name), [PERSON]),
        visit(f"{reverse(name)}?p=99", [PERSON]),  # the last page, where that name stands
        replace(visit(f"{reverse(name)}?q={stem}", [PERSON]), echo=stem),
    ]


give("wagtailusers_users:index wagtailusers_users:index_results", searched_people, [PERSON])
give("person_chooser:choose person_chooser:choose_results", searched_people, why=UNNAMED)
give("wagtailusers_users:edit", by_person, [PERSON])
give("wagtailusers_users:delete person_chooser:chosen", by_person, why=UNNAMED)
give(
    "person_chooser:chosen_multiple",
    lambda name, corpus: [visit(f"{reverse(name)}?id={corpus.people[PROTECTED].pk}", [PERSON])],
    why=UNNAMED,
)
give(
    "unreached_people unreached_people_results",
    unreached_people,
    why="people with secrets are shown to handlers who may also see everybody's work; no persona is both",
)
give(
    "function_admin:index function_admin:index_results function_chooser:choose function_chooser:choose_results",
    once,
    why="functions are named, not who holds them",
)
give(
    "function_admin:edit function_admin:delete function_admin:usage",
    lambda name, corpus: thing(name, corpus, _functions, gives=[PERSON]),
    why="holders are shown to handlers who may also edit functions; no persona is both",
)
give(
    "unit_admin:edit unit_admin:delete unit_admin:usage unit_admin:move",
    lambda name, corpus: thing(name, corpus, lambda c: c.world.here, gives=ALL_PAGES | {PERSON}),
    why="units are no secret",
)


def _functions(corpus: Corpus) -> list[Any]:
    from intranet.people.models import Function

    return list(Function.objects.all())


def _collection_audiences() -> list[Any]:
    from intranet.access.models import CollectionAudience

    return list(CollectionAudience.objects.all())


def _collections(corpus: Corpus) -> list[Any]:
    return [corpus.planted.documents[key].collection for key in (DOCUMENT, ELECTED_DOCUMENT)]
