"""Where the embedded index lies: a directory for each making of it, and a pointer to the one in use.

tantivy's readers follow commits inside a directory but cannot be told of another one. So every search looks
at the pointer, a file that is replaced in one step.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path

POINTER = "current.json"


class Directory:
    """The folder of all makings. Only who holds the rebuild lock makes or switches."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> tuple[str, str] | None:
        """The name of the making in use and the fingerprint that it was made with; None if there is none."""
        try:
            pointer = json.loads((self.root / POINTER).read_text())
            return pointer["name"], pointer["fingerprint"]
        except FileNotFoundError:
            return None

    def path(self, name: str) -> Path:
        return self.root / name

    def begin(self) -> str:
        """Make room for a new one, and remove what earlier attempts left."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.sweep()
        name = secrets.token_hex(8)
        self.path(name).mkdir()
        return name

    def point_to(self, name: str, fingerprint: str) -> None:
        """From now on every search reads this one."""
        aside = self.root / f"{POINTER}.{name}"
        with aside.open("w") as file:
            json.dump({"name": name, "fingerprint": fingerprint}, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.root / POINTER)
        folder = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def sweep(self) -> None:
        """Remove every making but the one in use."""
        in_use = self.current()
        for path in self.root.iterdir():
            if path.is_dir() and (in_use is None or path.name != in_use[0]):
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(f"{POINTER}."):
                path.unlink(missing_ok=True)
