"""Putting the demo's documents in: each once, in a collection for employees, on the pages that list them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from home.demo.documents.forms import give_forms
from home.demo.documents.making import make
from home.demo.documents.source import Source, read
from home.demo.tree import ensure_child
from home.importing.quiet import wagtail_silent
from home.models import DocumentIndexPage, HomePage, StandardPage
from intranet.access.models import Audience, CollectionAudience
from intranet.files import library
from intranet.files.models import CustomDocument
from intranet.jobs.progress import Progress
from intranet.organisation.models import Unit
from intranet.people.models import Function, Person
from intranet.subjects.models import Subject

FOLDER = Path(__file__).resolve().parent
EDITOR = "sara.nyberg"
SECTION = (
    "dokument",
    "Dokument",
    "Planer, mallar och annat som ligger i filer. Sök bland alla, eller välj ett tema.",
)
PAGES: dict[str, tuple[str, str]] = {
    "beredskap": ("Beredskap och säkerhet", "Planer och listor för när något händer."),
    "arenden": ("Ärenden och arkiv", "Mallar för beslut, delegation och arkiv."),
    "arbetsmiljo": ("Arbetsmiljö och personal", "Underlag för chefer och skyddsombud."),
    "ekonomi": ("Ekonomi och resor", "Ramar, konton och riktlinjer."),
    "omsorg": ("Omsorg och stöd", "För dig som möter brukare, barn och familjer."),
    "maltider": ("Måltider och lokaler", "Handböcker och bilagor till avtal."),
    "it-stod": ("It och dataskydd", "Anvisningar, blanketter och anteckningar."),
}
FIRST_CAME = timedelta(days=400)


def load_documents(progress: Progress, folder: Path = FOLDER) -> None:
    """Changes nothing that is there already; a load that was interrupted goes on where it was."""
    sources = [read(path) for path in sorted(folder.glob("*.md"))]
    collection = _collection()
    there = dict(CustomDocument.objects.filter(collection=collection).values_list("title", "pk"))
    made: dict[str, int] = {}
    progress.begin("Dokument", len(sources))
    for source in sources:
        pk = there.get(source.facts["title"])
        made[source.name] = pk if pk is not None else _put_in(source, collection).pk
        progress.advance()
    progress.end()
    for source in sources:
        if source.facts.get("withdrawn") and source.facts["title"] not in there:
            _withdraw(source, made)
    _list_on_pages(sources, made)
    with wagtail_silent():
        give_forms(sources, made)


@transaction.atomic
def _put_in(source: Source, collection: Collection) -> CustomDocument:
    facts = source.facts
    document = CustomDocument(
        title=facts["title"],
        summary=facts["summary"],
        collection=collection,
        stands_alone=bool(facts.get("alone")),
        owner_function=_function(facts.get("owner", "")),
        valid_from=facts.get("valid_from"),
        valid_to=facts.get("valid_to"),
        review_by=facts.get("review_by"),
        uploaded_by_user=Person.objects.filter(username=EDITOR).first(),
    )
    if facts.get("earlier"):
        document.file = _file(replace(source, text=facts["earlier"]))
        document.save()
        document.versions.update(created_at=timezone.now() - FIRST_CAME)
        document.changed_by, document.change_note = document.uploaded_by_user, facts["note"]
    document.file = _file(source)
    document.save()
    document.units.set(Unit.objects.filter(code__in=facts.get("units", [])))
    document.subjects.set(Subject.objects.filter(slug__in=facts.get("subjects", [])))
    return document


def _file(source: Source) -> ContentFile:
    return ContentFile(make(source), name=f"{source.name}.{source.facts['file']}")


def _function(code: str) -> Function | None:
    kind, _at, unit = code.partition("@")
    return Function.objects.filter(kind__code=kind, unit__code=unit).first()


@transaction.atomic
def _withdraw(source: Source, made: dict[str, int]) -> None:
    document = CustomDocument.objects.get(pk=made[source.name])
    document.withdrawn_at, document.withdrawn_why = timezone.now(), source.facts["withdrawn"]
    document.withdrawn_by = document.uploaded_by_user
    document.replaced_by_id = made.get(source.facts.get("replaced_by", ""))
    document.save()


@transaction.atomic
def _collection() -> Collection:
    found = library.for_employees()
    if found is None:
        found = Collection.get_first_root_node().add_child(name=library.NAME)
        CollectionAudience.objects.create(collection=found, audience=Audience.EMPLOYEES)
    return found


@transaction.atomic
def _list_on_pages(sources: list[Source], made: dict[str, int]) -> None:
    """A page for each subject, with the documents that say they belong there; made once."""
    slug, title, summary = SECTION
    home = HomePage.objects.order_by("path").first()
    if home is None or home.get_children().filter(slug=slug).exists():
        return
    section = ensure_child(
        home, DocumentIndexPage, slug, title=title, intro=f"<p>{summary}</p>", show_in_menus=True
    )
    on_page: dict[str, list[int]] = defaultdict(list)
    for source in sources:
        for page in source.facts.get("pages", []):
            on_page[page].append(made[source.name])
    for key, (name, words) in PAGES.items():
        ensure_child(
            section,
            StandardPage,
            key,
            title=name,
            summary=words,
            body=[{"type": "attachment", "value": {"document": pk, "text": ""}} for pk in on_page[key]],
        )
