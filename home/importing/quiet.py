"""Wagtail's own indexes, off during an import and brought up to date at its end."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexes_off() -> Iterator[None]:
    """No task for each saved page. For processes that only import: the search signal is off for all of it."""
    models = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update(), wagtail_silent():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


@contextmanager
def wagtail_silent() -> Iterator[None]:
    """Wagtail logs three lines for each page that is published, which would drown the progress bar."""
    logger = logging.getLogger("wagtail")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def index_pages(pages: Iterable[Page]) -> None:
    """Bring the reference index and the admin's search up to date for these (specific) pages."""
    backend = get_search_backend()
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
        backend.add(page)
