"""What stands beside things: breadcrumbs, trails, counts, other hostnames, user bars, feeds that do not exist."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import StandardPage
from intranet.access.models import Audience
from tests.factories import make_page
from tests.leaks import secrets
from tests.leaks.asking import Asker
from tests.leaks.corpus import Corpus
from tests.leaks.personas import EMPLOYEES, EVERYBODY, PROTECTED, WITH_ROLE
from tests.leaks.secrets import CIRCLE, ELECTED, MOVED_IN, MOVED_OUT, NEWS, PERSON, PROBE, SECTION, STEMS

pytestmark = pytest.mark.django_db


def number_in(text: str, after: str) -> int:
    return int(re.search(rf"{after}\D*(\d+)", text).group(1))


@pytest.mark.usefixtures("own_index")
def test_a_page_that_is_theirs_inside_a_section_that_is_not(asker: Asker, corpus: Corpus):
    """Neither breadcrumbs, nor the trail of a hit, nor the menu name what lies above."""
    from intranet.finding import draining

    fields = {"summary": "", "body": []}
    above = make_page(
        StandardPage(title=secrets.of(ELECTED, "ovanfor"), slug="ovanfor", show_in_menus=True, **fields),
        audience=Audience.ELECTED,
    )
    between = make_page(StandardPage(title=secrets.of(ELECTED, "mellan"), slug="mellan", **fields), above)
    page = make_page(StandardPage(title="Inre", slug="inre", **fields), between, audience=Audience.EMPLOYEES)
    for new in (above, between, page):
        new.save_revision().publish()
    draining.drain()
    for path in (page.url, f"{reverse('search')}?q=inre", f"{reverse('search_suggestions')}?q=inre"):
        answer = asker.ask("employee", path)
        assert answer.status == 200
        assert "inre" in answer.text
        assert not answer.found
    crumbs = asker.ask("superuser", page.url)
    assert secrets.of(ELECTED, "mellan") in crumbs.text
    assert asker.ask("employee", above.url).status == 404


def test_counts_are_of_what_is_shown(asker: Asker, corpus: Corpus):
    """Lists, the directory, units: the number is that of the entries, whoever asks."""
    index = f"{corpus.pages['routines'].url}?q={PROBE}"
    documents = corpus.pages["documents"].url
    section = corpus.planted.tops[SECTION].url
    for persona in EVERYBODY:
        if persona in EMPLOYEES:
            context = asker.ask(persona, index).context
            theirs = len(secrets.allowed((MOVED_OUT, CIRCLE), persona))
            assert context["total"] == len(context["items"]) == theirs, persona
            for key in secrets.DOCUMENTS:
                # One word each that no other holds: it tells nobody that there is one.
                context = asker.ask(persona, f"{documents}?q={secrets.of(key, 'titel')}").context
                theirs = len(secrets.allowed((key,), persona))
                assert context["total"] == len(context["items"]) == theirs, (persona, key)
        if persona in secrets.READERS[SECTION]:
            context = asker.ask(persona, section).context
            assert context["total"] == len(context["items"]) == 3, persona
        if persona in WITH_ROLE:
            context = asker.ask(persona, f"{reverse('people')}?enhet=HAMNEN").context
            assert context["total"] == len(context["people"]), persona
            unit = asker.ask(persona, reverse("unit", args=["FYREN"])).context
            names = " ".join(str(entry.person) for entry in unit["people"])
            everybody = unit["people_count"]
            fewer = asker.ask("handler", reverse("unit", args=["FYREN"])).context["people_count"] - everybody
            assert fewer == (0 if persona in secrets.READERS[PERSON] else 1), (persona, names)


def test_the_unit_page_counts_its_routines_for_the_reader(asker: Asker, corpus: Corpus):
    for persona, keys in (
        ("employee", {MOVED_OUT}),
        ("member", {MOVED_OUT, MOVED_IN, SECTION, CIRCLE}),
        ("outside member", {MOVED_IN, SECTION}),
        ("elected", set()),
    ):
        context = asker.ask(persona, reverse("unit", args=["FYREN"])).context
        shown = secrets.found_in(" ".join(row["title"] for row in context["routines"]))
        assert shown == keys, persona
        assert not context["routines_more"]


def test_the_start_page_has_for_each_reader_what_is_theirs(asker: Asker, corpus: Corpus):
    """News, changed texts, what is new, and the page that a notice of disturbance points at."""
    for persona in sorted(EMPLOYEES):
        context = asker.ask(persona, "/").context
        for name in ("fresh", "runs", "news", "unit_news", "changed", "notices"):
            found = secrets.found_in(str(context[name]))
            assert found == secrets.allowed(found, persona), (persona, name)
    member = asker.ask("member", "/").context
    assert {SECTION, CIRCLE} <= secrets.found_in(str(member["notices"]))
    assert NEWS in secrets.found_in(f"{member['fresh']} {member['news']}")
    assert MOVED_OUT in secrets.found_in(f"{member['fresh']} {member['changed']}")
    assert all("link_url" not in notice for notice in asker.ask("employee", "/").context["notices"])


def test_signatures_show_the_function_of_a_protected_person(asker: Asker, corpus: Corpus):
    """Owner, contact, decider, manager and stand-in; handlers may read the name."""
    for path in (
        corpus.pages["hub"].url,
        corpus.pages["hub checklist"].url,
        corpus.pages["hub handbook"].url,
    ):
        for persona in sorted(EMPLOYEES - {PROTECTED, "handler"}):
            answer = asker.ask(persona, path)
            assert PERSON not in answer.found, (persona, path)
            assert "rutinagare, fyrplatsen" in answer.text


def test_another_hostname_is_no_way_round(asker: Asker, corpus: Corpus, settings):
    """A site whose start page is in a closed section shows it to nobody else."""
    settings.ALLOWED_HOSTS = ["testserver", "annan.example"]
    Site.objects.create(
        hostname="annan.example", root_page=Page.objects.get(pk=corpus.planted.tops[SECTION].pk)
    )
    Site.clear_site_root_paths_cache()
    for path in ("/", f"/{secrets.of(SECTION, 'adress')}/", "/finns-inte/"):
        for persona in ("anonymous", "stranger", "employee", "elected"):
            answer = asker.ask(persona, path, host="annan.example")
            assert answer.status in (302, 404), (persona, path)
            assert not answer.found
    assert SECTION in asker.ask("member", "/", host="annan.example").found
    Site.clear_site_root_paths_cache()


def test_who_may_edit_is_offered_only_what_they_may(asker: Asker, corpus: Corpus):
    """The user bar and the link to the editor are not on pages of others."""
    for persona in ("employee", "member"):
        for path in ("/", corpus.pages["hub"].url, corpus.pages[MOVED_OUT].url):
            text = asker.ask(persona, path).text
            assert "/admin/" not in text, (persona, path)


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap.xml",
        "/robots.txt",
        "/rss/",
        "/feed/",
        "/nyheter/rss/",
        "/kalender.ics",
        "/api/v2/pages/",
        "/scim/v2/users/",
    ],
)
def test_there_are_no_feeds_or_public_interfaces(path, asker: Asker):
    for persona in ("anonymous", "superuser"):
        answer = asker.ask(persona, path)
        assert answer.status in (302, 404)
        if persona == "anonymous":
            assert answer.header("location").startswith("/konto/logga-in/")


def test_no_page_describes_itself_to_other_sites(asker: Asker, corpus: Corpus):
    """No Open Graph, no oEmbed, no feed or sitemap is pointed at, and searching machines are told to stay away."""
    for path in ("/", corpus.pages[CIRCLE].url, corpus.pages[NEWS].url):
        text = asker.ask("member", path).text
        assert not re.search(
            r'property="og:|application/(?:rss|atom|json\+oembed)|rel="canonical"|rel="(?:next|prev)"', text
        )
        assert '<meta name="robots" content="noindex">' in text


def test_a_404_suggests_nothing(asker: Asker, corpus: Corpus):
    """Not even to a misspelt address of a page that somebody may see."""
    for persona in ("employee", "member", "superuser"):
        for path in (corpus.pages[SECTION].url[:-2] + "/", f"/{STEMS[SECTION]}/"):
            answer = asker.ask(persona, path)
            assert answer.status == 404
            main = answer.text[answer.text.index("<main") : answer.text.index("</main")]
            assert not secrets.found_in(main)
