"""A new version of a paper on an item, and a masked variant of a secret one: what the desk makes of a file."""

from __future__ import annotations

from django.db import transaction

from extranet.papers.models import Paper
from extranet.placements.adopting import received, version_of
from extranet.placements.models import Placement
from extranet.placements.placing import place
from extranet.placements.replacing import replace
from extranet.placements.uploads import Upload
from extranet.secrecy.marking import carry_over
from intranet.people.models import Person


@transaction.atomic
def replace_by(upload: Upload, placement: Placement, *, changes: str, by: Person) -> Placement:
    """Make a received file the next version in the place of a placement; it is secret if that one is.

    Raises what `placements.replacing.replace` does, SameFileError and ValidationError.
    """
    version = version_of(received(upload), placement.version.paper, by=by, changes=changes)
    carry_over(placement, version, by=by)
    return replace(placement, version, by=by)


@transaction.atomic
def add_masked(upload: Upload, placement: Placement, *, title: str, by: Person) -> Placement:
    """Put a masked variant beside a secret paper: unmarked, and a paper of its own.

    Of its own because a paper's title is that of all its versions, and that of a secret one may be secret. Raises
    MeetingOverError and ValidationError.
    """
    original = placement.version
    paper = Paper.objects.create(
        matter_id=original.paper.matter_id,
        kind=original.paper.kind,
        title=title,
        neutral_title=original.paper.neutral_title,
        responsible_id=original.paper.responsible_id,
    )
    version = version_of(received(upload), paper, by=by, masked_of=original)
    return place(placement.item, version, by=by)
