"""The demo municipality as it is measured: prepared once, copied, and grown to a size."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.benchmarks.filling import READER
from tests.benchmarks.projects import Project, ours
from tests.browser.reader import PASSWORD
from tests.browser.site import prepare


class Demo:
    """Where copies of it are had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prepared = folder / "demo"

    def copy(self, name: str, pages: int = 0, **variables: str) -> Project:
        """A project of its own, ready to be served; with that many pages, or as many as the demo has."""
        if not self.prepared.exists():
            prepare(self.prepared)
        data = self.folder / name
        shutil.copytree(self.prepared, data)
        project = ours(data, READER, PASSWORD, **variables)
        project.manage("createcachetable")
        project.manage("collectstatic", "--noinput", "--verbosity=0")
        if pages:
            project.run("tests.benchmarks.filling.pages_up_to", str(pages))
        return project
