"""The directory: people as others may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.filters import chosen, unit_choices
from intranet.access import files as file_access
from intranet.access import people as access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.organisation.matching import containing, few_words, words_of
from intranet.organisation.models import Unit
from intranet.people.models import Employment, Person

PAGE_SIZE = 30


class DirectoryFilter(forms.Form):
    q = forms.CharField(label=_("Namn eller titel"), required=False, max_length=100, validators=[few_words])
    enhet = forms.ChoiceField(label=_("Enhet"), required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhet"].choices = [("", gettext("Alla")), *unit_choices(units)]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Entry:
    """A person of a list, with what stands under the name."""

    person: Person
    title: str = ""
    unit: str = ""
    photo_url: str = ""


def directory(request: ViewerRequest) -> dict[str, Any]:
    """The context of the directory; the number of queries does not grow with the people."""
    viewer = request.viewer
    units = list(Unit.objects.filter(active=True))
    form = DirectoryFilter(request.GET, units=units)
    form.is_valid()
    asked = form.cleaned_data
    employments = Employment.objects.in_force(viewer.today)
    if asked.get("enhet"):
        unit = next(u for u in units if u.code == asked["enhet"])
        employments = employments.filter(unit__path__startswith=unit.path)
    people = access.visible_to(viewer, Person.objects.all()).filter(pk__in=employments.values("person"))
    for word in words_of(asked.get("q", "")):
        titled = employments.filter(containing("title", word)).values("person")
        named = containing("first_name", word) | containing("last_name", word)
        people = people.filter(named | Q(pk__in=titled))
    page_obj = Paginator(people, PAGE_SIZE).get_page(request.GET.get("sida"))
    return {
        "filter_form": form,
        "chosen": chosen(form, request.GET),
        "clear_url": request.path,
        "total": page_obj.paginator.count,
        "page_obj": page_obj,
        "people": entries(list(page_obj.object_list), viewer),
    }


def entries(people: list[Person], viewer: Viewer) -> list[Entry]:
    """Lines for people already allowed; two queries, for employments and photos."""
    employments: dict[int, Employment] = {}
    mine = Employment.objects.in_force(viewer.today).filter(person__in=people).select_related("unit")
    for employment in mine.order_by("-primary", "start", "pk"):
        employments.setdefault(employment.person_id, employment)
    photos = photo_urls(people, viewer)
    return [
        Entry(
            person,
            employments[person.pk].title if person.pk in employments else "",
            str(employments[person.pk].unit) if person.pk in employments else "",
            photos.get(person.pk, ""),
        )
        for person in people
    ]


def photo_urls(people: list[Person], viewer: Viewer) -> dict[int, str]:
    """Addresses of the photos that the viewer may see, by person; at most two queries."""
    from wagtail.images import get_image_model

    wanted = {person.photo_id for person in people if person.photo_id}
    if not wanted:
        return {}
    images: QuerySet = get_image_model().objects.filter(pk__in=wanted).prefetch_renditions("fill-128x128")
    urls = {
        image.pk: image.get_rendition("fill-128x128").url for image in file_access.visible_to(viewer, images)
    }
    return {person.pk: urls[person.photo_id] for person in people if person.photo_id in urls}
