"""The verdict on the admin's addresses of files that are sent in. They say what the place that they are for admits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.urls import reverse

from home.importing.incoming.models import IncomingText
from tests.leaks.admin_visits import ALL_PAGES, MISSING, give, listed, once, visit
from tests.leaks.corpus import Corpus
from tests.leaks.secrets import CIRCLE
from tests.leaks.verdicts import Visit


def by_text(name: str, corpus: Corpus, gives: Iterable[str] = (CIRCLE,)) -> list[Visit]:
    """An address that names the file."""
    text = IncomingText.objects.get()
    return [visit(reverse(name, args=[text.pk]), gives, reverse(name, args=[MISSING]), CIRCLE)]


def by_picture(name: str, corpus: Corpus) -> list[Visit]:
    text = IncomingText.objects.get()
    here = reverse(name, args=[text.pk, text.pictures.get().pk])
    return [visit(here, [CIRCLE], reverse(name, args=[MISSING, MISSING]), CIRCLE)]


give("incoming_list", lambda name, corpus: listed(name, corpus, "?lage=ready"), ALL_PAGES)
give("incoming_upload", listed, ALL_PAGES)
# test_importing_again looks at what it shows of others' files.
give("incoming_clear", once, why="nothing that came in could not be read")
give("incoming_review incoming_file incoming_delete", by_text, [CIRCLE])
# The page as it will look has the site's own menu round it.
give("incoming_preview", partial(by_text, gives=ALL_PAGES), ALL_PAGES)
give("incoming_picture", by_picture, [CIRCLE])
