"""The page of prints: a row for each who reads on paper, what has been noted, and the papers to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extranet.access.names import name
from extranet.access.rights import Rights
from extranet.delivery.forms import PrintedForm
from extranet.delivery.models import Printing
from extranet.delivery.parcels import Copies, Parcel, copies, parcels
from extranet.meetings.models import Meeting
from extranet.placements.models import Placement
from intranet.access.viewer import Viewer


@dataclass(frozen=True)
class Row:
    parcel: Parcel
    form: PrintedForm
    sheets: int

    @property
    def ticked(self) -> bool:
        return bool(self.form.cleaned_data.get("printed"))

    @property
    def noted(self) -> list[Placement]:
        """What the page showed and is still to be printed: what has come since stays left."""
        seen = self.form.cleaned_data["papers"]
        return [sheaf.placement for sheaf in self.parcel.left if sheaf.placement.pk in seen]


@dataclass(frozen=True)
class Noted:
    printing: Printing
    name: str


@dataclass(frozen=True)
class Prints:
    rows: Sequence[Row]
    done: Sequence[Parcel]
    copies: Sequence[Copies]
    noted: Sequence[Noted]
    double_sided: bool
    sheets: int
    kept_from: int

    def is_valid(self) -> bool:
        return not self.faults

    @property
    def faults(self) -> list[Row]:
        return [row for row in self.rows if row.form.errors]

    @property
    def waits_for_post(self) -> bool:
        return any(each.printing.posted_at is None for each in self.noted)

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.done or self.noted)


def prints(
    rights: Rights,
    viewer: Viewer,
    meeting: Meeting,
    double_sided: bool,
    sent: Mapping[str, Any] | None = None,
) -> Prints:
    """`sent` is what a form of the page sends back."""
    found = parcels(rights, viewer, meeting)
    rows = [_row(parcel, double_sided, sent) for parcel in found if parcel.left]
    noted = Printing.objects.filter(meeting=meeting).select_related("person").order_by("-printed_at", "-pk")
    return Prints(
        rows=rows,
        done=[parcel for parcel in found if not parcel.left],
        copies=copies(found),
        noted=[Noted(printing, name(viewer, printing.person)) for printing in noted],
        double_sided=double_sided,
        sheets=sum(row.sheets for row in rows),
        kept_from=sum(parcel.kept_from for parcel in found),
    )


def _row(parcel: Parcel, double_sided: bool, sent: Mapping[str, Any] | None) -> Row:
    sheets = parcel.sheets(double_sided)
    papers = ",".join(str(sheaf.placement.pk) for sheaf in parcel.left)
    # Where somebody must count pages themselves, a number that lacks them would be taken for the whole.
    initial = {"papers": papers, "sheets": None if parcel.uncounted else sheets}
    return Row(parcel, PrintedForm(sent, prefix=str(parcel.reader.person.pk), initial=initial), sheets)
