"""The address list of those who read on paper. Who is protected stands there without address: they fetch theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from extranet.delivery.choosing import Address
from extranet.delivery.parcels import Reader, readers
from extranet.meetings.models import Meeting
from intranet.access.viewer import Viewer
from intranet.tables.csv_writing import as_csv


def labels(viewer: Viewer, meeting: Meeting) -> list[Reader]:
    return readers(viewer, meeting)


def as_table(found: Iterable[Reader]) -> bytes:
    """A CSV file, a row for each."""
    headings = [_("Namn"), _("c/o"), _("Gatuadress"), _("Postnummer"), _("Postort"), _("Anmärkning")]
    return as_csv(headings, (_row(reader) for reader in found))


def _row(reader: Reader) -> Sequence[str]:
    to: Address = reader.address
    remark = _("Hämtas hos nämndsekreteraren") if reader.fetches else "" if to.street else _("Adress saknas")
    return [reader.name, to.care_of, to.street, to.postal_code, to.town, remark]
