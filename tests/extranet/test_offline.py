"""What a device may keep of a meeting and until when, what it is told at each contact, and when it is emptied."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from extranet.bodies.models import Body
from extranet.exceptions.models import BreakGlass, Grant, Recusal
from extranet.mandates.models import Audit
from extranet.offline import answers
from extranet.offline.holding import still_holding
from extranet.offline.models import Device, KeptPaper, OfflineCopy
from extranet.receipts.models import ReadReceipt
from tests.extranet.make import (
    make_body,
    make_item,
    make_mandate,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.extranet.test_reading_files import prove
from tests.factories import make_person, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ZONE = ZoneInfo("Europe/Stockholm")
TEXT = b"%PDF-1.7 " + b"kvarn" * 100
CONTACT = "/sammantraden/enheter/kontakt/"


@pytest.fixture(autouse=True)
def _papers(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def body() -> Body:
    return make_body(offline_days=14)


@pytest.fixture
def meeting(body):
    return make_meeting(body, state="summoned")


@pytest.fixture
def item(meeting):
    return make_item(meeting, number=1, neutral_title="Neutral punkt", title="Punkt om kvarnen")


@pytest.fixture
def paper(item):
    return place(item, make_version(make_paper(title="Kvarnens framtid"), TEXT))


@pytest.fixture
def member(body, client):
    person = make_member(body)
    client.force_login(person)
    return person


def of(meeting) -> str:
    return reverse("offline_keep", args=[meeting.pk])


def offer(client, meeting) -> dict:
    return client.get(of(meeting)).json()


def keep(client, meeting) -> dict:
    response = client.post(of(meeting))
    assert response.status_code == 200
    return response.json()


def part(client, placement, number: int = 0):
    meeting = placement.item.meeting_id
    return client.get(reverse("offline_part", args=[meeting, placement.pk, number]))


def contact(client, **headers) -> dict:
    return client.get(CONTACT, headers=headers).json()


def say(client, held: dict):
    return client.post(CONTACT, json.dumps({"held": held}), content_type="application/json")


def kept(answer: dict) -> set[int]:
    return {file["placement"] for file in answer["files"]}


def day_of(milliseconds: int):
    """The last Swedish day before a moment."""
    return timezone.localdate(datetime.fromtimestamp(milliseconds / 1000 - 1, tz=ZONE))


def test_a_meeting_is_kept_with_its_pages_and_files_and_written_down_before(client, member, meeting, paper):
    assert offer(client, meeting) == {"files": 1, "size": len(TEXT), "left_out": 0}
    assert not Device.objects.exists()
    answer = keep(client, meeting)
    assert set(answer["pages"]) == {
        reverse("meeting", args=[meeting.pk]),
        reverse("agenda_item", args=[paper.item_id]),
        reverse("paper", args=[paper.pk]),
    }
    page = answer["pages"][reverse("agenda_item", args=[paper.item_id])]
    assert "Punkt om kvarnen" in page
    assert "Kvarnens framtid" in page
    for foreign in ("<script", "<form", "csrf", member.username, str(member)):
        assert foreign not in "".join(answer["pages"].values()) + "".join(answer["shell"].values())
    (file,) = answer["files"]
    assert (file["size"], file["url"]) == (len(TEXT), reverse("paper_file", args=[paper.pk]))
    assert file["headers"]["Content-Type"] == "application/pdf"
    line = KeptPaper.objects.get()
    assert (line.placement, line.sha256, line.copy.device.person) == (paper, paper.version.sha256, member)
    response = part(client, paper)
    assert response.content == TEXT
    assert response["Cache-Control"] == "private, no-store"
    # To keep is not to read.
    assert not ReadReceipt.objects.exists()
    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie.value not in str(Device.objects.values())


def test_a_large_file_comes_in_parts(client, member, meeting, item, monkeypatch):
    monkeypatch.setattr(answers, "PART", 100)
    paper = place(item, make_version(make_paper(), TEXT))
    keep(client, meeting)
    parts = [part(client, paper, number) for number in range(6)]
    assert b"".join(each.content for each in parts) == TEXT
    assert part(client, paper, 6).status_code == 404


def test_no_part_without_a_device_that_it_was_noted_for(client, member, body, meeting, paper):
    assert part(client, paper).status_code == 404
    keep(client, meeting)
    assert part(client, paper).status_code == 200
    colleague = Client()
    colleague.force_login(make_member(body))
    assert part(colleague, paper).status_code == 404
    colleague.cookies["device"] = client.cookies["device"].value
    assert part(colleague, paper).status_code == 404
    late = place(paper.item)
    assert part(client, late).status_code == 404


@pytest.mark.parametrize("lost", ["withdrawn", "recused", "ended", "unsummoned", "rule", "replaced"])
def test_a_right_that_is_lost_between_two_parts_is_lost(client, member, body, meeting, paper, lost):
    keep(client, meeting)
    lose(lost, member, body, meeting, paper)
    assert part(client, paper).status_code == 404


def lose(what, member, body, meeting, paper) -> None:
    if what == "withdrawn":
        type(paper).objects.update(withdrawn_at=timezone.now(), withdrawn_why="Fel fil")
    elif what == "recused":
        Recusal.objects.create(person=member, item=paper.item, why="Släkt")
    elif what == "ended":
        member.mandates.update(end=timezone.localdate() - timedelta(days=1))
    elif what == "unsummoned":
        type(meeting).objects.update(state="draft")
    elif what == "rule":
        Body.objects.filter(pk=body.pk).update(offline="none")
    elif what == "replaced":
        place(paper.item, replaces=paper)


def test_what_the_body_lets_be_kept(client, member, body, meeting, item, paper):
    secret = place(
        item, make_version(make_paper(title="Röjande rubrik", neutral_title="Handling"), b"%PDF x")
    )
    mark_secret(placement=secret)

    def may(**rules) -> set[int] | None:
        Body.objects.filter(pk=body.pk).update(**rules)
        answer = client.post(of(meeting))
        return kept(answer.json()) if answer.status_code == 200 else None

    prove(client)
    assert may(offline="none", watermark="none") is None
    assert client.get(of(meeting)).status_code == 404
    assert may(offline="open") == {paper.pk}
    assert may(offline="all") == {paper.pk, secret.pk}
    # What the body wants the reader's name on is not kept without it.
    assert may(watermark="secret") == {paper.pk}
    assert may(watermark="all") is None


def test_a_secret_paper_is_kept_no_longer_than_the_step_up_lasts(
    client, member, body, meeting, item, settings
):
    Body.objects.filter(pk=body.pk).update(offline="all", watermark="none")
    paper = make_paper(title="Röjande rubrik", neutral_title="Neutralt namn")
    secret = place(item, make_version(paper, b"%PDF hemligt"))
    mark_secret(placement=secret)
    assert kept(keep(client, meeting)) == set()
    assert part(client, secret).status_code == 404
    prove(client)
    answer = keep(client, meeting)
    (file,) = answer["files"]
    latest = timezone.now() + timedelta(minutes=settings.STEP_UP_MINUTES)
    assert file["until"] <= latest.timestamp() * 1000 < answer["until"]
    assert part(client, secret).status_code == 200
    # No page on the device asks for a step-up, so none holds what is secret.
    everything = json.dumps(answer)
    for title in ("Röjande rubrik", "Punkt om kvarnen", "handling.pdf"):
        assert title not in everything
    assert "Neutralt namn" in everything
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    (copy,) = contact(client)["copies"]
    assert copy["dropped"] == [{"placement": secret.pk, "why": "lost"}]
    assert part(client, secret).status_code == 404


def test_a_step_up_is_all_that_a_secret_paper_waits_for_in_the_list(client, member, meeting, item, paper):
    mark_secret(placement=paper)
    assert offer(client, meeting) == {"files": 0, "size": 0, "left_out": 1}
    assert "inte sparad" in keep(client, meeting)["pages"][reverse("meeting", args=[meeting.pk])]


def test_only_what_the_body_reads_is_kept(client, body, meeting, paper):
    """Not what somebody prepares, keeps or reads where each reading is logged."""
    secretary = make_member(body, "sekreterare")
    client.force_login(secretary)
    place(make_item(meeting, published=False), published=False)
    place(paper.item, published=False)
    place(paper.item, withdrawn_at=timezone.now(), withdrawn_why="Fel")
    answer = keep(client, meeting)
    assert kept(answer) == {paper.pk}
    assert len(answer["pages"]) == 3
    auditors = make_body("Revisorerna", Body.Kind.AUDIT)
    Audit.objects.create(auditing=auditors, audited=body)
    glass = make_superuser("glas")
    BreakGlass.objects.create(
        person=glass, body=body, reason="Fel", expires=timezone.now() + timedelta(hours=2)
    )
    for person in (make_member(auditors, "revisor"), glass):
        client.force_login(person)
        assert client.get(reverse("meeting", args=[meeting.pk])).status_code == 200
        assert client.get(of(meeting)).status_code == 404
        assert client.post(of(meeting)).status_code == 404


def test_what_is_replaced_is_not_kept_beside_what_replaced_it(client, member, meeting, paper):
    newer = place(paper.item, replaces=paper)
    assert kept(keep(client, meeting)) == {newer.pk}
    waiting = place(paper.item, replaces=newer, published=False)
    assert kept(keep(client, meeting)) == {newer.pk}
    assert waiting.pk not in kept(keep(client, meeting))


@pytest.mark.parametrize("state", ["draft", "held", "closed"])
def test_only_a_meeting_to_come_is_offered(client, member, meeting, paper, state):
    type(meeting).objects.update(state=state)
    assert client.get(of(meeting)).status_code == 404
    assert client.post(of(meeting)).status_code == 404


def test_the_last_day(client, member, body, meeting, paper):
    today, days = timezone.localdate(), timedelta
    assert day_of(keep(client, meeting)["until"]) == today + days(14)
    # No more than so long after the meeting …
    soon = make_meeting(body, timezone.now() - days(3), state="summoned")
    assert day_of(keep(client, soon)["until"]) == timezone.localdate(soon.starts) + days(14)
    long_ago = make_meeting(body, timezone.now() - days(20), state="summoned")
    assert client.get(of(long_ago)).status_code == 404
    # … and no longer than the mandate …
    member.mandates.update(end=today + days(5))
    assert day_of(keep(client, meeting)["until"]) == today + days(5)
    # … unless another gives the same.
    make_mandate(member, body, "gruppledare")
    assert day_of(keep(client, meeting)["until"]) == today + days(14)


def test_the_last_moment_of_a_grant(client, body, meeting, paper):
    person, expires = make_person("medgiven"), timezone.now() + timedelta(hours=5)
    Grant.objects.create(
        person=person, item=paper.item, reason="Granskning", expires=expires, made_by=make_person()
    )
    client.force_login(person)
    answer = keep(client, meeting)
    assert kept(answer) == {paper.pk}
    assert answer["until"] == int(expires.timestamp() * 1000)


@pytest.mark.parametrize(
    ("what", "why"), [("withdrawn", "withdrawn"), ("recused", "lost"), ("replaced", "replaced")]
)
def test_at_contact_the_device_is_told_what_has_to_go(client, member, body, meeting, paper, what, why):
    keep(client, meeting)
    lose(what, member, body, meeting, paper)
    (copy,) = contact(client)["copies"]
    assert copy["dropped"] == [{"placement": paper.pk, "why": why}]
    assert copy["files"] == []
    assert "Kvarnens framtid" not in json.dumps(copy)
    assert [holder.person for holder in still_holding(paper)] == [member]
    assert say(client, {meeting.pk: []}).status_code == 204
    assert still_holding(paper) == []


@pytest.mark.parametrize("what", ["ended", "unsummoned", "rule"])
def test_at_contact_a_whole_meeting_goes(client, member, body, meeting, paper, what):
    keep(client, meeting)
    lose(what, member, body, meeting, paper)
    if what == "ended":
        make_mandate(member, make_body())  # still somebody here
    answer = contact(client)
    assert (answer["copies"], answer["gone"]) == ([], [{"meeting": meeting.pk, "why": "lost"}])
    assert "kvarnen" not in json.dumps(answer).lower()
    say(client, {})
    assert not OfflineCopy.objects.exists()


def test_contact_renews_the_last_day_but_not_of_what_is_over(client, member, meeting, paper):
    keep(client, meeting)
    sooner = timezone.now() + timedelta(hours=1)
    OfflineCopy.objects.update(until=sooner)
    (copy,) = contact(client)["copies"]
    assert day_of(copy["until"]) == timezone.localdate() + timedelta(days=14)
    assert OfflineCopy.objects.get().until > sooner
    OfflineCopy.objects.update(until=timezone.now())
    assert part(client, paper).status_code == 404
    answer = contact(client)
    assert (answer["copies"], answer["gone"]) == ([], [{"meeting": meeting.pk, "why": "expired"}])


def test_contact_sends_pages_only_when_they_have_changed_and_says_what_is_not_kept(
    client, member, meeting, paper
):
    digest = keep(client, meeting)["digest"]
    header = {"X-Kept": f"{meeting.pk}={digest}, x=y,99999999999999999999=a"}
    assert "pages" not in contact(client, **header)["copies"][0]
    late = place(paper.item)
    (copy,) = contact(client, **header)["copies"]
    assert reverse("paper", args=[late.pk]) in copy["pages"]
    assert (copy["more"], kept(copy)) == (1, {paper.pk})


def test_a_device_says_less_than_it_was_given_but_never_more(client, member, body, meeting, paper):
    other = place(paper.item)
    keep(client, meeting)
    assert say(client, {meeting.pk: [paper.pk, 999999], 999999: [1]}).status_code == 204
    assert set(KeptPaper.objects.values_list("placement", flat=True)) == {paper.pk}
    assert still_holding(other) == []
    for nonsense in (b"", b"[]", b'{"held": 3}', b'{"held": {"a": []}}', b'{"held": {"1": 5}}'):
        assert client.post(CONTACT, nonsense, content_type="application/json").status_code == 404
    assert KeptPaper.objects.count() == 1


def test_contact_needs_the_sites_own_token(member, meeting, paper):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.post(of(meeting)).status_code == 403
    token = client.get(CONTACT)
    assert "token" not in token.json()  # no device, nothing to say
    page = client.get(reverse("meeting", args=[meeting.pk]))
    header = {"x-csrftoken": str(page.context["csrf_token"])}
    assert client.post(of(meeting), headers=header).status_code == 200
    said = {"held": {}}
    assert client.post(CONTACT, said, content_type="application/json").status_code == 403
    header = {"x-csrftoken": client.get(CONTACT).json()["token"]}
    answer = client.post(CONTACT, said, content_type="application/json", headers=header)
    assert answer.status_code == 204


def test_another_persons_device_and_an_unknown_one_are_told_the_same(client, member, body, meeting, paper):
    keep(client, meeting)
    theirs = client.cookies["device"].value
    other = Client()
    other.force_login(make_member(body))
    nothing = other.get(CONTACT).content
    other.cookies["device"] = theirs
    assert other.get(CONTACT).content == nothing
    other.cookies["device"] = "x" * 43
    assert other.get(CONTACT).content == nothing
    assert say(other, {}).json()["known"] is False
    assert KeptPaper.objects.exists()


def test_taken_away_from_afar(client, member, body, meeting, paper):
    keep(client, meeting)
    device = Device.objects.get()
    page = client.get(reverse("offline_devices")).content.decode()
    assert "den här enheten" in page
    assert str(meeting.body) in page
    address = reverse("offline_revoke", args=[device.pk])
    stranger = Client()
    stranger.force_login(make_member(body))
    for method in ("get", "post"):
        assert getattr(stranger, method)(address).status_code == 404
    assert "nästa gång" in client.get(address).content.decode()
    assert client.post(address, follow=True).redirect_chain == [(reverse("offline_devices"), 302)]
    assert part(client, paper).status_code == 404
    answer = contact(client)
    assert (answer["known"], answer["revoked"]) == (False, True)
    assert [holder.person for holder in still_holding(paper)] == [member]
    response = say(client, {})
    assert response.cookies["device"]["max-age"] == 0
    assert still_holding(paper) == []
    assert "inte sparat något" in client.get(reverse("offline_devices")).content.decode()


def test_the_page_of_devices_when_there_are_none(client, member):
    assert "inte sparat något" in client.get(reverse("offline_devices")).content.decode()


def test_signing_out_empties_the_browser(client, member, meeting, paper):
    plain = Client()
    plain.force_login(member)
    assert not plain.post(reverse("account_logout")).has_header("Clear-Site-Data")
    keep(client, meeting)
    response = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies["device"]["max-age"] == 0
    assert not Device.objects.exists()


def test_another_who_signs_in_there_finds_it_emptied(client, member, body, meeting, paper, user_signs_in):
    keep(client, meeting)
    key = client.cookies["device"].value
    same, other = Client(), Client()
    same.cookies["device"] = other.cookies["device"] = key
    assert not user_signs_in(same, member).has_header("Clear-Site-Data")
    answer = user_signs_in(other, make_member(body, username="annan"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    # It has not been told by its owner: until it is out of time it may be there.
    assert [holder.person for holder in still_holding(paper)] == [member]


@pytest.fixture
def user_signs_in():
    def signs_in(client, person):
        person.set_password("kompass-2026-lang")
        person.save()
        data = {"login": person.username, "password": "kompass-2026-lang"}
        response = client.post(reverse("account_login"), data)
        assert response.status_code == 302, response.content.decode()
        return response

    return signs_in


def test_whose_session_has_ended_is_led_to_the_log_in(client, member, meeting, paper):
    keep(client, meeting)
    client.cookies.pop("sessionid")
    assert client.get(CONTACT).status_code == 302


def test_the_desk_is_shown_who_holds_it_but_not_where(client, member, meeting, paper):
    keep(client, meeting)
    Device.objects.update(name="Kajsas telefon")
    shown = render_to_string("extranet/offline/holding.html", {"holders": still_holding(paper)})
    assert "En enhet har handlingen kvar" in shown
    assert str(member) in shown
    assert "Kajsas" not in shown
    OfflineCopy.objects.update(until=timezone.now())
    assert "inte på någon enhet" in render_to_string(
        "extranet/offline/holding.html", {"holders": still_holding(paper)}
    )


def test_the_button_is_where_something_may_be_kept(client, member, body, meeting, paper):
    def page() -> str:
        return client.get(reverse("meeting", args=[meeting.pk])).content.decode()

    assert "Spara på den här enheten" in page()
    for rules in ({"offline": "none"}, {"offline": "open", "watermark": "all"}):
        Body.objects.filter(pk=body.pk).update(**rules)
        assert "Spara på den här enheten" not in page()


def test_the_worker_is_one_and_reaches_the_meetings_alone(client, member):
    response = client.get(reverse("offline_worker"))
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response
    assert reverse("offline_worker").rsplit("/", 1)[0] == "/sammantraden"
    source = response.content.decode()
    assert "const Kept" in source
    assert CONTACT in source


def test_the_time_a_contact_takes(client, member, meeting, paper, django_assert_max_num_queries):
    for _ in range(5):
        place(make_item(meeting))
    digest = keep(client, meeting)["digest"]
    with django_assert_max_num_queries(45):
        contact(client, **{"X-Kept": f"{meeting.pk}={digest}"})
