"""HTML, whoever made it, as the blocks of an outline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from bs4 import Tag

from home.importing import inline, nesting
from home.importing.outline import (
    Attachment,
    BulletList,
    Heading,
    Item,
    Items,
    Notice,
    Paragraph,
    Picture,
    Read,
    Remark,
    Step,
    Steps,
    SystemLink,
    Table,
)

STEP_TITLE = 200
TO_HELP = "Listan under punkten blev rader i punktens hjälptext: ”{}”."
TONES = {"tänk på": "notice", "obs": "notice", "varning": "warning", "bra att veta": "info", "tips": "info"}
_SILENT = ("script", "style", "template", "nav", "footer", "aside", "button", "head", "noscript", "hr")
TICK = re.compile(r"^\s*(?:\[[ xX]?\]|[☐☑☒□])\s*")


class Markup:
    """Walks a document once; what could not be kept is in `notes`, what is wrong in `problems`."""

    def __init__(self, tick_lists: bool = False, reads_braces: bool = True) -> None:
        self.tick_lists = tick_lists  # in a checklist every bullet list is one to tick
        self.reads_braces = reads_braces  # {function: chef, due: 3} after an item; elsewhere braces are text
        self.notes: list[Remark] = []
        self.problems: list[Remark] = []

    def blocks(self, root: Tag) -> list[Read]:
        for link in root.find_all("a", href=True):
            href = str(link["href"])
            if not inline.address(href) and not href.startswith("#"):
                self.notes.append(Remark(f"Länken ”{href[:80]}” leder ingenstans härifrån och blev text."))
        return _together(self._walk(root))

    def _walk(self, parent: Tag) -> Iterator[Read]:
        loose: list[str] = []
        for node in parent.children:
            if not isinstance(node, Tag):
                loose.append(inline.text_of(node))
                continue
            if node.name in _SILENT:
                continue
            if node.name in ("a", "b", "strong", "em", "i", "span", "br", "code", "u", "sup", "sub", "small"):
                loose.append(inline.cleaned(node))
                continue
            yield from self._paragraph_of("".join(loose))
            loose = []
            yield from self._element(node)
        yield from self._paragraph_of("".join(loose))

    def _element(self, node: Tag) -> Iterator[Read]:
        if re.fullmatch(r"h[1-6]", node.name):
            text = inline.plain(inline.clean(node))
            if text:
                yield Heading(int(node.name[1]), text)
        elif node.name == "p":
            yield from self._paragraph(node)
        elif node.name == "ol":
            yield from self._steps(node)
        elif node.name == "ul":
            yield from self._bullets(node)
        elif node.name == "table":
            yield from self._table(node)
        elif node.name == "blockquote":
            yield self._notice(node)
        elif node.name == "img":
            yield self._shown(node)
        elif node.name == "pre":
            yield Paragraph(inline.escaped(" ".join(node.get_text().split())))
        else:
            yield from self._walk(node)

    def _paragraph(self, node: Tag) -> Iterator[Read]:
        for image in node.find_all("img"):
            yield self._shown(image)
        yield from self._paragraph_of(inline.clean(node, skip=("img",)))

    def _paragraph_of(self, html: str) -> Iterator[Read]:
        html = " ".join(html.split())
        if not inline.plain(html):
            return
        if TICK.match(inline.plain(html)) and not _has_choices(inline.plain(html)):
            yield Items((self._item(TICK.sub("", html)),))
            return
        alone = re.fullmatch(r'<a href="system:([^"]+)">(.*?)</a>', html)
        if alone:
            yield SystemLink(alone.group(1), inline.plain(alone.group(2)))
            return
        lead = inline.lead(html)
        tone = TONES.get(lead[0].rstrip(":!").casefold()) if lead else None
        yield Notice(tone, lead[1]) if lead and tone and lead[1] else Paragraph(html)

    def _notice(self, node: Tag) -> Notice:
        parts = []
        for child in node.find_all(["p", "li"]) or [node]:
            html = inline.clean(child)
            parts.append(f"– {html}" if child.name == "li" else html)
        lead = inline.lead(parts[0]) if parts else None
        tone = TONES.get(lead[0].rstrip(":!").casefold()) if lead else None
        if lead and tone:
            parts[0] = lead[1]
        return Notice(tone or "info", "<br/>".join(part for part in parts if part))

    def _steps(self, node: Tag) -> Iterator[Read]:
        steps = []
        for item in node.find_all("li", recursive=False):
            inner = nesting.lists(item)
            html = nesting.line(item)
            if inline.plain(html):
                step = self.step(html)
                steps.append(Step(step.title, step.html, inner))
            elif inner:
                steps.append(self.step(" ".join(nesting.rows(inner))))
        if steps:
            yield Steps(tuple(steps))

    def step(self, html: str) -> Step:
        """Bold words first are the step's title; otherwise its first sentence is."""
        lead = inline.lead(html)
        title, rest = lead or inline.first_sentence(html)
        if len(title) > STEP_TITLE:
            cut = title.rfind(" ", 0, STEP_TITLE - 2)
            self.notes.append(
                Remark(f"Ett steg är för långt och har delats: ”{title[:60]} …”. Dela det själv.")
            )
            rest = f"… {inline.escaped(title[cut + 1 :])} {rest}".strip()
            title = f"{title[:cut]} …"
        return Step(title, rest)

    def _bullets(self, node: Tag) -> Iterator[Read]:
        entries = node.find_all("li", recursive=False)
        ticked = [
            bool(TICK.match(entry.get_text()) or entry.find("input", type="checkbox")) for entry in entries
        ]
        if entries and (self.tick_lists or all(ticked)):
            yield Items(tuple(self._item_of(entry) for entry in entries))
            return
        items = tuple(filter(None, (nesting.with_lists(entry) for entry in entries)))
        if items:
            yield BulletList(items)

    def _item_of(self, entry: Tag) -> Item:
        paragraphs = entry.find_all("p", recursive=False)
        if paragraphs:
            first, *more = [nesting.lines(paragraph) for paragraph in paragraphs]
            lines = [*first, *(line for lines in more for line in lines)]
        else:
            lines = nesting.lines(entry, skip=("ul", "ol"))
        inner = nesting.rows(nesting.lists(entry))
        if inner:
            said = inline.plain(lines[0]) if lines else ""
            self.notes.append(Remark(TO_HELP.format(f"{said[:60]} …" if len(said) > 60 else said)))
        help_html = "<br/>".join(filter(None, [" ".join(lines[1:]), *inner]))
        return self._item(TICK.sub("", lines[0] if lines else ""), help_html)

    def _item(self, html: str, help_html: str = "") -> Item:
        options: dict = {}
        braces = re.search(r"\{([^{}]*)\}\s*$", html)
        if not self.reads_braces:
            pass
        elif braces:
            html = html[: braces.start()]
            options = self._options(braces.group(1))
        elif "{" in html:
            self._unreadable(html[html.index("{") :])
        text = inline.plain(html)
        linked = inline.links(html)
        if linked and not options.get("link") and linked[0].startswith("rutin:"):
            options["link"] = linked[0].removeprefix("rutin:")
        return Item(
            text,
            help_html.strip(),
            function=str(options.get("function") or ""),
            due=options.get("due"),
            link=str(options.get("link") or ""),
        )

    def _options(self, inside: str) -> dict:
        try:
            options = yaml.safe_load("{" + inline.plain(inside) + "}")
        except yaml.YAMLError:
            options = None
        if not isinstance(options, dict) or not set(options) <= {"function", "due", "link"}:
            self._unreadable(f"{{{inside}}}")
            return {}
        due = options.get("due")
        if due is not None and (isinstance(due, bool) or not isinstance(due, int) or not -730 <= due <= 730):
            self.problems.append(Remark(f"due ska vara ett helt antal dagar, −730 till 730, inte ”{due}”."))
            options["due"] = None
        return options

    def _unreadable(self, braces: str) -> None:
        self.problems.append(
            Remark(f"Klammern {braces} går inte att läsa. Skriv {{function: chef, due: 3}}.")
        )

    def _table(self, node: Tag) -> Iterator[Read]:
        rows = []
        for row in node.find_all("tr"):
            if row.find_parent("table") is not node:
                continue
            cells = [inline.clean(cell) for cell in row.find_all(["th", "td"], recursive=False)]
            if any(inline.plain(cell) for cell in cells):
                rows.append(cells)
        if not rows:
            return
        if any(inline.links(cell) for row in rows for cell in row):
            self.notes.append(Remark("Länkar i en tabell blev text: en tabell kan inte ha länkar."))
        width = max(len(row) for row in rows)
        texts = [tuple(inline.plain(cell) for cell in (*row, *[""] * (width - len(row)))) for row in rows]
        caption = inline.plain(inline.clean(node.caption)) if node.caption else ""
        head = ("",) * width if node.has_attr("data-headless") else texts.pop(0)
        yield Table(head, tuple(texts), caption)

    def _shown(self, node: Tag) -> Picture | Attachment:
        source = str(node.get("src", ""))
        if source.startswith("bilaga:"):
            return Attachment(source, str(node.get("alt", "")).strip() or source.partition(":")[2])
        return self._picture(node)

    def _picture(self, node: Tag) -> Picture:
        caption = str(node.get("title", "")).strip()
        figure = node.find_parent("figure")
        if figure and figure.figcaption:
            caption = inline.plain(inline.clean(figure.figcaption.extract()))
        return Picture(str(node.get("src", "")), str(node.get("alt", "")).strip(), caption)


def _together(blocks: Iterator[Read]) -> list[Read]:
    """Lines to tick that stand below one another are one list."""
    found: list[Read] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(block, Items) and isinstance(before, Items):
            found[-1] = Items((*before.items, *block.items))
        else:
            found.append(block)
    return found


def _has_choices(text: str) -> bool:
    """Whether there are several boxes on a line: an answer to choose, no line to tick."""
    return sum(sign in "☐☑☒□" for sign in text) > 1
