"""Markup inside a line: cleaning it, its plain text, its first sentence, its links."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import SplitResult, parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

ANCHOR = re.compile(r"#[\w-]+")
_PHONE = re.compile(r"tel:\+?[\d ()-]+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s<>\"'@?]+@[\w.-]+(?:\?[^\s<>\"']*)?", re.IGNORECASE)
SCHEMES = ("http", "https", "mailto", "tel", "rutin", "system")
_BREAK = re.compile(r"</?(?:br|ul|ol|li)/?>")
_TAG = re.compile(r"</?[a-z][^>]*>")
_NAMES = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a", "br": "br"}
# Programs that send every link through an address of their own: host and path, and where the link itself stands.
_DETOURS = (
    (re.compile(r"www\.google\.[a-z.]+/url"), "q"),
    (re.compile(r"[\w.]+\.safelinks\.\w+\.outlook\.com/"), "url"),
)
_TEXT_FILE = re.compile(
    r"(?:^|/)([^/?#]+)\.(?:md|markdown|html?|doc[xm]?|dot[xm]?|odt|ott)(?:#.*)?$", re.IGNORECASE
)
_ABBREVIATIONS = frozenset(
    (
        *("bl.a.", "t.ex.", "m.m.", "m.fl.", "dvs.", "ca.", "nr.", "kl.", "s.k.", "f.d.", "osv.", "etc."),
        *("jfr.", "tel.", "max.", "resp.", "fr.o.m.", "t.o.m."),
    )
)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def clean(node: Tag | None, skip: tuple[str, ...] = ()) -> str:
    """The inside of a node as html of the few tags that the outline allows, without the tags in `skip`."""
    children = node.children if node is not None else ()
    return re.sub(r"\s+", " ", "".join(cleaned(child, skip) for child in children)).strip()


def cleaned(node: PageElement, skip: tuple[str, ...] = ()) -> str:
    """A node itself, cleaned, with the spaces round it."""
    if not isinstance(node, Tag):
        return text_of(node)
    if node.name in skip or node.name in ("script", "style", "template"):
        return ""
    if node.name == "br":
        return "<br/>"
    inside = "".join(cleaned(child, skip) for child in node.children)
    name = _NAMES.get(node.name)
    if not name or not inside.strip():
        return inside
    if name != "a":
        return _hugging(f"<{name}>", inside, f"</{name}>")
    href = address(str(node.get("href", "")))
    return _hugging(f'<a href="{escape(href)}">', inside, "</a>") if href else inside


def text_of(node: PageElement) -> str:
    """Text as html; nothing for comments and the like, which are subclasses of it."""
    return escaped(str(node)) if type(node) is NavigableString else ""


def escaped(text: str) -> str:
    return escape(text, quote=False)


def _hugging(start: str, inside: str, end: str) -> str:
    """A tag round the words, the spaces at the ends outside it."""
    words = inside.strip()
    before = inside[: len(inside) - len(inside.lstrip())]
    after = inside[len(inside.rstrip()) :]
    return f"{before}{start}{words}{end}{after}"


def address(href: str) -> str:
    """A link's address as the outline has it; empty for one that leads nowhere we know.

    A relative link to another text file is a link to the page that it becomes. One within the text is kept:
    whether its place is one on the page too is seen when that is built.
    """
    href = href.strip()
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    direct = _direct(parts)
    if direct:
        return address(direct)
    scheme = parts.scheme.lower()
    if scheme:
        written = {"tel": _PHONE, "mailto": _MAIL}.get(scheme)
        return href if scheme in SCHEMES and (written is None or written.fullmatch(href)) else ""
    if ANCHOR.fullmatch(href):
        return href
    found = _TEXT_FILE.search(href.replace("\\", "/"))
    return f"rutin:{slug_of(found.group(1))}" if found else ""


def _direct(parts: SplitResult) -> str:
    """Where a link leads that goes by a detour; empty for one that does not."""
    for pattern, name in _DETOURS:
        if parts.scheme in ("http", "https") and pattern.match(f"{parts.netloc}{parts.path}"):
            said = parse_qs(parts.query).get(name, [""])[0]
            return said if urlsplit(said).scheme in ("http", "https", "mailto", "tel") else ""
    return ""


def slug_of(stem: str) -> str:
    """The address that a file's name becomes."""
    from urllib.parse import unquote

    from django.utils.text import slugify

    return slugify(unquote(stem))


def plain(html: str) -> str:
    """The words without markup; characters as themselves. For html that `clean` has given: a parser for each line
    of a long text took most of the time of reading it.
    """
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", html))).split())


def links(html: str) -> list[str]:
    """The addresses linked to."""
    return [str(a["href"]) for a in soup(html).find_all("a", href=True)] if "<a " in html else []


def lead(html: str) -> tuple[str, str] | None:
    """The bold words that a line begins with, any stop after them, and the rest; None without such."""
    found = re.match(r"<b>(.*?)</b>\s*([:.,]?)\s*", html, re.DOTALL)
    if not found:
        return None
    rest = html[found.end() :].strip()
    while rest.startswith("<br/>"):
        rest = rest.removeprefix("<br/>").strip()
    return plain(found.group(1)) + found.group(2), rest


def first_sentence(html: str) -> tuple[str, str]:
    """The first sentence in plain text, and the rest as html.

    Links of the first sentence would be lost with its markup, so they go first in the rest.
    """
    taken, rest = _split(html)
    kept = [str(a) for a in soup(taken).find_all("a")]
    if kept:
        rest = f"Läs mer: {', '.join(kept)}. {rest}".strip()
    return plain(taken), rest


def _split(html: str) -> tuple[str, str]:
    depth = 0
    for found in re.finditer(r"<(/?)[a-z]+[^>]*?(/?)>|[.!?](?=\s+[\"”A-ZÅÄÖ0-9<])", html):
        sign = found.group(0)
        if sign == "<br/>" and depth == 0 and html[: found.start()].strip():
            return html[: found.start()].strip(), html[found.end() :].strip()
        if sign.startswith("<"):
            if not found.group(2):
                depth += -1 if found.group(1) else 1
        elif depth == 0 and not _ends_with_abbreviation(html[: found.end()]):
            return html[: found.end()], html[found.end() :].strip()
    return html, ""


def _ends_with_abbreviation(text: str) -> bool:
    words = text.split()
    return bool(words) and (
        words[-1].casefold() in _ABBREVIATIONS or bool(re.fullmatch(r"[A-ZÅÄÖ]\.", words[-1]))
    )
