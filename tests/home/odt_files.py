"""OpenDocument texts written by hand, part by part, as LibreOffice, Word and Google Docs write them."""

from __future__ import annotations

import zipfile
from io import BytesIO

from home.importing.opendocument.names import NAMESPACES

XMLNS = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items() if prefix != "xml")
MIMETYPE = "application/vnd.oasis.opendocument.text"
STYLES = """<style:default-style style:family="paragraph">
<style:text-properties fo:font-size="12pt"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Heading" style:default-outline-level="1">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Heading" style:default-outline-level="2"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"/>
<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Figure" style:family="paragraph" style:parent-style-name="Caption"/>"""
AUTOMATIC = """<style:style style:name="T1" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text">
<style:text-properties text:display="none"/></style:style>
<style:style style:name="T3" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="C1" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="◦"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-bullet text:level="1" text:bullet-char="☐"/></text:list-style>
<text:list-style style:name="L4"><text:list-level-style-number text:level="1" style:num-format=""/></text:list-style>"""


def p(*inside: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{"".join(inside)}</text:p>'


def h(text: str, level: int = 1, style: str = "") -> str:
    return f'<text:h text:style-name="{style or f"Heading_20_{level}"}" text:outline-level="{level}">{text}</text:h>'


def span(text: str, style: str = "T1") -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def item(*inside: str, start: str = "") -> str:
    parts = "".join(
        part if part.startswith("<text:") and not part.startswith("<text:span") else p(part)
        for part in inside
    )
    said = f' text:start-value="{start}"' if start else ""
    return f"<text:list-item{said}>{parts}</text:list-item>"


def listing(*items: str, style: str = "L1", more: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:list{named}{more}>{''.join(items)}</text:list>"


def cell(*inside: str, columns: int = 1, rows: int = 1, style: str = "C1") -> str:
    parts = "".join(part if part.startswith("<t") else p(part) for part in inside)
    said = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
    spans = said if columns > 1 or rows > 1 else ""
    return f'<table:table-cell table:style-name="{style}"{spans}>{parts}</table:table-cell>'


COVERED = "<table:covered-table-cell/>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def table(*rows: str) -> str:
    return f'<table:table table:name="Tabell1"><table:table-column/>{"".join(rows)}</table:table>'


def frame(inside: str, alt: str = "", more: str = "") -> str:
    title = f"<svg:title>{alt}</svg:title>" if alt else ""
    return f'<draw:frame draw:name="Bild1" text:anchor-type="as-char"{more}>{inside}{title}</draw:frame>'


def image(name: str, alt: str = "", more: str = "") -> str:
    return frame(f'<draw:image xlink:href="{name}" xlink:type="simple"/>', alt, more)


def odt(
    body: str,
    *,
    automatic: str = AUTOMATIC,
    styles: str = STYLES,
    master: str = "",
    files: dict[str, bytes] | None = None,
    mimetype: str = MIMETYPE,
    manifest: str = "",
    title: str = "",
    prolog: str = "",
) -> bytes:
    """A file. `master` stands in the master page; `files` are its other parts."""
    wanted: dict[str, str | bytes] = {
        "mimetype": mimetype,
        "content.xml": f"{prolog}<office:document-content {XMLNS} office:version='1.3'>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {XMLNS}><office:styles>{styles}</office:styles>"
        f'<office:master-styles><style:master-page style:name="Standard">{master}</style:master-page>'
        "</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {XMLNS}><office:meta><dc:title>{title}</dc:title></office:meta>"
        "</office:document-meta>",
        "META-INF/manifest.xml": f"<manifest:manifest {XMLNS}>{manifest}</manifest:manifest>",
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (wanted | (files or {})).items():
            archive.writestr(name, data)
    return stream.getvalue()
