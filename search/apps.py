from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from intranet.finding.engine import Engine


class SearchConfig(AppConfig):
    """The top floor: brings the engines and plugs in the one that the settings name."""

    name = "search"
    verbose_name = "Sök"

    def ready(self) -> None:
        from intranet.finding import engine, words
        from search import checks  # noqa: F401  registers itself
        from search.analysis.stems import stem

        words.register_stem(stem)

        engine.offer("embedded", embedded)
        engine.offer("elasticsearch", elasticsearch)
        if settings.SEARCH_ENGINE in engine.names():
            engine.plug_in(engine.made(settings.SEARCH_ENGINE))


def embedded() -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(Path(settings.SEARCH_INDEX_DIR))


def elasticsearch() -> Engine:
    from search.engines.elastic.engine import ElasticEngine

    return ElasticEngine(
        url=settings.ELASTICSEARCH_URL, alias=settings.ELASTICSEARCH_INDEX, timeout=settings.SEARCH_TIMEOUT
    )
