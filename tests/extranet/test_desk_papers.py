"""What a secretary does with a paper on an item, and what its readers have of it before and after."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.desk.papers.sorting import proposal
from extranet.exceptions.models import Recusal
from extranet.meetings.models import Meeting
from extranet.papers.models import Paper, PaperVersion
from extranet.placements import withdrawing
from extranet.placements.models import Placement
from extranet.placements.uploads import Upload
from extranet.receipts.models import ReadReceipt
from extranet.secrecy.models import Secrecy, is_secret
from intranet.audit.models import Event
from intranet.finding.draining import drain
from tests.extranet.make import (
    make_authority,
    make_body,
    make_item,
    make_matter,
    make_meeting,
    make_member,
    make_paper,
    make_version,
    mark_secret,
    place,
)
from tests.extranet.searching import WORD, found, offered
from tests.factories import make_function, make_group, make_home, make_person
from tests.leaks.extranet_asking import prove

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TITLE = "Köp av Kvarnängen"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def _papers(settings, tmp_path):
    settings.PAPERS_DIR = tmp_path / "papers"
    make_home()


class Desk:
    """A body whose meeting is prepared, and what is asked of its pages."""

    def __init__(self, client) -> None:
        self.client = client
        self.authority = make_authority("TN", registrators=make_group("Registratorer"))
        self.body = make_body("Tekniska nämnden", authority=self.authority)
        self.meeting = make_meeting(self.body, state=Meeting.State.SUMMONED)
        self.item = self.make_item(1)
        self.secretary = make_member(self.body, "sekreterare", username="sara.sekr")
        self.member = make_member(self.body, username="mia.ledamot")
        client.force_login(self.secretary)

    def make_item(self, number: int, **fields):
        matter = make_matter(authority=self.authority)
        return make_item(
            self.meeting, matter=matter, number=number, order=number, title=f"Ärende {number}", **fields
        )

    def paper(self, title: str = TITLE, item=None, content: bytes = PDF, **fields) -> Placement:
        item = item or self.item
        paper = make_paper(item.matter, title=title, neutral_title="Tjänsteskrivelse")
        version = make_version(paper, content, made_by=self.secretary)
        return place(item, version, **fields)

    def get(self, name: str, *args, who=None) -> str:
        self.client.force_login(who or self.secretary)
        answer = self.client.get(reverse(name, args=args), follow=True)
        assert answer.status_code == 200, (name, answer.status_code)
        return words(answer)

    def post(self, name: str, *args, **data) -> str:
        self.client.force_login(self.secretary)
        answer = self.client.post(reverse(name, args=args), data, follow=True)
        assert answer.status_code == 200, (name, answer.status_code)
        return words(answer)

    def status(self, name: str, *args, who=None) -> int:
        self.client.force_login(who or self.secretary)
        return self.client.get(reverse(name, args=args)).status_code

    def read_by(self, who, placement: Placement) -> bool:
        found = {self.status(name, placement.pk, who=who) for name in ("paper", "paper_file")}
        assert len(found) == 1, found
        return found == {200}

    def upload(self, name: str, placement: Placement, content: bytes, **data) -> str:
        file = io.BytesIO(content)
        file.name = "ny.pdf"
        return self.post(name, placement.pk, file=file, assured="on", **data)


def words(answer) -> str:
    page = answer.content.decode()
    shown = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown)))


@pytest.fixture
def desk(client) -> Desk:
    return Desk(client)


@pytest.mark.parametrize(
    ("name", "number", "kind", "title"),
    [
        ("07 Tjänsteskrivelse.pdf", 7, "tjansteskrivelse", "Tjänsteskrivelse"),
        ("Ärende 7 bilaga 1.docx", 7, "bilaga", "Bilaga 1"),
        ("12. Protokollsutdrag KSAU § 4.pdf", 12, "protokollsutdrag", "Protokollsutdrag KSAU § 4"),
        ("arende_3_yttrande_fran_skolan.pdf", 3, "yttrande", "Yttrande fran skolan"),
        ("punkt 5 - Motion om cykelväg.pdf", 5, "motion", "Motion om cykelväg"),
        ("7a Remiss.pdf", 7, "remiss", "Remiss"),
        ("2026-11-22 Rapport.pdf", None, "underlag", "2026-11-22 Rapport"),
        ("2027 års budget.pdf", None, "underlag", "2027 års budget"),
        ("10skolor.pdf", None, "underlag", "10skolor"),
        ("C:\\fakepath\\8.pdf", 8, "underlag", "8"),
        ("Tja\u0308nsteskrivelse.pdf", None, "tjansteskrivelse", "Tjänsteskrivelse"),
    ],
)
def test_a_file_is_proposed_where_its_name_says(name, number, kind, title):
    said = proposal(name)
    assert (said.number, said.kind, said.title) == (number, kind, title)
    assert said.neutral_title == str(Paper.Kind(kind).label).capitalize()


def test_what_a_paper_is_called_and_who_answers_for_it(desk):
    placed = desk.paper(published=False)
    author = make_person("per.penna", first_name="Per", last_name="Penna")
    twins = [make_person(f"anna.{n}", first_name="Anna", last_name="Berg") for n in "ab"]
    function = make_function()
    told = {"steg": "spara", "title": "Ny rubrik", "neutral_title": "Skrivelse", "kind": "bilaga"}
    page = desk.post("desk_paper", placed.pk, **told, authors="Per Penna\nAnna Berg", reviewers="ingen.alls")
    assert "Flera heter Anna Berg. Skriv användarnamnet: anna.a, anna.b." in page
    assert "Vi hittar ingen som heter ingen.alls." in page
    assert (
        "Ny rubrik"
        in desk.client.post(
            reverse("desk_paper", args=[placed.pk]), {**told, "authors": "Anna Berg"}
        ).content.decode()
    )
    desk.post(
        "desk_paper", placed.pk, **told, authors="per penna", reviewers="anna.b", responsible=function.pk
    )
    paper = placed.version.paper
    paper.refresh_from_db()
    assert (paper.title, paper.neutral_title, paper.kind) == ("Ny rubrik", "Skrivelse", "bilaga")
    assert (list(paper.authors.all()), list(paper.reviewers.all())) == ([author], [twins[1]])
    # Who has written it reads it before it is sent.
    assert desk.read_by(author, placed)
    assert not desk.read_by(desk.member, placed)


def test_a_paper_that_lies_with_another_body_is_not_renamed_from_here(desk):
    placed = desk.paper()
    other = make_item(make_meeting(make_body("Kommunstyrelsen")), title="Annat")
    place(other, placed.version)
    assert "Handlingen används på fler ställen." in desk.get("desk_paper", placed.pk)
    told = {"steg": "spara", "title": "Kapad", "neutral_title": "Kapad", "kind": "bilaga"}
    assert desk.client.post(reverse("desk_paper", args=[placed.pk]), told).status_code == 404
    assert Paper.objects.get(pk=placed.version.paper_id).title == TITLE


def test_the_order_of_papers_is_changed_a_step_or_as_dragged(desk):
    first, second, third = (desk.paper(f"Nummer {n}") for n in range(3))
    replaced = place(
        desk.item, make_version(first.version.paper, PDF + b"2"), replaces=first, published=False, order=1
    )

    def order() -> list[int]:
        page = desk.get("desk_meeting_papers", desk.meeting.pk)
        return sorted((0, 1, 2), key=lambda n: page.index(f"Nummer {n}"))

    address = reverse("desk_arrange_papers", args=[desk.item.pk])
    desk.client.post(address, {"ner": replaced.pk})
    assert order() == [1, 0, 2]
    desk.client.post(address, {"upp": third.pk})
    assert order() == [1, 2, 0]
    dragged = {"ordning": [replaced.pk, third.pk, second.pk]}
    assert desk.client.post(address, dragged, headers={"X-Requested-With": "fetch"}).status_code == 204
    assert order() == [0, 2, 1]
    # What is replaced follows what replaces it, so that readers meet both in one place.
    first.refresh_from_db()
    replaced.refresh_from_db()
    assert first.order == replaced.order
    assert desk.client.post(address, {"ordning": [third.pk]}).status_code == 404
    assert desk.client.post(address, {"upp": desk.paper(item=desk.make_item(9)).pk}).status_code == 404


def test_a_paper_moves_to_another_item_and_matter_until_it_is_sent(desk):
    placed = desk.paper(published=False)
    other, bare = desk.make_item(2), make_item(desk.meeting, title="Upprop")
    desk.post("desk_paper", placed.pk, steg="flytta", item=other.pk)
    placed.refresh_from_db()
    assert placed.item == other
    assert placed.version.paper.__class__.objects.get(pk=placed.version.paper_id).matter == other.matter
    assert "inget diarienummer" in desk.post("desk_paper", placed.pk, steg="flytta", item=bare.pk)
    Placement.objects.filter(pk=placed.pk).update(published_at=timezone.now())
    assert "redan skickad" in desk.post("desk_paper", placed.pk, steg="flytta", item=desk.item.pk)
    elsewhere = make_item(make_meeting(make_body()), matter=make_matter())
    desk.post("desk_paper", placed.pk, steg="flytta", item=elsewhere.pk)
    placed.refresh_from_db()
    assert placed.item == other


def test_a_new_version_waits_until_it_is_sent_and_the_old_one_is_kept(desk):
    old = desk.paper()
    refused = desk.upload("desk_paper_replace", old, PDF + b"% ny")
    assert "Skriv vad som har ändrats" in refused
    assert not Upload.objects.exists()
    desk.upload("desk_paper_replace", old, PDF + b"% ny", changes="Rättat belopp")
    new = Placement.objects.get(replaces=old)
    assert (new.published_at, new.late, new.order, new.version.number) == (None, True, old.order, 2)
    assert new.version.changes == "Rättat belopp"
    assert desk.read_by(desk.member, old)
    assert not desk.read_by(desk.member, new)
    same = desk.upload("desk_paper_replace", new, PDF + b"% ny", changes="Samma")
    assert "Filen är densamma som den som redan ligger där." in same
    assert not Upload.objects.exists()
    # Asked for again, the one that waits is shown: nothing is replaced twice.
    assert "Inte skickad" in desk.get("desk_paper_replace", old.pk)
    # One that waits is exchanged itself.
    desk.upload("desk_paper_replace", new, PDF + b"% tredje", changes="Rättat igen")
    new.refresh_from_db()
    assert (new.version.number, Placement.objects.filter(replaces=old).count()) == (3, 1)
    assert PaperVersion.objects.filter(paper=old.version.paper).count() == 3


def test_a_new_version_of_a_secret_paper_is_secret_too(desk):
    old = desk.paper()
    mark_secret(placement=old)
    desk.upload("desk_paper_replace", old, PDF + b"% ny", changes="Rättat")
    new = Placement.objects.get(replaces=old)
    assert is_secret(new)
    assert Secrecy.objects.get(version=new.version).section == "1"


def test_a_masked_variant_is_a_paper_of_its_own_with_a_title_of_its_own(desk):
    placed = desk.paper("Läkarintyg för Karlsson")
    assert desk.status("desk_paper_masked", placed.pk) == 404
    mark_secret(version=placed.version)
    desk.upload("desk_paper_masked", placed, PDF + b"% svart", title="Intyg, maskat")
    variant = Placement.objects.exclude(pk=placed.pk).get()
    assert variant.version.masked_of == placed.version
    assert not is_secret(variant)
    assert variant.published_at is None
    assert "Karlsson" not in variant.version.paper.title
    assert "Intyg, maskat" in desk.get("desk_paper", placed.pk)


MARKING = {"authority": "", "marked_on": "2026-11-20", "handled_by": "Jurist J", "not_classified": "on"}


def test_a_marking_is_put_and_lifted_and_never_changed(desk):
    placed = desk.paper(public_at=timezone.now() - timedelta(days=1))
    substitute = make_member(desk.body, "ersattare", username="ulla.ersattare")
    assert desk.read_by(substitute, placed)
    marking = {**MARKING, "authority": desk.authority.pk}
    refused = desk.post(
        "desk_paper_secrecy", placed.pk, **{**marking, "provision": "26:1", "not_classified": ""}
    )
    assert "får aldrig läggas i systemet" in refused
    assert (
        "Jurist J"
        in desk.client.post(
            reverse("desk_paper_secrecy", args=[placed.pk]), {**marking, "provision": ""}
        ).content.decode()
    )
    assert not Secrecy.objects.exists()
    page = desk.post("desk_paper_secrecy", placed.pk, **marking, provision="26:1")
    assert "26 kap. 1 § offentlighets- och sekretesslagen" in page
    put = Secrecy.objects.get()
    assert (put.version, put.marked_by, put.handled_by) == (placed.version, desk.secretary, "Jurist J")
    placed.refresh_from_db()
    assert placed.public_at is None
    assert not desk.read_by(substitute, placed)
    # What lifting opens could be read without a step-up after it: so it asks for one.
    lift = reverse("desk_paper_lift", args=[placed.pk, put.pk])
    desk.client.force_login(desk.secretary)
    assert desk.client.post(lift).status_code == 302
    put.refresh_from_db()
    assert put.lifted_at is None
    prove(desk.client)
    assert "alla som läser organets handlingar" in words(desk.client.get(lift))
    desk.client.post(lift)
    put.refresh_from_db()
    assert put.lifted_by == desk.secretary
    assert desk.read_by(substitute, placed)


@pytest.mark.parametrize(
    ("chapter", "section", "said"),
    [
        ("21", "3 a", ""),
        ("19", "9§", ""),
        ("14", "1", "kapitel 15–43"),
        ("26", "ett", "Skriv paragrafen med siffror"),
        ("15", "2", "rikets säkerhet"),
        ("", "1", "Skriv kapitlet"),
        ("26", "", "Skriv paragrafen"),
    ],
)
def test_any_provision_of_the_act_may_be_written_and_no_other(desk, chapter, section, said):
    placed = desk.paper()
    marking = {**MARKING, "authority": desk.authority.pk, "provision": "annan"}
    page = desk.post("desk_paper_secrecy", placed.pk, **marking, chapter=chapter, section=section)
    assert said in page
    assert Secrecy.objects.exists() == (said == "")


def test_a_secret_paper_is_made_public_to_nobody(desk):
    placed = desk.paper()
    desk.post("desk_paper", placed.pk, steg="offentlig", public_on="2026-12-24")
    placed.refresh_from_db()
    assert timezone.localtime(placed.public_at).strftime("%Y-%m-%d %H:%M") == "2026-12-24 00:00"
    desk.post("desk_paper", placed.pk, steg="offentlig", public_on="")
    placed.refresh_from_db()
    assert placed.public_at is None
    mark_secret(version=placed.version)
    told = {"steg": "offentlig", "public_on": "2026-12-24"}
    assert "Häv markeringen först" in desk.post("desk_paper", placed.pk, **told)
    placed.refresh_from_db()
    assert placed.public_at is None


def test_what_nobody_has_been_sent_is_removed_and_its_version_stays_out_of_reach(desk):
    placed = desk.paper(published=False)
    version = placed.version
    assert "inga läsare har haft den" in desk.get("desk_paper_remove", placed.pk)
    desk.post("desk_paper_remove", placed.pk)
    assert not Placement.objects.exists()
    assert PaperVersion.objects.filter(pk=version.pk).exists()
    assert Path(version.file.path).exists()
    # One that has been marked where it lay is kept, for the registrator, with the marking.
    marked = desk.paper(published=False)
    mark_secret(placement=marked)
    desk.post("desk_paper_remove", marked.pk)
    marked.refresh_from_db()
    assert marked.withdrawn_why
    sent = desk.paper()
    desk.client.post(reverse("desk_paper_remove", args=[sent.pk]))
    assert Placement.objects.filter(pk=sent.pk, withdrawn_at=None).exists()


def test_a_withdrawn_paper_is_gone_at_once_and_kept_with_its_reason(desk):
    placed = desk.paper()
    keeper = make_person("rut.registrator", groups=("Registratorer",))
    assert desk.read_by(desk.member, placed)
    ReadReceipt.objects.get(placement=placed, person=desk.member)
    page = desk.get("desk_paper_withdraw", placed.pk)
    assert "En person har öppnat handlingen." in page
    assert "Mia" not in page
    assert "Skriv varför handlingen dras tillbaka." in desk.post("desk_paper_withdraw", placed.pk, why=" ")
    assert desk.read_by(desk.member, placed)
    desk.post("desk_paper_withdraw", placed.pk, why="Fel bilaga, hör till ett annat ärende")
    for who in (desk.member, desk.secretary):
        assert not desk.read_by(who, placed)
        assert TITLE not in desk.get("meeting", desk.meeting.pk, who=who)
    assert TITLE not in desk.get("desk_meeting_papers", desk.meeting.pk)
    assert desk.status("desk_paper", placed.pk) == 404
    before = Event.objects.filter(kind=Event.Kind.PAPER_READ).count()
    listed = desk.get("withdrawn_papers", who=keeper)
    assert TITLE in listed
    assert "Fel bilaga, hör till ett annat ärende" in listed
    assert Event.objects.filter(kind=Event.Kind.PAPER_READ).count() == before + 1
    assert desk.read_by(keeper, placed)
    for who in (desk.member, desk.secretary):
        assert desk.status("withdrawn_papers", who=who) == 404
    empty = make_authority("ANNAN", registrators=make_group("Andra registratorer"))
    other = make_person("olof.registrator", groups=("Andra registratorer",))
    assert empty.registrators
    assert "Inget är tillbakadraget" in desk.get("withdrawn_papers", who=other)


@pytest.mark.parametrize("earlier", ["show", "withdraw"])
def test_whether_the_earlier_version_shows_again_is_asked(desk, earlier):
    old = desk.paper("Förra")
    new = place(desk.item, make_version(old.version.paper, PDF + b"2"), replaces=old)
    waiting = place(desk.item, make_version(old.version.paper, PDF + b"3"), replaces=new, published=False)
    assert "Välj om den förra versionen ska visas igen." in desk.post(
        "desk_paper_withdraw", new.pk, why="Fel"
    )
    desk.post("desk_paper_withdraw", new.pk, why="Fel", earlier=earlier)
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert not desk.read_by(desk.member, new)
    assert desk.read_by(desk.member, old) == (earlier == "show")
    # What waits comes to replace what stands by then, and another may be put in the place of the one withdrawn.
    assert waiting.replaces == (old if earlier == "show" else None)


def test_withdrawing_one_that_is_replaced_brings_no_older_one_back(desk):
    first = desk.paper("Första")
    second = place(desk.item, make_version(first.version.paper, PDF + b"2"), replaces=first)
    third = place(desk.item, make_version(first.version.paper, PDF + b"3"), replaces=second)
    page = desk.get("desk_paper_withdraw", second.pk)
    assert "förra versionen" not in page
    desk.post("desk_paper_withdraw", second.pk, why="Fel belopp")
    third.refresh_from_db()
    assert third.replaces == first
    on_agenda = desk.get("agenda_item", desk.item.pk, who=desk.member)
    assert on_agenda.count("tjänsteskrivelse") == 1
    # And after a withdrawal the same one can be replaced again.
    desk.post("desk_paper_withdraw", third.pk, why="Fel", earlier="show")
    desk.upload("desk_paper_replace", first, PDF + b"4", changes="Rätt nu")
    assert Placement.objects.get(version__changes="Rätt nu").replaces == first


def test_a_withdrawn_paper_is_found_by_nobody_before_the_index_knows(searching, placement, member, body):
    by = make_member(body, "sekreterare")
    assert found(member, WORD) == {placement.pk}
    withdrawing.withdraw(placement, by=by, why="Fel fil")
    for _ in range(2):
        assert found(member, WORD) == set()
        assert offered(member, "planbes") == set()
        drain()


def test_recusal_binds_the_secretary(desk):
    placed, waiting = desk.paper(), desk.paper("Utkast", published=False)
    Recusal.objects.create(person=desk.secretary, item=desk.item)
    page = desk.get("desk_meeting_papers", desk.meeting.pk)
    assert TITLE not in page
    assert "Du har anmält jäv." in page
    for name in (
        "desk_paper",
        "desk_paper_replace",
        "desk_paper_secrecy",
        "desk_paper_withdraw",
        "desk_paper_remove",
    ):
        for each in (placed, waiting):
            assert desk.status(name, each.pk) == 404
            assert (
                desk.client.post(reverse(name, args=[each.pk]), {"why": "x", "steg": "spara"}).status_code
                == 404
            )
    assert desk.client.post(reverse("desk_arrange_papers", args=[desk.item.pk])).status_code == 404


def test_members_and_other_secretaries_change_nothing(desk):
    placed = desk.paper()
    other = make_member(make_body("Annan nämnd"), "sekreterare", username="olle.sekr")
    for who in (desk.member, other):
        desk.client.force_login(who)
        for name in ("desk_paper", "desk_paper_replace", "desk_paper_secrecy", "desk_paper_withdraw"):
            answer = desk.client.post(reverse(name, args=[placed.pk]), {"steg": "spara", "why": "x"})
            assert answer.status_code == 404, (who, name)
    placed.refresh_from_db()
    assert placed.withdrawn_at is None


def test_what_is_done_stands_in_the_security_log_without_titles(desk, caplog):
    caplog.set_level("DEBUG")
    placed = desk.paper("Zqhemlig rubrik")
    Event.objects.all().count()
    before = set(Event.objects.values_list("pk", flat=True))
    desk.post(
        "desk_paper_secrecy", placed.pk, **{**MARKING, "authority": desk.authority.pk}, provision="26:1"
    )
    desk.post("desk_paper_withdraw", placed.pk, why="Zqskälet")
    events = list(Event.objects.exclude(pk__in=before).values())
    kinds = [event["object_kind"] for event in events]
    assert "extranet.secrecy" in kinds
    assert "extranet.placement" in kinds
    assert {event["actor_name"] for event in events if event["object_kind"] == "extranet.placement"} == {
        "sara.sekr"
    }
    assert "zq" not in str(events).lower()
    assert "zq" not in caplog.text.lower()


def test_the_page_of_papers_costs_as_much_however_many_there_are(desk, django_assert_max_num_queries):
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as made:
            desk.client.get(reverse("desk_meeting_papers", args=[desk.meeting.pk]))
        return len(made)

    desk.paper()
    desk.get("desk_meeting_papers", desk.meeting.pk)
    few = queries()
    for number in range(2, 12):
        item = desk.make_item(number)
        for _ in range(3):
            desk.paper(item=item)
    assert queries() == few
    assert few <= 20
