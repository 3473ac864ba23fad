"""Where a quoted passage stands in a version of a paper."""

from __future__ import annotations

from collections.abc import Collection

from extranet.texts.models import READ, PaperText, TextReading


def squeezed(text: str) -> str:
    """Letters and digits alone: line breaks, hyphens and spaces fall differently in each copy of a text."""
    return "".join(character for character in text.casefold() if character.isalnum())


def has_text(versions: Collection[int]) -> set[int]:
    """Those whose text has been read, so that not to find something there means something."""
    found = TextReading.objects.filter(version__in=versions, state__in=READ)
    return set(found.values_list("version", flat=True)) if versions else set()


Sought = tuple[str, int | None]
"""A quote, and the page where it stood."""


def pages_of(version: int, sought: Collection[Sought]) -> dict[Sought, int]:
    """On which page of a version each quote stands, where it does: on the page where it stood, or else the first."""
    wanted = {each: letters for each in sought if (letters := squeezed(each[0]))}
    found: dict[Sought, int] = {}
    texts = PaperText.objects.filter(version=version).values_list("page", "text").order_by("page")
    near = {page for _quote, page in wanted if page is not None}
    for page, text in texts.filter(page__in=near) if near else ():
        letters = squeezed(text)
        found |= {each: page for each, looked in wanted.items() if each[1] == page and looked in letters}
    left = {each: looked for each, looked in wanted.items() if each not in found}
    for page, text in texts.iterator(chunk_size=50) if left else ():
        letters = squeezed(text)
        here = [each for each, looked in left.items() if looked in letters]
        for each in here:
            found[each] = page
            del left[each]
        if not left:
            break
    return found
