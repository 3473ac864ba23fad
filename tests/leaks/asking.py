"""Asking as a persona, and reading everything that comes back: status, headers, cookies, body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.leaks import secrets
from tests.leaks.corpus import Corpus
from tests.leaks.personas import EVERYBODY

# Said anew each time, or said by the server about itself.
# The last one: when something was signed, and the signature with it; what was signed is compared.
TOKEN = re.compile(r"csrf\S+|\b[A-Za-z0-9]{64}\b|sessionid=\S+|:\w{6}:[\w-]{43}")
NOT_COMPARED = {"date", "expires", "x-request-id"}


@dataclass(frozen=True)
class Answer:
    """What somebody got for an address, with the address itself taken out: an echo tells them nothing."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: str
    body: bytes
    text: str  # everything, in lower case, without echoes
    context: Any = None  # what the page's template was given

    @property
    def found(self) -> frozenset[str]:
        return secrets.found_in(self.text)

    def words(self, keys: frozenset[str]) -> set[str]:
        """The very words that give these secrets away."""
        stems = "|".join(secrets.STEMS[key] for key in keys)
        return set(re.findall(rf"(?:{stems})\w*", self.text)) if keys else set()

    def header(self, name: str) -> str:
        return dict(self.headers).get(name.lower(), "")

    def said(self, path: str) -> tuple[Any, ...]:
        """What is compared when two answers should be the same to the last byte, whatever address was asked."""
        headers = tuple((name, value.replace(quote(path, safe="/"), "…")) for name, value in self.headers)
        return (
            self.status,
            headers,
            TOKEN.sub("", self.cookies),
            TOKEN.sub("", self.body.decode("utf-8", "replace")),
        )


@dataclass(frozen=True)
class Look:
    """What is kept of a plain visit: what came out, and what is compared of it."""

    status: int
    location: str
    found: frozenset[str]
    said: tuple[Any, ...]
    """The status, and digests of headers, cookies and body: see `Answer.said`."""


def looked(answer: Answer, path: str) -> Look:
    status, *parts = answer.said(path)
    digests = (sha256(repr(part).encode()).digest() for part in parts)
    return Look(status, answer.header("location"), answer.found, (status, *digests))


class Asker:
    """The personas' browsers. Nothing that a request changes is there for the next one."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.clients = {name: self._signed_in(name) for name in EVERYBODY}

    @cached_property
    def _looks(self) -> dict[tuple[str, str, str], Look]:
        return {}

    def look(self, persona: str, path: str, echo: str = "") -> Look:
        """What a plain visit gives as the corpus stands, asked once: for tests that have changed nothing before."""
        key = (persona, path, echo)
        if key not in self._looks:
            self._looks[key] = looked(self.ask(persona, path, echo=echo), path)
        return self._looks[key]

    def _signed_in(self, name: str) -> Client:
        # A fault becomes the error page, which is looked through like any other answer.
        client = Client(raise_request_exception=False)
        person = self.corpus.people[name]
        if person is not None:
            client.force_login(person)
        if name == "password":
            page = self.corpus.planted.tops[secrets.BEHIND_PASSWORD]
            restriction = page.view_restrictions.get()
            url = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
            answer = client.post(url, {"password": secrets.PASSWORD, "return_url": "/"})
            assert answer.status_code == 302, "the shared password was not taken"
        return client

    def ask(
        self, persona: str, path: str, method: str = "GET", data: Any = None, echo: str = "", **headers: str
    ) -> Answer:
        """`echo` is what else of the answer only repeats the question (a search's words)."""
        client = self.clients[persona]
        kept = client.cookies
        client.cookies = SimpleCookie()
        client.cookies.load({name: morsel.value for name, morsel in kept.items()})
        cache.clear()
        try:
            with transaction.atomic():
                response = (
                    client.generic(method, path, headers=headers)
                    if data is None
                    else client.post(path, data, headers=headers)
                )
                body = b"".join(response.streaming_content) if response.streaming else response.content
                transaction.set_rollback(True)
        finally:
            client.cookies = kept
        return _answer(response, body, [path, path.partition("?")[0], echo])


def _answer(response: Any, body: bytes, echoes: list[str]) -> Answer:
    said = tuple(
        sorted((name.lower(), value) for name, value in response.items() if name.lower() not in NOT_COMPARED)
    )
    cookies = response.cookies.output()
    text = "\n".join(
        [*(f"{name}: {value}" for name, value in said), cookies, body.decode("utf-8", "replace")]
    )
    text = _plain(text)
    for echo in sorted(
        {_plain(form) for e in echoes if e for form in (e, quote(e), quote(e, safe=""))},
        key=len,
        reverse=True,
    ):
        if any(stem in echo for stem in secrets.STEMS.values()):
            text = text.replace(echo, "…")
    return Answer(response.status_code, said, cookies, body, text, response.context)


def _plain(text: str) -> str:
    # A stem is of plain letters, which no escaping touches.
    return text.lower()
