"""The list of what has been sent in, sending in more, and what belongs to one file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.admin.incoming.forms import LONGEST_KEY, PlaceForm
from home.importing.incoming import rule
from home.importing.incoming.again import earlier
from home.importing.incoming.models import KEPT_DAYS, IncomingPicture, IncomingText
from home.importing.incoming.notices import KIND
from home.importing.incoming.receiving import MAX_FILES, MAX_TOTAL, receive
from home.importing.reading import MAX_BYTES, OFFICE, SAID, TEXTS
from intranet.jobs.models import Job
from intranet.notices.opening import list_opened, opened

PER_PAGE = 50
ACCEPTED = ",".join((*OFFICE, *TEXTS))
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")
State = IncomingText.State


def text_of(request: HttpRequest, key: int) -> IncomingText:
    """Raises Http404, alike for a file that is missing and one that is not the asker's to see."""
    found = (
        IncomingText.objects.select_related("delivery__place", "delivery__uploaded_by", "page")
        .filter(pk=key)
        .first()
    )
    if found is None or not rule.is_visible_to(request.user, found):
        raise Http404
    opened(request, found.delivery, in_editor=True)  # type: ignore[arg-type]
    return found


class IncomingView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "upload"
    page_title = "Läs in texter"
    request: Any

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title}
        above = (
            [{"url": reverse("incoming_list"), "label": "Läs in texter"}]
            if self.page_title != "Läs in texter"
            else []
        )
        return [*self.breadcrumbs_items, *above, here]


class IncomingListView(IncomingView):
    """Whose turn it is comes first: what can be looked at, then what could not be read, then what is done."""

    template_name = "home/admin/incoming/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = rule.visible_to(self.request.user, IncomingText.objects.all())
        counts = dict(texts.order_by().values_list("state").annotate(Count("pk")))
        state = self.request.GET.get("lage", "")
        shown = texts.filter(state=state) if state in State.values else texts
        page = Paginator(
            shown.select_related("delivery__place", "delivery__uploaded_by", "page").defer(
                "source", "entered"
            ),
            PER_PAGE,
        ).get_page(self.request.GET.get("sida"))
        if shown is texts and page.number == 1:
            # What is told of may stand elsewhere than among some states, or on a later page.
            list_opened(self.request, KIND)
        found = earlier(self.request.viewer, page.object_list)
        return super().get_context_data(**kwargs) | {
            "unreadable": counts.get(State.UNREADABLE, 0),
            "rows": page,
            "shown": [(text, found.get(text.pk, [])) for text in page],
            "state": state,
            "total": sum(counts.values()),
            "states": [(value, label, counts[value]) for value, label in State.choices if value in counts],
            "jobs": self._jobs(texts),
            "waiting": counts.get(State.WAITING, 0),
            "places": rule.places(self.request.user),
            "kept_days": KEPT_DAYS,
        }

    @staticmethod
    def _jobs(texts: QuerySet[IncomingText]) -> list[Job]:
        waiting = texts.filter(state=State.WAITING).values("delivery__job")
        return list(Job.objects.filter(pk__in=waiting))


@method_decorator(
    transaction.non_atomic_requests, name="dispatch"
)  # the files are received before anything is written
class UploadView(IncomingView):
    template_name = "home/admin/incoming/upload.html"
    page_title = "Lägg till filer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = rule.places(self.request.user)
        asked = self.request.GET.get("plats", "")
        initial = {"place": int(asked)} if asked.isdecimal() and len(asked) < 19 else {}
        form = kwargs.pop("form", None) or PlaceForm(places=places, initial=initial)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "places": places,
            "accepted": ACCEPTED,
            "accepted_said": SAID,
            "max_files": MAX_FILES,
            "max_megabytes": MAX_BYTES // 1024 // 1024,
            "max_total": MAX_TOTAL // 1024 // 1024,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PlaceForm(request.POST, places=rule.places(request.user))
        files = request.FILES.getlist("files")
        error = "" if files else "Välj minst en fil."
        if sum(file.size or 0 for file in files) > MAX_TOTAL:
            megabytes = MAX_TOTAL // 1024 // 1024
            error = f"Filerna är tillsammans större än {megabytes} MB. Läs in dem i flera omgångar."
        if not form.is_valid() or error:
            context = self.get_context_data(form=form, files_error=error, **kwargs)
            return self.render_to_response(context, status=422)
        delivery = receive(files, form.cleaned_data["place"], request.user)
        count = delivery.texts.count()
        messages.success(request, "Filen är mottagen." if count == 1 else f"{count} filer är mottagna.")
        return redirect("incoming_list")


def incoming_file(request: HttpRequest, text_id: int) -> HttpResponseBase:
    """The file as it came, to be kept or opened in the program that made it."""
    text = text_of(request, text_id)
    if not text.file:
        raise Http404
    return _sent(text.file, text.name, "application/octet-stream", attached=True)


def incoming_picture(request: HttpRequest, text_id: int, picture_id: int) -> HttpResponseBase:
    text = text_of(request, text_id)
    picture = IncomingPicture.objects.filter(pk=picture_id, text=text).first()
    if picture is None:
        raise Http404
    kind = _type_of(picture)
    return _sent(
        picture.file, picture.name.partition(":")[2], kind or "application/octet-stream", attached=not kind
    )


def _type_of(picture: IncomingPicture) -> str:
    """What a browser may show it as, by its content; empty for what it may not."""
    import filetype

    with picture.file.open("rb") as file:
        kind = filetype.guess(file.read(262))
    return kind.mime if kind is not None and kind.mime in SHOWN else ""


def _sent(file: Any, name: str, kind: str, *, attached: bool) -> HttpResponseBase:
    try:
        response = FileResponse(file.open("rb"), as_attachment=attached, filename=name, content_type=kind)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class DeleteView(IncomingView):
    template_name = "home/admin/incoming/delete.html"
    page_title = "Ta bort"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"text": text_of(self.request, self.kwargs["text_id"])}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text_of(request, self.kwargs["text_id"]).delete()
        messages.success(request, "Filen är borttagen. En sida som den har blivit finns kvar.")
        return redirect("incoming_list")


class ClearView(IncomingView):
    """Everything that could not be read, of what the asker may see, away at once."""

    template_name = "home/admin/incoming/clear.html"
    page_title = "Ta bort filer som inte gick att läsa"

    def _texts(self) -> QuerySet[IncomingText]:
        return rule.visible_to(self.request.user, IncomingText.objects.filter(state=State.UNREADABLE))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = self._texts().defer("source", "entered").order_by("name", "pk")
        newest = texts.order_by("-pk").values_list("pk", flat=True).first() or 0
        return super().get_context_data(**kwargs) | {"texts": list(texts), "newest": newest}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What has come since the question was asked is not in the answer.
        newest = request.POST.get("newest", "")
        upto = int(newest) if newest.isascii() and newest.isdecimal() and len(newest) < LONGEST_KEY else 0
        rows = list(self._texts().filter(pk__lte=upto))
        for row in rows:
            row.delete()
        messages.success(
            request, "1 fil är borttagen." if len(rows) == 1 else f"{len(rows)} filer är borttagna."
        )
        return redirect("incoming_list")
