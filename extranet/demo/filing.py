"""Writing the demo's matters, papers and versions. What is there already is found again by its id in the source."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from extranet.demo import happenings, printing
from extranet.demo.cast import OFFICES, Cast
from extranet.demo.composing import About, Sheet, compose, extract
from extranet.demo.planning import PlannedItem, PlannedMeeting
from extranet.demo.sources import PaperSource
from extranet.demo.wording import Wording
from extranet.papers.models import Matter, Paper, PaperVersion, store, stored_name
from extranet.secrecy.models import Secrecy
from intranet.files.accepting import checked, safe_name
from intranet.people.models import Person

SOURCE = "demo"
OPENED_BEFORE = timedelta(days=21)
WRITTEN_BEFORE = timedelta(days=10)
NUMBERS_A_WEEK = 40


class Filed:
    """A matter with the words that its papers are made of."""

    def __init__(self, item: PlannedItem, cast: Cast) -> None:
        self.item, self.cast = item, cast
        self.origin, self.source = item.origin, item.source
        self.body = cast.bodies[self.origin.series.slug]
        self.wording = Wording(item.matter, self.origin.day)
        self.title = self.wording.say(self.source.title)
        self.neutral = self.wording.say(self.source.neutral)
        self.proposal = self.wording.say(self.source.proposal)
        self.paragraphs = tuple(self.wording.say(text) for text in self.source.paragraphs)
        self.secretary = cast.secretary(self.origin.series.slug, self.origin.day)
        self.officer = cast.officer(self.body.authority.code, self.wording.random)
        self.matter = self._matter() if self.source.papers else None

    def newest(self) -> list[PaperVersion]:
        """The newest version of each of the matter's own papers, made if they are not there yet."""
        return [self._paper(number, source) for number, source in enumerate(self.source.papers)]

    def replacement(self, version: PaperVersion, made_at: datetime) -> PaperVersion:
        """The next version of a paper: the same with an amount put right."""
        source = self.source.papers[int(version.paper.external_id.rpartition("/")[2])]
        sheet = compose(
            source,
            version.paper.title,
            self._about(),
            Wording(f"{version.paper.external_id}/2", made_at.date()),
        )
        sheet.blocks.insert(
            0, ("text", "Den här versionen ersätter den tidigare. Beloppet i sammanfattningen är rättat.")
        )
        return self._version(
            version.paper,
            2,
            printing.pdf(sheet),
            made_at,
            "Beloppet i sammanfattningen är rättat.",
            source.secret,
        )

    def extract(self, item: PlannedItem, before: PlannedMeeting, paragraph: int) -> PaperVersion | None:
        """What the body before decided, made once."""
        if self.matter is None:
            return None
        key = f"{item.previous}/utdrag"
        found = PaperVersion.objects.filter(paper__source=SOURCE, paper__external_id=key).first()
        if found:
            return found
        body = self.cast.bodies[before.series.slug]
        sheet = extract(self._about(before, neutral=True), paragraph, body.name, self.proposal)
        title = f"Protokollsutdrag {body.short_name} {before.day.isoformat()}"
        paper = self._new_paper(key, Paper.Kind.EXTRACT, title, title, self.secretary)
        return self._version(paper, 1, printing.pdf(sheet), before.ends + timedelta(days=3), "", secret=False)

    def _matter(self) -> Matter:
        opened = self.origin.day - OPENED_BEFORE
        year, week, _weekday = opened.isocalendar()
        number = week * NUMBERS_A_WEEK + self.origin.series.base + self.item.place
        closed = self.origin.day + timedelta(days=60)
        matter, _made = Matter.objects.get_or_create(
            source=SOURCE,
            external_id=self.item.matter,
            defaults={
                "authority": self.body.authority,
                "registry_number": f"{self.body.authority.code} {year}/{number:05d}",
                "title": self.title,
                "neutral_title": self.neutral,
                "opened": opened,
                "closed": closed if self.origin.week < -20 else None,
            },
        )
        return matter

    def _registered(self) -> Matter:
        if self.matter is None:
            raise ValueError("what has no papers is not registered")
        return self.matter

    def _paper(self, number: int, source: PaperSource) -> PaperVersion:
        key = f"{self.item.matter}/{number}"
        found = (
            PaperVersion.objects.filter(paper__source=SOURCE, paper__external_id=key)
            .order_by("-number")
            .first()
        )
        if found:
            return found
        label = Paper.Kind(source.kind).label.capitalize()
        title = self.wording.say(source.title) if source.title else f"{label}. {self.title}"
        neutral = f"{label} {number + 1}" if source.secret else title
        paper = self._new_paper(key, source.kind, neutral[:200], title[:300], self.officer.person)
        sheet = compose(source, title, self._about(), Wording(key, self.origin.day))
        return self._version(paper, 1, self._printed(sheet, number), self._written(), "", source.secret)

    def _new_paper(self, key: str, kind: str, neutral: str, title: str, author: Person) -> Paper:
        paper = Paper.objects.create(
            matter=self._registered(),
            kind=kind,
            neutral_title=neutral,
            title=title,
            responsible=self.cast.manager(self.body.authority.code),
            source=SOURCE,
            external_id=key,
        )
        paper.authors.add(author)
        return paper

    def _printed(self, sheet: Sheet, number: int) -> bytes:
        scanned = happenings.is_scanned(self.item.matter, number)
        return printing.scan(sheet) if scanned else printing.pdf(sheet)

    def _version(
        self, paper: Paper, number: int, data: bytes, made_at: datetime, changes: str, secret: bool
    ) -> PaperVersion:
        """As `storing.add_version` takes a file in, but as of a day that has been: the file before its row."""
        filename = f"{paper.neutral_title}.pdf"
        content_type = checked(io.BytesIO(data), filename)
        version = PaperVersion(
            paper=paper,
            number=number,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            content_type=content_type,
            filename=safe_name(filename, content_type),
            changes=changes,
            made_by=self.secretary,
            made_at=made_at,
        )
        version.file.name = store().save(stored_name(None, filename), ContentFile(data))
        version.save()
        if secret and self.source.secret:
            chapter, section = self.source.secret
            Secrecy.objects.create(
                version=version,
                chapter=chapter,
                section=section,
                authority=self.body.authority,
                marked_on=made_at.date(),
                handled_by=str(self.officer.person),
                marked_by=self.secretary,
                marked_at=made_at,
            )
        return version

    def _written(self) -> datetime:
        return self.origin.starts - WRITTEN_BEFORE

    def _about(self, meeting: PlannedMeeting | None = None, *, neutral: bool = False) -> About:
        meeting = meeting or self.origin
        manager = self.cast.manager(self.body.authority.code)
        body = self.cast.bodies[meeting.series.slug]
        return About(
            number=str(self.matter),
            title=self.neutral if neutral else self.title,
            proposal=self.proposal,
            paragraphs=self.paragraphs,
            papers=tuple(self._called(paper) for paper in self.source.papers),
            body=body.name,
            office=manager.unit.name if manager and manager.unit else OFFICES[self.body.authority.code],
            officer=str(self.officer.person),
            officer_title=self.officer.title,
            day=meeting.day if neutral else self._written().date(),
            signed=tuple(str(seat.person) for seat in self._signing()),
        )

    def _called(self, paper: PaperSource) -> str:
        return self.wording.say(paper.title) or Paper.Kind(paper.kind).label.capitalize()

    def _signing(self) -> list:
        seats = self.cast.voting("kommunfullmaktige", self.origin.day)
        return self.wording.random.sample(seats, 2) if self.source.kind == "motion" else []
