"""Putting in many documents at once: what they have in common is said once, a title and a sentence for each.

Wagtail's uploader sends everything in the form round its file field with each file. So what is common stands in that
form, is checked with each file, and a file is kept only if all of it is right.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import escape
from wagtail.documents.views.multiple import AddView, CreateFromUploadedDocumentView, EditView

from intranet.files.admin.forms import DocumentForm

FORM = "files/admin/one_of_many.html"
OWN = ("title", "summary")
"""What each of several files has for itself."""


def common_form(form: DocumentForm) -> DocumentForm:
    """The form of what they have in common, of one for a whole document."""
    for name in (*OWN, "file"):
        form.fields.pop(name, None)
    return form


def of_one(base: type[DocumentForm]) -> type[DocumentForm]:
    """The form that follows a file when it has come in."""

    class OneOfMany(base):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name in set(self.fields) - set(OWN):
                del self.fields[name]

    return OneOfMany


def with_common(base: type[DocumentForm], sent: QueryDict) -> type[DocumentForm]:
    """The form of a file that comes in, with all that was said of it and the others."""

    class WithCommon(base):  # type: ignore[misc, valid-type]
        def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
            if data is not None:
                whole = sent.copy()
                for name, value in data.items():
                    whole[name] = value or ""
                data = whole
            super().__init__(data, files, **kwargs)

    return WithCommon


def install() -> None:
    """Wagtail names its forms in methods of its views, and offers nowhere to name others."""
    if getattr(AddView, "asks_once", False):
        return
    for view in (AddView, EditView, CreateFromUploadedDocumentView):
        _one_form(view)
    AddView.get_upload_form_class = _upload_form(AddView.get_upload_form_class)
    AddView.save_object = _saving_lists(AddView.save_object)
    AddView.get_invalid_response_data = _what_is_wrong
    AddView.get_context_data = _with_common_form(AddView.get_context_data)
    AddView.post = _files_are_needed(AddView.post)
    AddView.asks_once = True


def _one_form(view: Any) -> None:
    theirs = view.get_edit_form_class

    @wraps(theirs)
    def get_edit_form_class(self: Any) -> type[DocumentForm]:
        return of_one(theirs(self))

    view.get_edit_form_class = get_edit_form_class
    view.edit_form_template_name = FORM


def _upload_form(theirs: Any) -> Any:
    @wraps(theirs)
    def get_upload_form_class(self: Any) -> type[DocumentForm]:
        whole: type[DocumentForm] = theirs(self)
        return with_common(whole, self.request.POST) if self.request.FILES else whole

    return get_upload_form_class


def _saving_lists(theirs: Any) -> Any:
    """Wagtail saves what stands in the document's own row."""

    @wraps(theirs)
    def save_object(self: Any, form: DocumentForm) -> Any:
        with transaction.atomic():
            document = theirs(self, form)
            form.save_m2m()
        return document

    return save_object


def _what_is_wrong(self: Any, form: DocumentForm) -> dict[str, Any]:
    """All of it: what is common is wrong for each file, and is put right above."""
    of_file = [str(text) for text in form.errors.get("file", ()) if len(form.errors) == 1]
    others = [
        f"{form.fields[name].label}: {text}" if name in form.fields else str(text)
        for name, texts in form.errors.items()
        if name != "file"
        for text in texts
    ]
    again = ["Rätta det under ”Gemensamt för filerna” och välj filen igen."] if others else []
    # Wagtail's script puts it in the page as HTML, and a form repeats what was sent.
    return {"success": False, "error_message": escape("\n".join([*of_file, *others, *again]))}


def _with_common_form(theirs: Any) -> Any:
    @wraps(theirs)
    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = theirs(self, **kwargs)
        whole = self.get_upload_form_class()
        sent = self.request.POST if self.request.method == "POST" else None
        form = common_form(whole(sent, user=self.request.user))
        chosen = context.get("selected_collection_id")
        if chosen and "collection" in form.fields:
            form.initial["collection"] = chosen
        return context | {"common_form": form, "form_media": form.media}

    return get_context_data


def _files_are_needed(theirs: Any) -> Any:
    @wraps(theirs)
    def post(self: Any, request: HttpRequest) -> HttpResponse:
        if request.FILES:
            answer: HttpResponse = theirs(self, request)
            return answer
        # Return was pressed in a field: what was typed stays.
        return self.render_to_response(self.get_context_data(lacks_files=True), status=422)

    return post
