"""How quickly the search index is built, against Wagtail's own on the same pages and the same Elasticsearch."""

from __future__ import annotations

import re
from dataclasses import replace
from time import perf_counter

from elasticsearch import Elasticsearch

from tests.benchmarks.asking import ratio
from tests.benchmarks.demo import Demo
from tests.benchmarks.projects import BenchmarkError
from tests.benchmarks.report import Figure
from tests.components import ELASTICSEARCH

PAGES = 20_000
OURS, THEIRS = "measured-intranet", "measured-wagtail-"
WAGTAILS = "tests.benchmarks.wagtail_index"


def against_wagtail(demo: Demo, rounds: int) -> list[Figure]:
    address = ELASTICSEARCH.address
    more = {"SEARCH_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": address, "ELASTICSEARCH_INDEX": OURS}
    project = demo.copy("indexing", pages=PAGES, **more)
    wagtails = replace(project, settings=WAGTAILS)
    ours: list[float] = []
    theirs: list[float] = []
    server = Elasticsearch(address)
    try:
        # A server that has just been started compiles what it does as it goes, which takes more than the doing.
        project.manage("reindex")
        wagtails.manage("update_index")
        for _ in range(rounds):
            begun = perf_counter()
            told = re.search(r"(\d+) documents indexed", project.manage("reindex"))
            if not told:
                raise BenchmarkError("reindex did not say how many documents it wrote")
            ours.append(int(told[1]) / (perf_counter() - begun))
            begun = perf_counter()
            wagtails.manage("update_index")
            took = perf_counter() - begun
            server.indices.refresh(index=f"{THEIRS}*")
            theirs.append(server.count(index=f"{THEIRS}*")["count"] / took)
    finally:
        for name in (*server.indices.get(index=f"{OURS}*,{THEIRS}*", expand_wildcards="all"),):
            server.indices.delete(index=name)
    details = (f"{max(ours):.0f} documents/s", f"{max(theirs):.0f} documents/s", f"{PAGES} pages")
    return [
        Figure(
            "reindex, documents per second ÷ Wagtail's update_index", ratio(ours, theirs), 3, True, details
        )
    ]
