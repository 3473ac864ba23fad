"""Pages at their own addresses and below them, and the open pages that point at them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.personas import EMPLOYEES
from tests.leaks.secrets import (
    BEHIND_PASSWORD,
    CIRCLE,
    COMING,
    DRAFT,
    ELECTED,
    LOGIN,
    MOVED_IN,
    MOVED_OUT,
    NEWS,
    PERSON,
    PROBE,
    REWRITE,
    RUN,
    SECTION,
    TAKEN,
    WITHDRAWN,
)
from tests.leaks.verdicts import Visit

NOTHING: frozenset[str] = frozenset()
LINKED = frozenset({SECTION, CIRCLE, LOGIN, BEHIND_PASSWORD, ELECTED, NEWS, MOVED_IN, MOVED_OUT, WITHDRAWN})
FILES = frozenset({*secrets.DOCUMENTS, *secrets.PICTURES})
# What menus and the start page hold for those who may see it.
MENU = frozenset({SECTION, BEHIND_PASSWORD, ELECTED})


def only(*keys: str) -> frozenset[str]:
    return frozenset(keys)


def page_visits(corpus: Corpus) -> list[Visit]:
    """The pages at their own addresses and below them, and the open pages that point at them."""
    day = timezone.localdate() - timedelta(days=1)
    pages, visits = corpus.pages, []
    for key in (SECTION, CIRCLE, LOGIN, BEHIND_PASSWORD, ELECTED, NEWS, MOVED_IN, MOVED_OUT, DRAFT, TAKEN):
        twin = pages[key].url.rsplit("/", 2)[0] + "/finns-inte/"
        own = only(key, SECTION) if key == MOVED_IN else only(key)
        # A shared password is asked for where nothing else is lacking, which says that there is a page.
        asked = key == BEHIND_PASSWORD
        visits.append(Visit(pages[key].url, own, hidden=not asked, twin=twin))
        visits.append(Visit(pages[key].url.rstrip("/"), only(*secrets.PAGES), hidden=False, exact=False))
        below_it = ("versioner/1/", f"gallde/{day}/", "gallde/", "andringar/")
        if key in (SECTION, CIRCLE, MOVED_IN, DRAFT):
            for below in below_it if key == CIRCLE else below_it[:1]:
                visits.append(Visit(pages[key].url + below, own, hidden=True, twin=twin, exact=False))
    for key, top in corpus.planted.tops.items():
        gives = {SECTION: only(SECTION, MOVED_IN)}.get(key, only(key))
        asked = key == BEHIND_PASSWORD
        visits.append(Visit(top.url, gives, hidden=not asked, twin="/finns-inte/", exact=key != CIRCLE))
    visits += [
        Visit(pages[WITHDRAWN].url, only(WITHDRAWN, CIRCLE), EMPLOYEES),
        Visit(pages[COMING].url, only(COMING), EMPLOYEES),  # the notice says what will change
        Visit(pages[COMING].url + "versioner/2/", only(COMING), EMPLOYEES),
        Visit(pages[COMING].url + "andringar/?till=2", only(COMING), EMPLOYEES),
        Visit(pages[REWRITE].url, NOTHING),
        Visit(pages[REWRITE].url + "versioner/2/", NOTHING),
        Visit(pages[REWRITE].url + "andringar/?till=2", NOTHING),
    ]
    for key in (CIRCLE, MOVED_IN):
        gives = only(key, SECTION) if key == MOVED_IN else only(key)
        for path in (f"/gammal-{pages[key].pk}", f"/gammal-{pages[key].pk}/"):
            visits.append(Visit(path, gives, hidden=path.endswith("/"), twin="/finns-inte/"))
    # Where moved pages were before.
    for key, was in ((MOVED_IN, pages["routines"]), (MOVED_OUT, corpus.planted.tops[SECTION])):
        gives = only(key, SECTION) if key == MOVED_IN else only(key)
        path = was.url + secrets.of(key, "adress") + "/"
        visits.append(Visit(path, gives, hidden=True, twin="/finns-inte/"))
    visits += _open_visits(corpus)
    return visits


def _open_visits(corpus: Corpus) -> list[Visit]:
    pages = corpus.pages
    routines, documents = pages["routines"].url, pages["documents"].url
    newest = frozenset({SECTION, CIRCLE, NEWS, MOVED_IN, MOVED_OUT, ELECTED})
    return [
        Visit("/", newest | {RUN}, EMPLOYEES, exact=False),
        Visit(routines, only(MOVED_OUT, CIRCLE), EMPLOYEES),
        Visit(f"{routines}?q={PROBE}", only(MOVED_OUT, CIRCLE), EMPLOYEES),
        Visit(f"{routines}?enhet=FYREN&slag=rutin", only(MOVED_OUT, CIRCLE), EMPLOYEES),
        Visit(f"{routines}?tillstand=har-gällt", only(WITHDRAWN), EMPLOYEES),
        Visit(f"{routines}?tillstand=kommande", NOTHING),
        Visit(documents, only(*secrets.DOCUMENTS), EMPLOYEES),
        Visit(f"{documents}?slag=text&sortera=datum", only(*secrets.DOCUMENTS), EMPLOYEES),
        Visit(f"{documents}?q=titel", only(*secrets.DOCUMENTS), EMPLOYEES),
        Visit(pages["news index"].url, only(NEWS), EMPLOYEES),
        Visit(f"{pages['news index'].url}?visa=min", only(NEWS), EMPLOYEES, exact=False),
        Visit(pages["hub"].url, LINKED | FILES | {PERSON}, EMPLOYEES),
        Visit(pages["hub"].url + "versioner/1/", LINKED | FILES | {PERSON}, EMPLOYEES),
        Visit(pages["hub"].url + "andringar/", LINKED | FILES | {PERSON}, EMPLOYEES, exact=False),
        Visit(
            pages["hub"].url + "andringar/?fran=1&till=2", LINKED | FILES | {PERSON}, EMPLOYEES, exact=False
        ),
        Visit(pages["hub checklist"].url, only(SECTION, CIRCLE, PERSON), EMPLOYEES),
        Visit(pages["hub handbook"].url, LINKED | FILES | {PERSON}, EMPLOYEES, exact=False),
        Visit(pages["hub news"].url, LINKED | FILES, EMPLOYEES),
        Visit(pages["hub page"].url, FILES, EMPLOYEES),
        Visit(pages["hub public"].url, FILES),
        Visit(pages["public"].url, NOTHING),
        Visit(pages["accessibility"].url, NOTHING),
        Visit(pages["accessibility"].url, NOTHING, data={"problem": "", "page_url": ""}),
    ]
