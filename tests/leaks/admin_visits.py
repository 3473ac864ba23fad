"""How addresses of the admin are tried: by the page, file or person they name, or as lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.urls import reverse

from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.personas import PROTECTED
from tests.leaks.secrets import CIRCLE, DOCUMENT, DRAFT, ELECTED, ELECTED_DOCUMENT, PERSON, PICTURE, SECTION
from tests.leaks.verdicts import Verdict, Visit

ALL_PAGES = frozenset(secrets.PAGES)
ALL_DOCUMENTS = frozenset(secrets.DOCUMENTS)
ALL_PICTURES = frozenset(secrets.PICTURES)
TRIED_PAGES = (SECTION, CIRCLE, ELECTED, DRAFT)
MISSING = 999999

ADMIN: dict[str, Verdict] = {}


def give(
    names: str, visits: Callable[[str, Corpus], Iterable[Visit]], gives: Iterable[str] = (), why: str = ""
) -> None:
    """The same verdict for several routes, each named in full."""
    for name in names.split():
        assert name not in ADMIN, name
        ADMIN[name] = Verdict(partial(visits, name), frozenset(gives), why)


def visit(path: str, gives: Iterable[str] = (), twin: str = "", about: str = "") -> Visit:
    return Visit(path, frozenset(gives), exact=False, hidden=bool(twin), twin=twin, about=about)


def once(name: str, corpus: Corpus, *queries: str, gives: Iterable[str] = (), **kwargs: Any) -> list[Visit]:
    """An address without an object of its own."""
    base = reverse(name, kwargs=kwargs or None)
    return [visit(base + query, gives) for query in ("", *queries)]


def by_page(
    name: str, corpus: Corpus, parameter: str = "page_id", gives: Iterable[str] = ALL_PAGES, **more: Any
) -> list[Visit]:
    """An address that names a page: tried with one secret of each kind, and with one that does not exist."""
    visits = []
    for key in TRIED_PAGES:
        page = corpus.pages[key]
        extra = {each: value(page) if callable(value) else value for each, value in more.items()}
        twin = reverse(name, kwargs={**extra, parameter: MISSING})
        visits.append(visit(reverse(name, kwargs={**extra, parameter: page.pk}), gives, twin, key))
    return visits


def by_document(name: str, corpus: Corpus, parameter: str = "document_id", query: str = "") -> list[Visit]:
    return [
        visit(
            reverse(name, kwargs={parameter: corpus.planted.documents[key].pk}) + query,
            ALL_DOCUMENTS,
            reverse(name, kwargs={parameter: MISSING}) + query,
            key,
        )
        for key in (DOCUMENT, ELECTED_DOCUMENT)
    ]


def by_picture(name: str, corpus: Corpus, parameter: str = "image_id", **more: Any) -> list[Visit]:
    return [
        visit(
            reverse(name, kwargs={parameter: corpus.planted.pictures[PICTURE].pk, **more}),
            ALL_PICTURES,
            reverse(name, kwargs={parameter: MISSING, **more}),
            PICTURE,
        )
    ]


def by_person(name: str, corpus: Corpus) -> list[Visit]:
    pk = corpus.people[PROTECTED].pk
    return [visit(reverse(name, args=[pk]), [PERSON], reverse(name, args=[MISSING]), PERSON)]


def listed(name: str, corpus: Corpus, *queries: str, gives: Iterable[str] = ALL_PAGES) -> list[Visit]:
    return once(name, corpus, *queries, gives=gives)


def thing(
    name: str,
    corpus: Corpus,
    find: Callable[[Corpus], Any] = lambda corpus: 1,
    parameter: str = "pk",
    gives: Iterable[str] = (),
) -> list[Visit]:
    """An address that names something which is no secret in itself but may show one."""
    found = find(corpus)
    return [
        visit(reverse(name, kwargs={parameter: getattr(each, "pk", each)}), gives)
        for each in (found if isinstance(found, list) else [found])
    ]
