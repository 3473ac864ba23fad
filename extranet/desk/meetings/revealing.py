"""Whether a title says what may not be read by all who read it.

Anybody who may know of an item reads its neutral title; its title, too, as long as nothing secret lies on it. A
person sees what is meant, so this only asks; and it looks only at what whoever asks may read themselves, since the
question would tell them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from extranet.access import desk, items
from extranet.access.rights import Rights
from extranet.meetings.models import AgendaItem
from extranet.papers.models import Matter
from extranet.placements.models import Placement
from extranet.secrecy.models import is_secret_item, secret_placement

PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)")
WORD = re.compile(r"[^\W_]+(?:[:/-][^\W_]+)*")
SHORTEST = 3


@dataclass(frozen=True)
class Titles:
    """What is to be saved on an item, and what is known of it. `is_open`: nothing secret lies on it (yet)."""

    neutral: str
    title: str
    exercises_authority: bool
    is_secret: bool
    closed: tuple[str, ...] = ()
    neutral_before: tuple[str, ...] = ()


def questions(titles: Titles) -> list[str]:
    """What to ask before these titles are saved."""
    found = []
    if PERSONAL_NUMBER.search(titles.neutral) or (
        PERSONAL_NUMBER.search(titles.title) and not titles.is_secret
    ):
        found.append(_("Rubriken innehåller något som ser ut som ett personnummer. Ska det stå där?"))
    closed = titles.closed
    if titles.is_secret or titles.exercises_authority:
        closed = (*closed, titles.title)
    allowed = {word.casefold() for text in titles.neutral_before for word in WORD.findall(text)}
    repeated = [word for word in _telling(titles.neutral) if word in _all(closed) and word not in allowed]
    same = bool(titles.title) and titles.neutral.casefold() == titles.title.casefold()
    if (titles.is_secret or titles.exercises_authority) and same:
        found.append(
            _(
                "Den neutrala rubriken är densamma som rubriken. Alla som får veta att ärendet finns läser den."
            )
        )
    elif repeated:
        found.append(
            _("Den neutrala rubriken upprepar %(words)s ur rubriken. Röjer det något om någon enskild?")
            % {"words": _quoted(repeated, titles.neutral)}
        )
    if not titles.is_secret:
        said = [
            word for word in _telling(titles.title) if word in _all(titles.closed) and word not in allowed
        ]
        if said:
            found.append(
                _(
                    "Ärendet har sekretessbelagda handlingar på en annan dagordning, och rubriken upprepar "
                    "%(words)s. Här läser alla i organet rubriken tills en sådan handling ligger på ärendet."
                )
                % {"words": _quoted(said, titles.title)}
            )
    return found


def known_of(
    rights: Rights, matter: Matter | None, item: AgendaItem | None
) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Of what an item is: whether something secret lies on it; titles that secrecy closes; titles that it does not."""
    secret = item is not None and is_secret_item(item)
    if matter is None:
        return secret, (), ()
    placed = Placement.objects.filter(withdrawn_at__isnull=True).filter(secret_placement())
    treated = items.visible_to(
        rights, AgendaItem.objects.filter(matter=matter, placements__in=placed)
    ).distinct()
    told = list(treated.values_list("title", "neutral_title"))
    if not told:
        return secret, (), ()
    titled = desk.titled(rights, Matter.objects.filter(Q(pk=matter.pk))).exists()
    closed = [title for title, _neutral in told] + ([matter.title] if titled else [])
    neutral = [neutral for _title, neutral in told] + [matter.neutral_title]
    return secret, tuple(closed), tuple(neutral)


def _telling(text: str) -> list[str]:
    """The words that may name somebody or something: with a capital inside the sentence, or with figures."""
    words = WORD.findall(text)
    return [
        word.casefold()
        for number, word in enumerate(words)
        if len(word) >= SHORTEST
        and ((number and word[0].isupper()) or any(letter.isdigit() for letter in word))
    ]


def _all(texts: Iterable[str]) -> set[str]:
    return {word.casefold() for text in texts for word in WORD.findall(text)}


def _quoted(words: Iterable[str], text: str) -> str:
    """As they stand in the text."""
    wanted = set(words)
    written = dict.fromkeys(word for word in WORD.findall(text) if word.casefold() in wanted)
    return ", ".join(f"”{word}”" for word in written)
