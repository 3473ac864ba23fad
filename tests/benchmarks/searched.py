"""Lets Wagtail's own index hold the texts that ours holds: without them it would index titles alone."""

from __future__ import annotations

from django.apps import AppConfig

TEXTS = {
    "RoutinePage": ("answer", "body"),
    "ChecklistPage": ("intro", "sections"),
    "HandbookPage": ("intro", "chapters"),
}


class SearchedConfig(AppConfig):
    name = "tests.benchmarks"
    label = "benchmarks"

    def ready(self) -> None:
        from django.apps import apps
        from wagtail.search import index

        for name, fields in TEXTS.items():
            model = apps.get_model("home", name)
            model.search_fields = [*model.search_fields, *(index.SearchField(field) for field in fields)]
