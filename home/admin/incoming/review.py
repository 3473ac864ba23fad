"""One file: what was read beside the page that it becomes, and a form with what the page needs to know."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages

from home.admin.incoming.forms import ReviewForm, as_left, as_sent, initial_of, taken_up
from home.admin.incoming.preview import preview
from home.admin.incoming.views import IncomingView, text_of
from home.importing.answering import MISSING
from home.importing.checking import NO_OWNER
from home.importing.incoming.again import earlier
from home.importing.incoming.models import IncomingText
from home.importing.incoming.reviewing import (
    Entered,
    SettledError,
    keep,
    needed,
    outline_of,
    plan_of,
    remarks,
    reopen,
    save_draft,
    skip,
    source_of,
    suggested,
)
from home.importing.lookups import Lookups
from home.importing.source import Source
from home.importing.telling import State, message_of
from intranet.access.admin.slugs import free_slug
from intranet.access.requests import ViewerRequest

NO_FIELD = "Filen säger"  # what a head says that no field of a page takes
MOST_TOLD = 3_000  # paragraphs shown of a file: more than any editor compares


class ReviewView(IncomingView):
    template_name = "home/admin/incoming/review.html"
    page_title = "Granska"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.has_perm("wagtailadmin.access_admin"):
            self.text = text_of(request, kwargs["text_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.text.is_reviewable and request.POST.get("action") != "reopen":
            if self.text.state == IncomingText.State.SKIPPED and request.method == "GET":
                return self.render_to_response(self._head())
            messages.warning(request, f"{self.text.get_state_display()}. {self.text.reason}".strip())
            return redirect("incoming_list")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def _head(self) -> dict[str, Any]:
        return super().get_context_data() | {"text": self.text, "skipped": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or form_of(self.text, self.lookups)
        source = source_of(self.text)
        told = source.told
        dropped = [one for one in told if one.state == State.DROPPED]
        kept = [(number, one) for number, one in enumerate(told) if one.state != State.DROPPED]
        return super().get_context_data(**kwargs) | {
            "text": self.text,
            "form": form,
            "media": form.media,
            "told": kept[:MOST_TOLD],
            "left_out": max(len(kept) - MOST_TOLD, 0),
            "dropped": dropped,
            "unsure": sum(one.state == "unsure" for one in told),
            "notes": [note.message for note in source.notes if note.message.startswith(NO_FIELD)],
            "earlier": earlier(self.request.viewer, [self.text]).get(self.text.pk, []),
            **self._looked_at(source),
        }

    def _looked_at(self, source: Source) -> dict[str, Any]:
        """What to see to on the page that the file becomes, by what has been entered: another kind, other advice."""
        entered = entered_of(self.text, self.lookups)
        outline = outline_of(self.text, entered)
        known = {message_of(one.remark.removesuffix("."), one.text) for one in source.told if one.remark}
        said = dict.fromkeys(note.message for note in outline.notes)
        lacks = needed(outline, entered)
        known |= {MISSING, NO_OWNER}  # said with what the draft lacks
        return {
            "advice": [one for one in said if one not in known and not one.startswith(NO_FIELD)],
            "needed": lacks,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "skip":
            if not skip(self.text):
                return self._settled(request)
            messages.success(request, "Filen är överhoppad. Den ligger kvar i listan en tid.")
            return redirect("incoming_list")
        if action == "reopen":
            if not reopen(self.text):
                return self._settled(request)
            return redirect("incoming_review", self.text.pk)
        if not keep(self.text, as_left(request.POST, self.text)):
            return self._settled(request)
        if action == "keep":
            messages.success(request, "Det du har skrivit är sparat. Sidan är inte skapad än.")
            return redirect("incoming_review", self.text.pk)
        return self._save(request)

    def _settled(self, request: HttpRequest) -> HttpResponse:
        """Somebody else, or the same click twice, was first."""
        self.text.refresh_from_db(fields=["state", "reason", "page"])
        messages.warning(request, f"{self.text.get_state_display()}. {self.text.reason}".strip())
        return redirect("incoming_list")

    @cached_property
    def lookups(self) -> Lookups:
        return Lookups.load(self.request.viewer)

    def _save(self, request: HttpRequest) -> HttpResponse:
        form = ReviewForm(request.POST, text=self.text)
        if form.is_valid():
            lookups = self.lookups
            entered = form.entered()
            entered.slug = free_slug(entered.slug, self.text.delivery.place, request.viewer)  # type: ignore[attr-defined]
            plan = plan_of(self.text, entered, lookups)
            wrong = [problem.message for problem in remarks(plan)]
            if not wrong:
                try:
                    page = save_draft(self.text, plan, lookups, request.user)
                except SettledError:
                    return self._settled(request)
                except ValidationError as error:
                    wrong = error.messages
                else:
                    messages.success(
                        request,
                        saved_message(needed(plan.outline, entered)),
                        buttons=[messages.button(reverse("incoming_list"), "Till listan över filer")],
                    )
                    return redirect("wagtailadmin_pages:edit", page.pk)
            for message in wrong:
                form.add_error(None, message)
        messages.error(request, "Utkastet är inte sparat. Rätta det som är markerat längre ned på sidan.")
        return self.render_to_response(self.get_context_data(form=form), status=422)


def saved_message(lacks: list[str]) -> str:
    if not lacks:
        return "Sidan är sparad som utkast. Läs igenom den och skicka den till granskning."
    return f"Sidan är sparad som utkast. Innan du skickar den till granskning: {' '.join(lacks)}"


def form_of(text: IncomingText, lookups: Lookups) -> ReviewForm:
    """As it was left, or with what the file says."""
    return ReviewForm(initial=initial_of(suggested(text, lookups)) | taken_up(text.entered), text=text)


def entered_of(text: IncomingText, lookups: Lookups) -> Entered:
    """What a preview shows: the form as it was left, as far as it can be used."""
    form = form_of(text, lookups)
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    bound = ReviewForm(as_sent(data), text=text)
    if bound.is_valid():
        return bound.entered()
    found, valid = suggested(text, lookups), bound.cleaned_data
    found.title = valid.get("title") or found.title
    found.kind = valid.get("kind") or found.kind
    found.alts = {picture.source: valid.get(name) or "" for name, picture in bound.pictures.items()}
    return found


@xframe_options_sameorigin
def incoming_preview(request: ViewerRequest, text_id: int) -> HttpResponse:
    """The page as it would look; nothing is stored."""
    text = text_of(request, text_id)
    if not text.is_reviewable:
        raise Http404
    lookups = Lookups.load(request.viewer)
    plan = plan_of(text, entered_of(text, lookups), lookups)
    response = HttpResponse(preview(request, text, plan, lookups))
    response["Cache-Control"] = "private, no-store"
    return response
