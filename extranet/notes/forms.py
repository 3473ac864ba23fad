from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from extranet.notes.writing import LONGEST, LONGEST_QUOTE, Written
from extranet.papers.models import PaperVersion
from extranet.texts.models import TextReading

HIGHEST_PAGE = 100_000


class NoteForm(forms.Form):
    """A note on an item; with a version of a paper, also on which page, and which passage."""

    text = forms.CharField(
        label=_("Anteckning"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Skriv något i anteckningen."),
            "max_length": _("Anteckningen får ha %(limit_value)d tecken. Den har %(show_value)d."),
        },
    )
    quote = forms.CharField(
        label=_("Citat ur handlingen"),
        help_text=_("Klistra in meningen, så hittar vi den igen när handlingen får en ny version."),
        max_length=LONGEST_QUOTE,
        required=False,
        error_messages={"max_length": _("Citatet får ha %(limit_value)d tecken. Det har %(show_value)d.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    page = forms.IntegerField(
        label=_("Sida"),
        required=False,
        min_value=1,
        max_value=HIGHEST_PAGE,
        error_messages={
            "invalid": _("Skriv sidans nummer med siffror."),
            "min_value": _("Den första sidan har nummer 1."),
            "max_value": _("Så många sidor har ingen handling."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )

    def __init__(self, *args: Any, version: PaperVersion | None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_anteckning_%s")
        super().__init__(*args, **kwargs)
        self.version = version
        for field in (self.fields["text"], self.fields["quote"]):
            # A browser would cut what is pasted, without a word: it is said here what is too long, and kept.
            field.widget.attrs.pop("maxlength", None)
        if version is None:
            del self.fields["quote"], self.fields["page"]

    def clean_page(self) -> int | None:
        page = self.cleaned_data["page"]
        if page is None or self.version is None:
            return None
        pages = TextReading.objects.filter(version=self.version).values_list("pages", flat=True).first()
        if pages and page > pages:
            raise forms.ValidationError(
                ngettext_lazy(
                    "Handlingen har bara %(count)s sida.", "Handlingen har bara %(count)s sidor.", "count"
                ),
                params={"count": pages},
            )
        return int(page)

    @property
    def written(self) -> Written:
        data = self.cleaned_data
        return Written(data["text"], data.get("quote", ""), data.get("page"))
