"""Pictures that texts show: found, looked at before anything is written, and stored once."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from home.importing.formats import FORMATS, picture_format
from home.importing.outline import Attachment, Outline, Picture, Remark

COLLECTION = "Inlästa bilder"
ATTACHMENTS = "Inlästa bilagor"


class Pictures:
    """The pictures of one file, whose own folder is `folder`; nothing outside `root` is ever read."""

    def __init__(self, outline: Outline, folder: Path, root: Path) -> None:
        self._outline = outline
        self._folder = folder
        self._root = root
        self._read: dict[str, bytes] = {}

    def check(self) -> None:
        """Report every picture that cannot be had as a problem of the outline."""
        for block in self._outline.blocks():
            if isinstance(block, Picture):
                trouble = self._trouble(block.source)
                if trouble:
                    self._outline.problems.append(Remark(f"Bilden {_name(block.source)}: {trouble}"))

    def store(self, picture: Picture) -> int:
        """The primary key of the stored image; the same bytes are stored once."""
        data = self._bytes(picture.source)
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        model = get_image_model()
        collection = _collection()
        stored = model.objects.filter(collection=collection, file_hash=digest).only("pk").first()
        if stored:
            return stored.pk
        suffix = FORMATS[picture_format(data)]
        image = model(
            title=picture.alt[:255],
            alt=picture.alt[:250],
            collection=collection,
            file=ImageFile(BytesIO(data), name=f"{digest[:20]}.{suffix}"),
            file_size=len(data),
            file_hash=digest,
        )
        image.save()
        return image.pk

    def attach(self, attachment: Attachment) -> int:
        """The primary key of the document that something unshown is stored as; the same bytes are stored once."""
        data = self._bytes(attachment.source)
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        model = get_document_model()
        collection = _collection(ATTACHMENTS)
        stored = model.objects.filter(collection=collection, file_hash=digest).only("pk").first()
        if stored:
            return stored.pk
        suffix = Path(attachment.source.partition(":")[2]).suffix.lower()[:8]
        document = model(
            title=attachment.label[:255],
            collection=collection,
            file=ContentFile(data, name=f"{digest[:20]}{suffix}"),
            file_size=len(data),
            file_hash=digest,
        )
        document.save()
        return document.pk

    def _trouble(self, source: str) -> str:
        if source.startswith(("http:", "https:", "//")):
            return "den ligger på en annan webbplats. Spara ner den bredvid filen."
        if source.startswith("data:"):
            return "den är inbäddad. Spara den som en egen fil bredvid texten."
        try:
            data = self._bytes(source)
        except (OSError, ValueError):
            return "filen finns inte i mappen."
        return (
            ""
            if picture_format(data) in FORMATS
            else f"formatet läses inte in. Spara den som {', '.join(FORMATS)}."
        )

    def _bytes(self, source: str) -> bytes:
        if source in self._outline.pictures:
            return self._outline.pictures[source]
        if source not in self._read:
            path = (self._folder / unquote(source)).resolve()
            if not path.is_relative_to(self._root.resolve()):
                raise ValueError("outside the folder")
            self._read[source] = path.read_bytes()
        return self._read[source]


def _collection(name: str = COLLECTION) -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    return found or root.add_child(name=name)


def _name(source: str) -> str:
    return source.removeprefix("bild:")[:80]
