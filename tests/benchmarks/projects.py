"""A Django project that can be managed, served and signed in to: ours, or one fresh from `wagtail start`."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USERNAME = "matt.svensson"
PASSWORD = "sju-matt-och-en-linjal"
NOT_OURS = (
    "DATABASE_URL",
    "SEARCH_ENGINE",
    "CACHE_URL",
    "DEBUG",
    "SITE_URL",
    "DATA_DIR",
    "DJANGO_SETTINGS_MODULE",
)


class BenchmarkError(Exception):
    """Something that is to be measured did not work; holds what it said."""


@dataclass(frozen=True)
class Project:
    name: str
    folder: Path
    data: Path
    settings: str
    wsgi: str
    login: str
    variables: dict[str, str] = field(default_factory=dict)
    username: str = USERNAME
    password: str = PASSWORD

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        return kept | {"DJANGO_SETTINGS_MODULE": self.settings, "PYTHONUNBUFFERED": "1"} | self.variables

    def manage(self, *command: str) -> str:
        """Run a management command to its end; what it wrote. Raises BenchmarkError if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"{self.name}: manage.py {command[0]} failed:\n{done.stdout[-4000:]}")
        return done.stdout

    def run(self, function: str, *arguments: str) -> str:
        """Call `module.function(*arguments)` of ours inside the project's Django; what it printed."""
        module, _, name = function.rpartition(".")
        code = f"from {module} import {name}; {name}(*{arguments!r})"
        return self.manage("shell", "--no-imports", "-c", code)


def ours(data: Path, username: str, password: str, **variables: str) -> Project:
    """This project with production's settings, on SQLite in the folder of its data."""
    return Project(
        name="the platform",
        username=username,
        password=password,
        folder=ROOT,
        data=data,
        settings="intranet.settings.production",
        wsgi="intranet.wsgi:application",
        login="/konto/logga-in/",
        variables={
            "DATA_DIR": str(data),
            "DATABASE_URL": f"sqlite:///{data}/intranet.sqlite3",
            "SECRET_KEY": "only-for-measuring",
            "PERSON_NUMBER_KEY": "only-for-measuring-too",
            "NOTES_KEYS": "b25seS1mb3ItbWVhc3VyaW5nLW9ubHktZm9yLW1lYXM=",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "https://127.0.0.1",
            "EMAIL_URL": "dummymail://",
            "LOG_LEVEL": "ERROR",
            **variables,
        },
    )


def bare(folder: Path) -> Project:
    """What `wagtail start` gives, with its production settings; nothing of it is changed but what it asks for."""
    folder.mkdir(parents=True)
    wagtail = Path(sys.executable).with_name("wagtail")
    subprocess.run([wagtail, "start", "bare", str(folder)], check=True, stdout=subprocess.DEVNULL)
    local = folder / "bare" / "settings" / "local.py"
    local.write_text(
        'SECRET_KEY = "only-for-measuring"\nALLOWED_HOSTS = ["127.0.0.1"]\n'
        'CSRF_TRUSTED_ORIGINS = ["https://127.0.0.1"]\n'
        'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n'
        # It would send a request to Wagtail's own site from the admin.
        "WAGTAIL_ENABLE_UPDATE_CHECK = False\n",
        encoding="utf-8",
    )
    project = Project(
        name="bare Wagtail",
        folder=folder,
        data=folder,
        settings="bare.settings.production",
        wsgi="bare.wsgi:application",
        login="/admin/login/",
        variables={"PYTHONPATH": str(ROOT)},
    )
    project.manage("migrate", "--noinput", "--verbosity=0")
    project.manage("collectstatic", "--noinput", "--verbosity=0")
    return project
