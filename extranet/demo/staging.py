"""Putting one meeting in: its agenda with papers, and what happened at it. A meeting is there whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from extranet.bodies.models import Body
from extranet.demo import happenings
from extranet.demo.cast import Cast
from extranet.demo.filing import SOURCE, Filed
from extranet.demo.planning import PlannedItem, PlannedMeeting, agenda, meeting_of, paragraphs_before
from extranet.exceptions.models import Recusal
from extranet.mandates.models import Mandate
from extranet.meetings.models import AgendaItem, Meeting, Serving
from extranet.papers.models import PaperVersion
from extranet.placements.models import Placement
from intranet.finding import outbox
from intranet.people.models import Person

SENT_BEFORE, SENT_AT_LEAST = timedelta(days=8), timedelta(days=2)
LATE_BEFORE, LATE_AT_LEAST = timedelta(days=2), timedelta(hours=2)
PUBLIC_AFTER = timedelta(days=14)
SERVING_AT_MOST = 2
WITHDRAWN_WHY = "Handlingen hörde till ett annat ärende."
RECUSED_WHY = "Närstående berörs av beslutet."
OUTCOMES = {
    "recused": Recusal.Outcome.WAITING,
    "upheld": Recusal.Outcome.UPHELD,
    "rejected": Recusal.Outcome.REJECTED,
    "disregarded": Recusal.Outcome.DISREGARDED,
}


@dataclass(frozen=True)
class Put:
    """A meeting that is being put in, and its moments; `sent` and `late` are empty while it is a draft."""

    planned: PlannedMeeting
    row: Meeting
    body: Body
    sent: datetime | None
    late: datetime | None
    decided: datetime | None
    public: datetime | None


class Stage:
    """Puts meetings in; `now` is the moment of the load, before which everything has happened."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.cast = Cast()

    @transaction.atomic
    def put(self, planned: PlannedMeeting) -> None:
        with outbox.gathering():
            put = self._meeting(planned)
            items = agenda(planned)
            first = paragraphs_before(planned) + 1 if put.public else 0
            rows = {}
            for order, item in enumerate(items, 1):
                rows[item.key] = self._item(put, item, order, first + order - 1 if first else None)
            self._serving(put)
            self._tie(items, rows)

    def _meeting(self, planned: PlannedMeeting) -> Put:
        body = self.cast.bodies[planned.series.slug]
        drafted = planned.state == Meeting.State.DRAFT
        sent = None if drafted else min(planned.starts - SENT_BEFORE, self.now - SENT_AT_LEAST)
        late = None if drafted else min(planned.starts - LATE_BEFORE, self.now - LATE_AT_LEAST)
        done = planned.week < 0
        attested = planned.state in (Meeting.State.ATTESTED, Meeting.State.CLOSED)
        row = Meeting.objects.create(
            body=body,
            starts=planned.starts,
            ends=planned.ends,
            place=planned.series.place,
            state=planned.state,
            sent_at=sent,
            sent_by=self.cast.secretary(body.slug, planned.day) if sent else None,
        )
        return Put(
            planned,
            row,
            body,
            sent,
            late,
            decided=planned.ends if done else None,
            public=planned.ends + PUBLIC_AFTER if attested else None,
        )

    def _item(self, put: Put, item: PlannedItem, order: int, paragraph: int | None) -> AgendaItem:
        filed = Filed(item, self.cast)
        late = happenings.comes_late(item, put.planned)
        row = AgendaItem.objects.create(
            meeting=put.row,
            matter=filed.matter,
            order=order,
            number=order,
            paragraph=paragraph,
            kind=item.source.kind,
            neutral_title=filed.neutral,
            title=filed.title,
            proposal=filed.proposal,
            rapporteur=str(filed.officer.person) if filed.matter else "",
            exercises_authority=item.source.exercises_authority,
            late=late,
            published_at=put.late if late else put.sent,
            decided_at=put.decided,
            source=SOURCE,
            external_id=item.key,
        )
        self._papers(put, row, item, filed)
        self._recusal(put, row, item)
        return row

    def _papers(self, put: Put, row: AgendaItem, item: PlannedItem, filed: Filed) -> None:
        """What the body before decided, then the matter's own papers."""
        order = 0
        if item.previous:
            before = meeting_of(item.previous, put.planned.monday)
            place = int(item.previous.rpartition("/")[2])
            extract = filed.extract(item, before, paragraphs_before(before) + place)
            if extract:
                order += 1
                self._place(put, row, filed, order, extract, frozenset())
        for number, version in enumerate(filed.newest()):
            what = happenings.of_paper(item, number, put.planned)
            self._place(put, row, filed, order + number + 1, version, what)

    def _place(
        self, put: Put, row: AgendaItem, filed: Filed, order: int, version: PaperVersion, what: frozenset[str]
    ) -> None:
        late = row.late or happenings.LATE in what
        published = put.late if late else put.sent
        placement = Placement.objects.create(
            item=row,
            version=version,
            order=order,
            late=late,
            published_at=published,
            public_at=self._public(put, row, version, published),
        )
        if published is None or put.late is None:
            return
        if happenings.WITHDRAWN in what:
            placement.withdrawn_at = put.late
            placement.withdrawn_by = put.row.sent_by
            placement.withdrawn_why = WITHDRAWN_WHY
            placement.save()
        elif happenings.REPLACED in what and version.number == 1:
            Placement.objects.create(
                item=row,
                version=filed.replacement(version, put.late),
                order=order,
                late=True,
                published_at=put.late,
                public_at=placement.public_at and max(placement.public_at, put.late),
                replaces=placement,
            )

    def _public(
        self, put: Put, row: AgendaItem, version: PaperVersion, published: datetime | None
    ) -> datetime | None:
        """Papers of open meetings with the summons, of others with the attested minutes; never what is secret."""
        if row.exercises_authority or version.secrecy.exists() or published is None:
            return None
        return published if put.body.doors == Body.Doors.OPEN else put.public

    def _recusal(self, put: Put, row: AgendaItem, item: PlannedItem) -> None:
        found = happenings.recused(item, put.planned)
        if found is None or put.late is None:
            return
        who, outcome = found
        lot = Random(f"{item.key}/who")  # noqa: S311  # variety, no secret
        person = (
            Person.objects.get(username=who)
            if who
            else lot.choice(self.cast.voting(put.body.slug, put.planned.day)).person
        )
        decided = put.decided and put.planned.starts
        chair = self.cast.chair(put.body.slug, put.planned.day)
        Recusal.objects.create(
            person=person,
            item=row,
            why=RECUSED_WHY,
            declared_at=put.late,
            outcome=OUTCOMES[outcome],
            decided_at=decided,
            decided_by=chair if decided and chair != person else None,
        )

    def _serving(self, put: Put) -> None:
        """Those who are said to; at other meetings one or two by lot, but none of those."""
        if put.sent is None:
            return
        day = put.planned.day
        named = {row.who for row in happenings.said() if row.what == happenings.SERVES}
        said = happenings.serving(put.planned)
        seats = self.cast.substitutes(put.body.slug, day)
        lot = Random(put.planned.key)  # noqa: S311
        others = [seat for seat in seats if seat.person.username not in named]
        chosen = [seat for seat in seats if seat.person.username in said]
        chosen += lot.sample(others, min(len(others), lot.randint(0, SERVING_AT_MOST)))
        absent = [
            seat for seat in self.cast.voting(put.body.slug, day) if not seat.person.has_usable_password()
        ]
        for seat in chosen[: len(absent)]:
            instead = _own_party(seat, absent)
            absent.remove(instead)
            Serving.objects.create(meeting=put.row, mandate=seat, instead_of=instead)

    def _tie(self, items: list[PlannedItem], rows: dict[str, AgendaItem]) -> None:
        """Each item to where it was before and where it went, if that is there."""
        previous = {item.previous: item.key for item in items if item.previous}
        for before in AgendaItem.objects.filter(source=SOURCE, external_id__in=previous):
            rows[previous[before.external_id]].came_from = before
            rows[previous[before.external_id]].save(update_fields=["came_from"])


def _own_party(seat: Mandate, absent: list[Mandate]) -> Mandate:
    return next((other for other in absent if other.party_id == seat.party_id), absent[0])
