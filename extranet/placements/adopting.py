"""A received file becomes a paper on an item: paper, version and placement together, or nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from extranet.meetings.models import AgendaItem
from extranet.papers import receiving
from extranet.papers.models import Paper, PaperVersion
from extranet.papers.storing import SameFileError, add_received
from extranet.placements.models import Placement
from extranet.placements.placing import place
from extranet.placements.uploads import Upload
from intranet.people.models import Person


class UnregisteredError(Exception):
    """The item has no matter, and so no registry number that a paper could stand under."""


def same_on(item: AgendaItem, sha256: str) -> PaperVersion | None:
    """The version on an item that has the same bytes, if there is one."""
    lying = PaperVersion.objects.filter(placements__item=item, placements__withdrawn_at__isnull=True)
    return lying.filter(sha256=sha256).order_by("pk").first()


def adopt(
    upload: Upload, item: AgendaItem, *, kind: str, title: str, neutral_title: str, by: Person
) -> Placement:
    """Make it a paper of the item's matter, last on the item and unpublished.

    Raises UnregisteredError, SameFileError for what lies on the item already, MeetingOverError, and ValidationError
    for a file that is not there whole.
    """
    with transaction.atomic():
        mine = received(upload)
        if item.matter is None:
            raise UnregisteredError
        list(AgendaItem.objects.select_for_update(no_key=True).filter(pk=item.pk).values_list("pk"))
        if (same := same_on(item, mine.sha256)) is not None:
            raise SameFileError(same)
        paper = Paper.objects.create(matter=item.matter, kind=kind, title=title, neutral_title=neutral_title)
        return place(item, version_of(mine, paper, by=by), by=by)


def received(upload: Upload) -> Upload:
    """The row, held until the transaction ends. Raises ValidationError if it has been used, or is not whole."""
    mine = Upload.objects.select_for_update().filter(pk=upload.pk, state=Upload.State.READY).first()
    if mine is None:
        raise ValidationError(_("Filen är inte färdig, eller redan inlagd. Ladda om sidan."))
    return mine


def version_of(
    upload: Upload,
    paper: Paper,
    *,
    by: Person,
    changes: str = "",
    masked_of: PaperVersion | None = None,
) -> PaperVersion:
    """Make it the paper's next version, and be done with it as an upload. Inside the transaction of who calls."""
    try:
        version = add_received(
            paper,
            upload.part,
            upload.name,
            sha256=upload.sha256,
            content_type=upload.content_type,
            made_by=by,
            changes=changes,
            masked_of=masked_of,
        )
    except FileNotFoundError as gone:
        raise ValidationError(_("Filen finns inte längre på servern. Lägg in den igen.")) from gone
    part = upload.part
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: receiving.remove(part))
    return version
