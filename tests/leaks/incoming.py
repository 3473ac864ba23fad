"""A file that was sent in for a closed place: its name, its text, its pictures."""

from __future__ import annotations

from django.core.files.base import ContentFile

from home.importing.incoming.models import Delivery, IncomingPicture, IncomingText
from home.importing.outline import Heading, Paragraph, Picture
from home.importing.source import Source
from home.importing.telling import Told
from home.importing.wire import to_wire
from tests.leaks.secrets import CIRCLE, Planted, of

PICTURE = "bild:karta.png"


def plant_incoming(planted: Planted) -> IncomingText:
    """It can be looked at: whoever may add pages at the place and change others' there sees all of it."""
    delivery = Delivery.objects.create(place=planted.tops[CIRCLE].specific)
    words = of(CIRCLE, "inkommet")
    source = Source(
        {"title": of(CIRCLE, "inkommen")},
        blocks=[Heading(1, of(CIRCLE, "inrubrik")), Paragraph(words), Picture(PICTURE, of(CIRCLE, "inbild"))],
        told=[Told("Stycke", words)],
        lenient=True,
    )
    text = IncomingText(
        delivery=delivery,
        name=f"{of(CIRCLE, 'fil')}.docx",
        state=IncomingText.State.READY,
        source=to_wire(source),
        size=10,
    )
    text.file.save("fil.docx", ContentFile(words.encode()), save=False)
    text.save()
    picture = IncomingPicture(text=text, name=PICTURE)
    picture.file.save("karta.png", ContentFile(of(CIRCLE, "inkarta").encode()), save=False)
    picture.save()
    return text
