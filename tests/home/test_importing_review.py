"""The review of a file: whatever was sent, it can be opened again; it is settled once; it tells of nothing hidden."""

from __future__ import annotations

import pytest
from django.urls import reverse

from home.importing.incoming.models import IncomingText
from home.importing.lookups import Lookups
from home.models import KnowledgeIndexPage, KnowledgePage, RoutinePage
from intranet.access.models import Audience
from intranet.access.viewer import viewer_of
from tests.factories import declare_audience, make_group, make_page
from tests.home.admin_help import signed_in
from tests.home.test_importing_incoming import editor, form, place, send, text  # noqa: F401
from tests.home.word_files import item, p, run, word

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = IncomingText.State
NINES = "9" * 30


def opens(client, row: IncomingText) -> None:
    for name in ("review", "preview"):
        assert client.get(reverse(f"incoming_{name}", args=[row.pk])).status_code == 200, name


@pytest.mark.parametrize(
    "sent",
    [
        {"owner": ""},
        {"owner": "abc"},
        {"owner": NINES},
        {"owner": "999999"},
        {"subjects": NINES},
        {"subjects": ["x", "-1", "1.5"]},
        {"units": [NINES, "²"]},
        {"kind": "påhittad"},
        {"valid_from": "i maj", "review_by": "9999999-01-01"},
        {"title": "Nyck\x00lar", "alt_0": "En\x00 bild"},
        {"title": "x" * 5000, "alt_0": "x" * 5000},
        {"alt_7": "finns inte", "alt_": "inte heller", "extra": "nej"},
    ],
    ids=str,
)
@pytest.mark.parametrize("action", ["keep", "save"])
def test_whatever_was_sent_the_review_opens_again(editor, text, sent, action):  # noqa: F811
    client = signed_in(editor)
    fields = form() if action == "keep" else form(title="")  # a save that is refused keeps what was typed
    answer = client.post(reverse("incoming_review", args=[text.pk]), {**fields, **sent, "action": action})
    assert answer.status_code in ((302,) if action == "keep" else (302, 422))
    text.refresh_from_db()
    if text.is_reviewable:
        opens(client, text)


@pytest.mark.parametrize("sent", [{"owner": "abc"}, {"subjects": NINES}, {"units": "-1"}], ids=str)
def test_a_choice_that_is_none_is_an_error_of_its_field(editor, text, sent):  # noqa: F811
    answer = signed_in(editor).post(reverse("incoming_review", args=[text.pk]), form(**sent))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Det du valde finns inte längre. Välj något annat." in page
    assert 'value="Nycklar"' in page
    assert not KnowledgePage.objects.exists()


def test_a_row_from_before_with_nonsense_in_it_opens_too(editor, text):  # noqa: F811
    text.entered = {"title": "Kvar", "owner": "", "subjects": [NINES], "units": "x", "kind": 3, "alt_0": None}
    text.save()
    client = signed_in(editor)
    opens(client, text)
    assert 'value="Kvar"' in client.get(reverse("incoming_review", args=[text.pk])).content.decode()


def test_an_owner_that_is_gone_since_leaves_the_field_empty(place, editor, text):  # noqa: F811
    client = signed_in(editor)
    client.post(reverse("incoming_review", args=[text.pk]), form(owner=place.owner.pk, action="keep"))
    text.refresh_from_db()
    assert text.entered["owner"] == str(place.owner.pk)
    place.owner.delete()
    opens(client, text)


@pytest.mark.parametrize("state", [State.WAITING, State.UNREADABLE, State.SAVED, State.READY])
def test_only_what_was_passed_over_is_taken_up_again(editor, text, state):  # noqa: F811
    IncomingText.objects.update(state=state)
    answer = signed_in(editor).post(reverse("incoming_review", args=[text.pk]), {"action": "reopen"})
    assert answer.status_code == 302
    text.refresh_from_db()
    assert text.state == state


def test_taken_up_again_it_is_no_longer_settled(editor, text):  # noqa: F811
    client = signed_in(editor)
    client.post(reverse("incoming_review", args=[text.pk]), {"action": "skip"})
    text.refresh_from_db()
    assert text.settled_at
    client.post(reverse("incoming_review", args=[text.pk]), {"action": "reopen"})
    text.refresh_from_db()
    assert text.settled_at is None
    assert text.is_reviewable


def test_two_clicks_make_one_draft(editor, text, monkeypatch):  # noqa: F811
    """The second request had read the row before the first one was through."""
    from home.admin.incoming import review

    stale = IncomingText.objects.select_related("delivery__place", "page").get(pk=text.pk)
    client = signed_in(editor)
    client.post(reverse("incoming_review", args=[text.pk]), form())
    assert KnowledgePage.objects.count() == 1
    monkeypatch.setattr(review, "text_of", lambda request, key: stale)
    for action in ("save", "skip", "keep"):
        answer = client.post(reverse("incoming_review", args=[text.pk]), form(action=action))
        assert answer.url == reverse("incoming_list")
        assert KnowledgePage.objects.count() == 1
        text.refresh_from_db()
        assert text.state == State.SAVED
        assert text.entered["title"] == "Nycklar"


def linking(*codes: str) -> bytes:
    relations = {f"l{number}": ("hyperlink", code) for number, code in enumerate(codes)}
    links = "".join(p(f'<w:hyperlink r:id="{name}">{run("dit")}</w:hyperlink>') for name in relations)
    return word(p("Start", style="Rubrik1") + links + item("Ring."), relations=relations)


def test_a_system_that_nobody_knows_is_its_words(place, editor):  # noqa: F811
    from home.importing.incoming import tasks

    (row,) = send(place, editor, ("s.docx", linking("system:okand")))
    tasks.read_waiting.call()
    row.refresh_from_db()
    client = signed_in(editor)
    opens(client, row)
    assert "dit" in client.get(reverse("incoming_preview", args=[row.pk])).content.decode()
    answer = client.post(reverse("incoming_review", args=[row.pk]), form(title="Start", slug="start"))
    assert answer.status_code == 302
    assert "dit" in KnowledgePage.objects.get().specific.get_latest_revision_as_object().body[0].value.source


def test_a_link_to_a_text_that_the_editor_may_not_see_is_as_one_to_nothing(place, editor):  # noqa: F811
    closed = make_page(KnowledgeIndexPage(title="Sluten", slug="sluten"), place.routines)
    declare_audience(closed, Audience.GROUPS, make_group("Krisledning"))
    for slug, parent in (("brandskydd", closed), ("nycklar", place.routines)):
        make_page(RoutinePage(title=slug, slug=slug, owner_function=place.owner), parent)
    source = "# Test\n\n## Ett\n\n[a](rutin:brandskydd) [b](rutin:finns-inte) [c](rutin:nycklar)\n"
    from home.importing.incoming import tasks

    (row,) = send(place, editor, ("t.md", source.encode()))
    tasks.read_waiting.call()
    client = signed_in(editor)
    page = client.get(reverse("incoming_preview", args=[row.pk])).content.decode()
    assert ">c</a>" in page
    assert ">a</a>" not in page
    assert ">b</a>" not in page


def test_pages_that_can_be_linked_to_are_those_that_the_editor_meets(place, editor):  # noqa: F811
    make_page(
        RoutinePage(title="Utkast", slug="utkast", owner_function=place.owner, live=False), place.routines
    )
    reader = place.person("amina.lund")
    assert "utkast" in Lookups.load(viewer_of(editor)).pages
    assert "utkast" not in Lookups.load(viewer_of(reader)).pages
    assert "utkast" in Lookups.load().pages


def test_what_the_site_knows_is_loaded_once_a_request(editor, text, monkeypatch):  # noqa: F811
    loads = []
    load = Lookups.load

    def counted(*asked):
        loads.append(asked)
        return load(*asked)

    monkeypatch.setattr(Lookups, "load", counted)
    client = signed_in(editor)
    for ask in (
        lambda: client.get(reverse("incoming_review", args=[text.pk])),
        lambda: client.get(reverse("incoming_preview", args=[text.pk])),
        lambda: client.post(reverse("incoming_review", args=[text.pk]), form(title="")),
        lambda: client.post(reverse("incoming_review", args=[text.pk]), form()),
    ):
        loads.clear()
        ask()
        assert len(loads) <= 1
