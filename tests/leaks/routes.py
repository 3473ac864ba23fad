"""The verdict on every address outside the admin. A new one without a verdict fails the matrix with its name."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.page_visits import FILES, LINKED, NOTHING, only, page_visits
from tests.leaks.personas import EDITORS_OF_FILES, EMPLOYEES, EVERYBODY, PROTECTED, WITH_ROLE
from tests.leaks.routes_bundles import BUNDLES
from tests.leaks.routes_delivery import DELIVERY
from tests.leaks.routes_desk_meetings import DESK_MEETINGS
from tests.leaks.routes_desk_papers import DESK_PAPERS
from tests.leaks.routes_desk_sending import DESK_SENDING
from tests.leaks.routes_extranet import EXTRANET
from tests.leaks.routes_extranet_attendance import ATTENDANCE
from tests.leaks.routes_feed import FEED
from tests.leaks.routes_notes import NOTES
from tests.leaks.routes_offline import OFFLINE
from tests.leaks.routes_oversight import OVERSIGHT
from tests.leaks.routes_runs import RUNS
from tests.leaks.routes_signon import SECOND_FACTORS
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
    SECTION,
    TAKEN,
    WITHDRAWN,
)
from tests.leaks.verdicts import Verdict, Visit, named, plain


def document_visits(corpus: Corpus) -> list[Visit]:
    twin = "/dokument/999999/finns-inte.txt"
    visits = [
        Visit(reverse("wagtaildocs_serve", args=[corpus.open_document.pk, corpus.open_document.filename]))
    ]
    for key, document in corpus.planted.documents.items():
        visits.append(Visit(document.url, only(key), hidden=True, twin=twin))
        # A guessed id gives the file to whom it opens, whatever name is guessed with it.
        visits.append(Visit(f"/dokument/{document.pk}/gissat.txt", only(key), hidden=True, twin=twin))
    return visits


def by_document(
    name: str, gives: bool = True, query: str = "", last: tuple = ()
) -> Callable[[Corpus], list[Visit]]:
    """The same address for each planted document, told from a missing one by nobody else."""
    return lambda corpus: [
        Visit(
            named(name, document.pk, *last, query=query),
            only(key) if gives else NOTHING,
            hidden=True,
            twin=named(name, 999999, *last),
        )
        for key, document in corpus.planted.documents.items()
    ]


def document_text_visits(corpus: Corpus) -> list[Visit]:
    return [
        visit
        for query in ("", "?sida=2", "?plats=sida-1", "?plats=sida-99999999999999999999")
        for visit in by_document("document_text", query=query)(corpus)
    ]


def version_visits(corpus: Corpus) -> list[Visit]:
    """For those who may edit the document alone, the newest too: readers have it at its own address."""
    name, editors = "document_version", EDITORS_OF_FILES
    return [
        Visit(
            named(name, document.pk, number),
            only(key) if number == 1 else NOTHING,
            audience=editors,
            hidden=True,
            twin=named(name, 999999, number),
        )
        for key, document in corpus.planted.documents.items()
        for number in (1, 2, 99)
    ]


def media_visits(corpus: Corpus) -> list[Visit]:
    twin = "/media/original_images/finns-inte.png"
    visits = []
    for key, picture in corpus.planted.pictures.items():
        for file in (picture.file, picture.get_rendition(secrets.RENDITION).file):
            visits.append(Visit(f"/media/{file.name}", only(key), hidden=True, twin=twin))
    # Documents have no address of this kind, not even for those who may have them.
    for document in corpus.planted.documents.values():
        visits.append(Visit(f"/media/{document.file.name}", hidden=True, twin=twin))
        visits.append(Visit(f"/media/original_images/../{document.file.name}"))
    return visits


def page_by_id_visits(corpus: Corpus) -> list[Visit]:
    twin = "/sida/999999/"
    gone = (DRAFT, TAKEN)
    open_ = (REWRITE, COMING)  # their addresses say nothing
    return [
        Visit(
            f"/sida/{corpus.pages[key].pk}/",
            only(key, SECTION) if key == MOVED_IN else only(key) if key not in open_ else NOTHING,
            hidden=key not in open_,
            twin=twin,
            exact=key not in gone,
        )
        for key in secrets.PAGES
    ]


def people_visits(corpus: Corpus) -> list[Visit]:
    base, stem = reverse("people"), secrets.STEMS[PERSON]
    return [
        Visit(base, audience=WITH_ROLE),
        Visit(f"{base}?sida=99", only(PERSON), WITH_ROLE),  # the last page, where that name stands
        Visit(f"{base}?q={stem}", only(PERSON), WITH_ROLE, echo=stem, exact=False),
        Visit(f"{base}?enhet=FYREN", only(PERSON), WITH_ROLE),
    ]


def person_visits(corpus: Corpus) -> list[Visit]:
    protected, owner, manager = corpus.people[PROTECTED], corpus.owner, corpus.manager
    return [
        Visit(named("person", protected.pk), only(PERSON), hidden=True, twin=named("person", 999999)),
        Visit(named("person", owner.pk), only(SECTION, CIRCLE, MOVED_IN, MOVED_OUT), WITH_ROLE),
        Visit(named("person", manager.pk), only(PERSON), WITH_ROLE),  # the stand-in
        Visit(named("person", corpus.people["other unit"].pk), only(PERSON), WITH_ROLE),  # the manager
    ]


def unit_visits(corpus: Corpus) -> list[Visit]:
    return [
        Visit(named("unit", "FYREN"), only(PERSON, SECTION, CIRCLE, MOVED_IN, MOVED_OUT), WITH_ROLE),
        Visit(named("unit", "HAMNEN"), only(PERSON), WITH_ROLE),
        Visit(named("unit", "FINNS-INTE"), NOTHING),
    ]


def search_visits(corpus: Corpus) -> list[Visit]:
    base = reverse("search")
    pages = LINKED - {WITHDRAWN}
    return [
        Visit(base),
        Visit(f"{base}?q={PROBE}", pages, WITH_ROLE, exact=False),
        Visit(f"{base}?q={PROBE}&sida=2", pages, WITH_ROLE, exact=False),
        Visit(f"{base}?q={PROBE}&typ=rutin&enhet=FYREN", pages, WITH_ROLE, exact=False),
        Visit(f"{base}?q={PROBE}&tillstand=har-gällt", only(WITHDRAWN), EMPLOYEES),
        Visit(f"{base}?q={PROBE}&tillstand=kommande"),
        Visit(f"{base}?q={PROBE}&sida=999"),
    ]


def suggestion_visits(corpus: Corpus) -> list[Visit]:
    base = reverse("search_suggestions")
    visits = [Visit(f"{base}?q={PROBE}", LINKED - {WITHDRAWN}, WITH_ROLE, exact=False)]
    for key in (SECTION, CIRCLE, LOGIN, BEHIND_PASSWORD, ELECTED, NEWS, MOVED_IN, MOVED_OUT):
        # `section` also has a checklist, and its title is in the address of what was moved into it.
        gives = only(key, SECTION) if key == MOVED_IN else only(key)
        visits.append(Visit(f"{base}?q={secrets.of(key, 'titel')}", gives, WITH_ROLE))
    for key in (DRAFT, REWRITE, COMING, TAKEN):
        visits.append(Visit(f"{base}?q={secrets.of(key, 'titel')}"))
    visits.append(Visit(f"{base}?q={secrets.of(PERSON, 'namn')}", only(PERSON), WITH_ROLE))
    return visits


def password_visits(corpus: Corpus) -> list[Visit]:
    page = corpus.planted.tops[BEHIND_PASSWORD]
    restriction = page.view_restrictions.get()
    circle = corpus.planted.tops[CIRCLE].view_restrictions.get()
    name = "wagtailcore_authenticate_with_password"
    return [
        Visit(named(name, restriction.pk, page.pk)),
        Visit(named(name, restriction.pk, page.pk), data={"password": "fel", "return_url": "/"}),
        Visit(
            named(name, restriction.pk, corpus.pages[SECTION].pk),
            hidden=True,
            twin=named(name, 999999, 999999),
        ),
        Visit(named(name, circle.pk, corpus.pages[CIRCLE].pk), hidden=True, twin=named(name, 999999, 999999)),
        Visit(
            named(name, circle.pk, corpus.pages[CIRCLE].pk),
            hidden=True,
            twin=named(name, 999999, 999999),
            data={"password": "", "return_url": "/"},
        ),
    ]


def code_visits(corpus: Corpus) -> list[Visit]:
    protected = corpus.people[PROTECTED]
    return [Visit(named("issue_code", protected.pk), hidden=True, twin=named("issue_code", 999999))]


LOG_IN = "the log-in and its neighbours know nothing of pages"

VERDICTS: dict[str, Verdict] = {
    "health": Verdict(plain("/health"), why="only that the process lives"),
    "ready": Verdict(plain("/ready"), why="only numbers and states"),
    "set_language": Verdict(plain("/sprak/"), why="remembers a language"),
    "brand_css": Verdict(plain("/utseende.css"), why="colours"),
    "admin/login/": Verdict(plain("/admin/login/", "/admin/login/?next=/rutiner/"), why=LOG_IN),
    "^admin/password_reset/(?P<rest>.*)$": Verdict(plain("/admin/password_reset/"), why=LOG_IN),
    "_util/login/": Verdict(plain("/_util/login/"), why=LOG_IN),
    "wagtailcore_login": Verdict(plain("/_util/login/"), why="stands behind ours"),
    "profile": Verdict(plain("/konto/"), why="one's own account"),
    "shortcuts": Verdict(plain("/genvagar/"), why="systems are for all"),
    "notices": Verdict(
        plain("/notiser/", "/notiser/?sida=2"), why="one's own inbox: test_notices plants secrets in it"
    ),
    "notice": Verdict(plain("/notiser/1/"), why="one's own, by the rule: test_notices"),
    "notices_read": Verdict(plain("/notiser/lasta/"), why="writes only"),
    "notices_unread": Verdict(plain("/notiser/olasta/"), why="writes only"),
    "notice_reading": Verdict(
        plain("/notiser/1/lasning/"), why="writes only, of one's own: test_notices_inbox"
    ),
    "notice_choices": Verdict(plain("/notiser/installningar/"), why="kinds are for all"),
    "account_login": Verdict(plain("/konto/logga-in/"), why=LOG_IN),
    "account_logout": Verdict(plain("/konto/logga-ut/"), why=LOG_IN),
    "account_change_password": Verdict(plain("/konto/byt-losenord/"), why=LOG_IN),
    "account_reset_password": Verdict(plain("/konto/glomt-losenord/"), why=LOG_IN),
    "account_reset_password_done": Verdict(plain("/konto/glomt-losenord/skickat/"), why=LOG_IN),
    "account_reset_password_from_key": Verdict(plain("/konto/glomt-losenord/1-abc/"), why=LOG_IN),
    "activate": Verdict(plain("/konto/aktivera/"), why=LOG_IN),
    "activate_password": Verdict(plain("/konto/aktivera/losenord/"), why=LOG_IN),
    "hand_out_codes": Verdict(
        plain("/konto/engangskod/"), why="a manager's people but the protected; no persona is one"
    ),
    "issue_code": Verdict(
        code_visits, why="for managers and administrators who also are handlers; no persona is both"
    ),
    "sign_in_persona": Verdict(
        lambda corpus: [Visit("/konto/prova/", data={"username": corpus.people[PROTECTED].username})],
        why="in development only; the settings of tests are not",
    ),
    "search": Verdict(search_visits, LINKED),
    "search_suggestions": Verdict(suggestion_visits, (LINKED - {WITHDRAWN}) | {PERSON}),
    "wagtaildocs_serve": Verdict(document_visits, frozenset(secrets.DOCUMENTS)),
    "document": Verdict(by_document("document"), frozenset(secrets.DOCUMENTS)),
    "document_text": Verdict(document_text_visits, frozenset(secrets.DOCUMENTS)),
    "document_version": Verdict(version_visits, frozenset(secrets.DOCUMENTS)),
    "document_by_id": Verdict(by_document("document_by_id"), frozenset(secrets.DOCUMENTS)),
    "jobs": Verdict(plain("/arbeten/"), why="work is named by its kind, never by what it works on"),
    "media": Verdict(media_visits, frozenset(secrets.PICTURES)),
    "page_by_id": Verdict(page_by_id_visits, LINKED),
    "people": Verdict(people_visits, only(PERSON)),
    "person": Verdict(person_visits, only(PERSON, SECTION, CIRCLE, MOVED_IN, MOVED_OUT)),
    "units": Verdict(plain("/enheter/"), why="the organisation is no secret"),
    "unit": Verdict(unit_visits, only(PERSON, SECTION, CIRCLE, MOVED_IN, MOVED_OUT)),
    **RUNS,
    **EXTRANET,
    **BUNDLES,
    **ATTENDANCE,
    **OFFLINE,
    **OVERSIGHT,
    **FEED,
    **NOTES,
    **DELIVERY,
    **DESK_MEETINGS,
    **DESK_PAPERS,
    **DESK_SENDING,
    **SECOND_FACTORS,
    "wagtailcore_authenticate_with_password": Verdict(password_visits, why="asks for a password"),
    "wagtail_serve": Verdict(page_visits, LINKED | FILES | {COMING, PERSON}),
}

assert set(EVERYBODY) > WITH_ROLE
