"""How much memory what we start takes, against a bare Wagtail; and an import of many files against few."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep

from tests.benchmarks.asking import Asked, rates
from tests.benchmarks.demo import Demo
from tests.benchmarks.filling import ROUTINE, write_texts
from tests.benchmarks.projects import BenchmarkError, Project, bare
from tests.benchmarks.report import Figure
from tests.benchmarks.serving import served

MEGABYTE = 1024
QUEUES = ("index", "default,files,mail")  # as compose.yaml starts them
SETTLED = 8  # seconds that a worker gets to load what it has to
FEW, MANY = 1_000, 10_000


def of_processes(folder: Path, demo: Demo) -> list[Figure]:
    plain = bare(folder / "bare-memory")
    plain.run("tests.benchmarks.filling.bare_content")
    with ExitStack() as stack:
        project = demo.copy("memory")
        ours, theirs = stack.enter_context(served(project)), stack.enter_context(served(plain))
        workers = [stack.enter_context(_worker(project, queue)) for queue in QUEUES]
        for site, marker in ((ours, "Amina"), (theirs, "Welcome")):
            headers = site.signed_in()
            rates([Asked(site, path, headers, marker) for path in ("/", f"/rutiner/{ROUTINE}/")], rounds=1)
        sleep(SETTLED)
        web, bare_web = _of_tree(ours.pid), _of_tree(theirs.pid)
        working = [_of_tree(pid) for pid in workers]
    details = (
        f"web {web:.0f} MB, workers {' + '.join(f'{size:.0f}' for size in working)} MB",
        f"bare web {bare_web:.0f} MB",
        "proportional set size, so that what processes share is counted once",
    )
    value = (web + sum(working)) / (2 * bare_web)
    return [Figure("memory of web and workers ÷ twice the bare project's web", value, 1.75, False, details)]


def of_import(folder: Path, demo: Demo) -> list[Figure]:
    peaks = []
    for count in (FEW, MANY):
        texts = folder / f"texts-{count}"
        write_texts(texts, count)
        project = demo.copy(f"import-{count}")
        peaks.append(_peak(project, "import_routines", str(texts)))
    few, many = peaks
    details = (
        f"{FEW} files: {few:.0f} MB",
        f"{MANY} files: {many:.0f} MB",
        "of the process that imports; those that read files for it have a limit of their own",
    )
    return [Figure("peak memory of importing 10 000 files ÷ 1 000", many / few, 1.2, False, details)]


@contextmanager
def _worker(project: Project, queue: str) -> Iterator[int]:
    command = [sys.executable, "manage.py", "db_worker", "--queue-name", queue, "--no-startup-delay"]
    with subprocess.Popen(
        command,
        cwd=project.folder,
        env=project.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def _of_tree(pid: int) -> float:
    """Megabytes of a process and of those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return _of(pid) + sum(_of_tree(int(child)) for child in children)


def _of(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / MEGABYTE
    raise BenchmarkError("this system does not tell the memory of processes")


def _peak(project: Project, *command: str) -> float:
    """Megabytes that the process of a management command held at most. Raises BenchmarkError if it failed."""
    told = project.run("tests.benchmarks.peak.of_command", *command).split()
    if not told or not told[-1].isdigit():
        raise BenchmarkError("this system does not tell the memory of processes")
    return int(told[-1]) / MEGABYTE
