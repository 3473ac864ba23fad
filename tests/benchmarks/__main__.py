"""Run the benchmarks and write down what they say: `make bench`, or `python -m tests.benchmarks pages memory`."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import binding, history, indexing, memory, pages
from tests.benchmarks.demo import Demo
from tests.benchmarks.report import Figure, document

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
ROUNDS = 12


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which to run; all unless named")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        figures = _run(Path(folder), chosen.names, chosen.rounds)
    if not chosen.names:
        DOCUMENT.write_text(document(figures, chosen.rounds, platform.platform()), encoding="utf-8")
    return 0 if all(figure.kept for figure in figures) else 1


def _run(folder: Path, names: list[str], rounds: int) -> list[Figure]:
    demo = Demo(folder)
    runs: dict[str, Callable[[], list[Figure]]] = {
        "pages": lambda: pages.against_bare(folder, demo, rounds),
        "sizes": lambda: pages.against_size(demo, rounds),
        "history": lambda: history.against_history(demo, rounds),
        "binding": lambda: binding.against_bare_merge(folder, rounds),
        "import": lambda: memory.of_import(folder, demo),
        "index": lambda: indexing.against_wagtail(demo, 2),
        "memory": lambda: memory.of_processes(folder, demo),
    }
    if unknown := set(names) - runs.keys():
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}: there are {', '.join(runs)}.")
    figures = []
    for name, run in runs.items():
        if not names or name in names:
            for figure in run():
                sys.stdout.write("\n    ".join((figure.line, *figure.details)) + "\n")
                figures.append(figure)
    return figures


if __name__ == "__main__":
    sys.exit(main())
