"""A project under the production server, and somebody who has signed in to it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from time import monotonic, sleep
from urllib.parse import urlencode

from tests.benchmarks.projects import BenchmarkError, Project
from tests.browser.site import free_port

# As the container starts it, but for the number of processes: these machines have two cores.
WORKERS = 2
SERVER = ("gunicorn", "--worker-class=gthread", f"--workers={WORKERS}", "--threads=4", "--log-level=error")
PATIENCE = 60  # seconds that a server gets to answer
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Served:
    project: Project
    port: int
    pid: int

    def connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def signed_in(self) -> dict[str, str]:
        """The headers of somebody who has signed in through the log-in form. Raises BenchmarkError."""
        cookies: SimpleCookie = SimpleCookie()
        page = self._ask("GET", cookies)
        found = TOKEN.search(page)
        if not found:
            raise BenchmarkError(f"{self.project.name}: no log-in form at {self.project.login}")
        names = {"username": self.project.username, "login": self.project.username}
        form = names | {"password": self.project.password, "csrfmiddlewaretoken": found[1]}
        self._ask("POST", cookies, form)
        if not any("sessionid" in name for name in cookies):
            raise BenchmarkError(f"{self.project.name}: {self.project.username} was not let in")
        return headers(cookies)

    def _ask(self, method: str, cookies: SimpleCookie, form: dict[str, str] | None = None) -> str:
        connection = self.connection()
        sent = headers(cookies) | {"Referer": f"https://127.0.0.1{self.project.login}"}
        body = None
        if form:
            body = urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, self.project.login, body, sent)
        answer = connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie", ()):
            cookies.load(value)
        text = answer.read().decode(errors="replace")
        connection.close()
        return text


def headers(cookies: SimpleCookie) -> dict[str, str]:
    """What a browser behind the proxy sends."""
    kept = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    return {"Cookie": kept, "X-Forwarded-Proto": "https", "Host": "127.0.0.1", "Accept-Language": "sv"}


@contextmanager
def served(project: Project) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-m", *SERVER, f"--bind=127.0.0.1:{port}", project.wsgi]
    with subprocess.Popen(command, cwd=project.folder, env=project.environment) as process:
        try:
            site = Served(project, port, process.pid)
            _wait(site, process)
            yield site
        finally:
            process.terminate()


def _wait(site: Served, process: subprocess.Popen) -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end and process.poll() is None:
        try:
            connection = site.connection()
            connection.request("GET", site.project.login, headers=headers(SimpleCookie()))
            connection.getresponse().read()
        except (OSError, HTTPException):
            sleep(0.1)
        else:
            return
    raise BenchmarkError(f"{site.project.name}: the server does not answer")
