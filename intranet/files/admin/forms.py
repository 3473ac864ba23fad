"""The editor's form of a document: what is uploaded is looked at before anything is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.models import Collection

from intranet.files import exposure, stricter
from intranet.files.accepting import checked, safe_name
from intranet.files.kinds import ACCEPTED
from intranet.files.library import BeginsInTheLibrary
from intranet.organisation.widgets import UnitCheckboxes
from intranet.people.choosers import function_chooser

WIDGETS: dict[str, type[forms.Widget]] = {
    "owner_function": function_chooser.widget_class,
    "units": UnitCheckboxes,
    "subjects": forms.CheckboxSelectMultiple,
    "valid_from": AdminDateInput,
    "valid_to": AdminDateInput,
    "review_by": AdminDateInput,
}
IN_CHOOSER = "document-chooser-upload"
"""The prefix of the form in the window where a document is chosen for a page."""
COLLECTION_HELP = "Samlingen avgör vem som får öppna filen."
AGAIN = "Välj filen igen: webbläsaren minns den inte när något annat i formuläret måste rättas."


class DocumentForm(BeginsInTheLibrary, BaseDocumentForm):
    change_note = forms.CharField(
        label="Vad har ändrats",
        max_length=300,
        required=False,
        help_text="Fyll i när du byter fil. Läsarna ser det bland versionerna.",
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._user = user
        if "file" not in self.fields or self.instance.pk is None:
            del self.fields["change_note"]
        if "file" in self.fields:
            field = self.fields["file"]
            field.help_text = f"{ACCEPTED}. {field.help_text}".strip()
        if "collection" in self.fields:
            self.fields["collection"].help_text = COLLECTION_HELP
            self.begin_in_the_library()
        for name, widget in WIDGETS.items():
            field = self.fields.get(name)
            # A chooser does not open in another's window.
            if field is None or (self.prefix == IN_CHOOSER and widget is function_chooser.widget_class):
                continue
            choices = getattr(field, "choices", None)
            field.widget = widget()
            if issubclass(widget, forms.CheckboxSelectMultiple):
                field.widget.choices = choices

    GROUPS = (
        ("Dokumentet", ("title", "file", "change_note", "summary", "collection")),
        ("Vem det är för", ("stands_alone", "owner_function", "units", "subjects")),
        ("Giltighet", ("valid_from", "valid_to", "review_by")),
    )

    def groups(self) -> list[dict[str, Any]]:
        """The visible fields under headings; one that no heading names comes last."""
        named = {name for _, names in self.GROUPS for name in names}
        rest = tuple(field.name for field in self.visible_fields() if field.name not in named)
        visible = {field.name: field for field in self.visible_fields()}
        found = [
            {"heading": heading, "fields": [visible[name] for name in names if name in visible]}
            for heading, names in (*self.GROUPS, ("Annat", rest))
        ]
        return [group for group in found if group["fields"]]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            file.name = safe_name(file.name or "", checked(file, file.name or ""))  # type: ignore[arg-type]
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end, review = (data.get(name) for name in ("valid_from", "valid_to", "review_by"))
        if start and end and end < start:
            self.add_error("valid_to", "Sista dagen ligger före den första.")
        if start and review and review < start:
            self.add_error("review_by", "Översynen ligger före den dag då dokumentet börjar gälla.")
        if "collection" in self.changed_data and self.instance.pk and data.get("collection"):
            self._stays_closed(data["collection"])
        if data.get("change_note") and "file" not in self.changed_data:
            self.add_error("change_note", "Det här hör till en ny fil. Välj den nya filen, eller töm rutan.")
        return data

    def _stays_closed(self, collection: Collection) -> None:
        """A document is not opened for more people than those who may read its pages."""
        readers = exposure.left_out_by(self.instance, collection)
        if readers:
            fits = [stricter.fitting_for(each) for each in readers]
            names = " eller ".join(f"”{each.name}”" for each in fits if each is not None)
            offer = f" Välj till exempel {names}." if names else ""
            self.add_error("collection", f"Dokumentet finns på en sida som är för färre än samlingen.{offer}")

    def full_clean(self) -> None:
        super().full_clean()
        chosen = self.files.get(self.add_prefix("file")) if "file" in self.fields else None
        if chosen and self._errors and "file" not in self._errors:
            self.add_error("file", ValidationError(AGAIN))

    def save(self, commit: bool = True) -> Any:
        # Wagtail would delete the file that was there; it is a version now.
        self.original_file = None
        if "file" in self.changed_data:
            self.instance.changed_by = self._user
            self.instance.change_note = self.cleaned_data.get("change_note", "")
        return super().save(commit=commit)
