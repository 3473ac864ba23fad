"""Sealing what somebody writes, so that the database alone tells nobody what it says.

What is sealed says besides whose it is and what it is about: text that is moved to another's row does not open
there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.fernet import InvalidToken, MultiFernet

from extranet.notes.keys import fernets

FORMAT = 1


class SealedError(RuntimeError):
    """It was sealed with a key that this process has not got, or is not what it should be. Nothing is lost."""


@dataclass(frozen=True)
class Content:
    text: str
    quote: str = ""


def seal(content: Content, person: int, about: str) -> str:
    """`about` names a row or a form by its key ("arende 7"); it has to be said again to open."""
    inside = {
        "format": FORMAT,
        "person": person,
        "about": about,
        "text": content.text,
        "quote": content.quote,
    }
    return MultiFernet(fernets()).encrypt(json.dumps(inside, ensure_ascii=False).encode()).decode()


def unseal(sealed: str, person: int, about: str) -> Content:
    """Raises SealedError."""
    try:
        inside = json.loads(MultiFernet(fernets()).decrypt(sealed.encode()))
        if (inside["format"], inside["person"], inside["about"]) != (FORMAT, person, about):
            raise SealedError
        return Content(str(inside["text"]), str(inside["quote"]))
    except (InvalidToken, ValueError, KeyError, TypeError) as error:
        raise SealedError from error


def seal_anew(sealed: str) -> str | None:
    """The same, sealed with the first key; None if it is already. Raises SealedError if no key opens it."""
    first, *_ = fernets()
    try:
        first.decrypt(sealed.encode())
    except InvalidToken:
        try:
            return MultiFernet(fernets()).rotate(sealed.encode()).decode()
        except InvalidToken as error:
            raise SealedError from error
    return None
