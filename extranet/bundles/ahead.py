"""Building ahead: what the members of a body will ask for, once for each that is not the same.

When a summons is sent, or something is published, replaced, withdrawn or marked, a meeting's fingerprint is another:
that is how the clock finds what is to be seen to, from the rows alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.utils import timezone

from extranet.access import placements as paper_rule
from extranet.access.rights import NOBODY, Rights, rights_of
from extranet.bodies.models import BodyRules
from extranet.bundles import files
from extranet.bundles.contents import LAYOUT, Contents, gather
from extranet.bundles.models import Ahead, Bundle
from extranet.meetings.models import AgendaItem, Meeting
from extranet.placements.models import Placement
from extranet.secrecy.models import secret_placement
from intranet.access.viewer import viewer_of
from intranet.people.models import Person

FROM, UNTIL = timedelta(days=1), timedelta(days=60)
"""Meetings that began so lately, or will begin so soon."""


def behind(now: datetime) -> list[tuple[Meeting, str]]:
    """Meetings whose bundles are to be seen to, with the fingerprint that they have now; four queries."""
    coming = list(
        Meeting.objects.filter(
            state=Meeting.State.SUMMONED, starts__gt=now - FROM, starts__lt=now + UNTIL
        ).select_related("body")
    )
    seen = dict(Ahead.objects.filter(meeting__in=coming).values_list("meeting", "fingerprint"))
    prints = _fingerprints(coming, now)
    return [(meeting, prints[meeting.pk]) for meeting in coming if seen.get(meeting.pk) != prints[meeting.pk]]


def see_to(meeting: Meeting, fingerprint: str, now: datetime) -> int:
    """Have what its members may ask for built, and what nobody would get any more removed; how many there are."""
    wanted: dict[str, Contents] = {}
    if meeting.body.watermark != BodyRules.Watermark.ALL:
        for person in _members(meeting, now):
            contents = gather(rights_of(viewer_of(person), now), meeting)
            if contents.pieces and contents.is_for_all:
                wanted.setdefault(contents.manifest, contents)
    for manifest, contents in wanted.items():
        Bundle.objects.get_or_create(
            manifest=manifest, defaults={"meeting": meeting, "made_of": contents.made_of}
        )
    forget(Bundle.objects.filter(meeting=meeting, orders=None).exclude(manifest__in=wanted))
    Ahead.objects.update_or_create(meeting=meeting, defaults={"fingerprint": fingerprint})
    return len(wanted)


def forget(bundles: Iterable[Bundle]) -> int:
    """Remove bundles with their files; how many that was."""
    gone = list(bundles)
    for bundle in gone:
        bundle.delete()
        files.remove(bundle.file)
    return len(gone)


def _members(meeting: Meeting, now: datetime) -> Iterable[Person]:
    mandates = meeting.body.mandates.in_force(timezone.localdate(now))
    return Person.objects.filter(pk__in=mandates.values("person"), is_active=True).order_by("pk")


def _fingerprints(meetings: Iterable[Meeting], now: datetime) -> dict[int, str]:
    said: dict[int, list[Any]] = {
        m.pk: [LAYOUT, str(m.starts), str(m.ends), m.place, m.body.name, m.body.watermark] for m in meetings
    }
    published = paper_rule.PUBLISHED.query(Rights(NOBODY, now))
    items = AgendaItem.objects.filter(meeting__in=said, published_at__lte=now).order_by("pk")
    for meeting, *facts in items.values_list("meeting", "pk", "order", "number", "title", "neutral_title"):
        said[meeting].append(facts)
    placed = Placement.objects.filter(published, item__meeting__in=said, withdrawn_at__isnull=True)
    marked = placed.annotate(marked_secret=ExpressionWrapper(secret_placement(), BooleanField())).order_by(
        "pk"
    )
    for meeting, *facts in marked.values_list(
        "item__meeting",
        "pk",
        "item",
        "version",
        "order",
        "replaces",
        "marked_secret",
        "version__paper__title",
    ):
        said[meeting].append(facts)
    found: defaultdict[int, str] = defaultdict(str)
    for meeting, facts in said.items():
        found[meeting] = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return found
