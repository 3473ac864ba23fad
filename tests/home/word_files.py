"""Word files written by hand, part by part: for what no library writes, and as other programs write it."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image

from home.importing.word.names import NAMESPACES

XMLNS = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items() if prefix != "rel")
OFFICE = NAMESPACES["r"]
STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Kommunens avsnitt"/><w:basedOn w:val="Rubrik1"/></w:style>
<w:style w:type="paragraph" w:styleId="Liststycke"><w:name w:val="List Paragraph"/></w:style>
<w:style w:type="paragraph" w:styleId="Innehll1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Beskrivning"><w:name w:val="caption"/></w:style>
<w:style w:type="character" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Tabellrutnt"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>
<w:top w:val="single"/><w:insideH w:val="single"/></w:tblBorders></w:tblPr></w:style>"""


def level(number: int, kind: str = "decimal", start: int = 1, text: str = "%1.") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = f"""<w:abstractNum w:abstractNumId="1">{level(0)}{level(1, "lowerLetter")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{level(0, "bullet", text="•")}{level(1, "bullet", text="o")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""


def run(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph; what does not begin with < is text."""
    runs = "".join(part if part.startswith("<") else run(part) for part in inside)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    head = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{head}{runs}</w:p>"


def item(text: str, num: int = 1, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def bold(text: str, size: int = 0) -> str:
    return p(run(text, "<w:b/>" + (f'<w:sz w:val="{size}"/>' if size else "")))


def cell(*inside: str, properties: str = "") -> str:
    parts = "".join(part if part.startswith(("<w:p>", "<w:tbl>")) else p(part) for part in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{parts}</w:tc>"


def table(*rows: str, properties: str = '<w:tblStyle w:val="Tabellrutnt"/>') -> str:
    inside = "".join(f"<w:tr>{row}</w:tr>" if not row.startswith("<w:tr>") else row for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{inside}</w:tbl>"


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{mark.format('separate')}"
        f"{run(result)}{mark.format('end')}"
    )


def png(colour: str = "#0a5950", size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


def drawing(related: str, alt: str = "", extra: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Bild 1" descr="{alt}">{extra}</wp:docPr><a:graphic>'
        f'<a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:blipFill><a:blip r:embed="{related}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def word(
    body: str,
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    relations: dict[str, tuple[str, str]] | None = None,
    files: dict[str, bytes] | None = None,
    parts: dict[str, str] | None = None,
    strict: bool = False,
    prolog: str = "",
) -> bytes:
    """A file. `relations` are the text's by id: (kind, target); `parts` are XML by name with their root's inside."""
    said = {f"s{name}": (name, f"{name}.xml") for name in ("styles", "numbering")} | (relations or {})
    outside = ' TargetMode="External"'
    links = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{outside if '://' in target or kind == 'hyperlink' else ''}/>"
        for key, (kind, target) in said.items()
    )
    rels = f'<Relationships xmlns="{NAMESPACES["rel"]}">{{}}</Relationships>'
    wanted = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": rels.format(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": rels.format(links),
        "word/document.xml": f"{prolog}<w:document {XMLNS}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {XMLNS}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {XMLNS}>{numbering}</w:numbering>",
    }
    for name, xml in (parts or {}).items():
        root = {"footnotes": "footnotes", "endnotes": "endnotes", "header1": "hdr"}.get(name, name)
        wanted[f"word/{name}.xml"] = f"<w:{root} {XMLNS}>{xml}</w:{root}>"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in wanted.items():
            if strict:
                text = text.replace(NAMESPACES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main")
                text = text.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            archive.writestr(name, text)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()
