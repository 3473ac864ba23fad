"""Markdown, web pages and Word files come to the same neutral outline."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from home.importing.arranging import arrange, arrange_article
from home.importing.fields import NEWS_NAMES
from home.importing.outline import (
    BulletList,
    Item,
    Items,
    Notice,
    Outline,
    Paragraph,
    Picture,
    Section,
    Step,
    Steps,
    Subheading,
    SystemLink,
    Table,
)
from home.importing.reading import read_source, text_files
from home.importing.source import UnreadableTextError

ROUTINE = """---
kind: rutin
title: Nycklar
owner: chef@KLK-HR
units: [KLK-HR]
subjects: [lokaler]
valid_from: 2026-09-01
decided_on: 2026-08-20
---
## Det här gör du
1. **Hämta nyckeln** i receptionen. Visa legitimation.
2. Skriv under kvittot. Läs [villkoren](rutin:villkor).

[Boka nyckel](system:bokning)

## Att tänka på
Lämna **aldrig** ut nyckeln, se [regler](https://kompasskoping.example/regler).

### Kopior
- en per person
- två per enhet

> **Varning:** Tappad nyckel anmäls *genast*.

| Nyckel | Färg |
|---|---|
| A | Röd |
| B |

1. Ring vakten.
2. Byt lås.

[Felanmäl](system:felanmalan)
"""


def read(text: str | bytes, name: str = "nycklar.md") -> Outline:
    return arrange(read_source(Path(name), text if isinstance(text, bytes) else text.encode()))


def sections(outline: Outline) -> list[tuple[str, list]]:
    return [(section.heading, section.blocks) for section in outline.sections]


def test_markdown_becomes_an_outline():
    outline = read(ROUTINE)
    assert not outline.problems
    assert outline.title == "Nycklar"
    assert outline.fields["valid_from"] == date(2026, 9, 1)
    assert outline.fields["units"] == ["KLK-HR"]
    assert outline.answer == (
        Step("Hämta nyckeln", "i receptionen. Visa legitimation."),
        Step("Skriv under kvittot.", 'Läs <a href="rutin:villkor">villkoren</a>.'),
    )
    assert outline.system == SystemLink("bokning", "Boka nyckel")
    link = '<a href="https://kompasskoping.example/regler">regler</a>'
    assert sections(outline) == [
        (
            "Att tänka på",
            [
                Paragraph(f"Lämna <b>aldrig</b> ut nyckeln, se {link}."),
                Subheading("Kopior"),
                BulletList(("en per person", "två per enhet")),
                Notice("warning", "Tappad nyckel anmäls <i>genast</i>."),
                Table(("Nyckel", "Färg"), (("A", "Röd"), ("B", ""))),
                Steps((Step("Ring vakten."), Step("Byt lås."))),
                SystemLink("felanmalan", "Felanmäl"),
            ],
        )
    ]


def test_html_in_markdown_is_text():
    outline = read("---\ntitle: T\n---\nSkriv <script>alert(1)</script> inte.\n")
    assert outline.sections[0].blocks == [Paragraph("Skriv &lt;script&gt;alert(1)&lt;/script&gt; inte.")]


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("Ring. Skriv sedan.", Step("Ring.", "Skriv sedan.")),
        ("Ring t.ex. Karin på kontoret. Vänta.", Step("Ring t.ex. Karin på kontoret.", "Vänta.")),
        ("**Ring**: nu", Step("Ring:", "nu")),
        (
            "Följ [Nycklar](rutin:nycklar).",
            Step("Följ Nycklar.", 'Läs mer: <a href="rutin:nycklar">Nycklar</a>.'),
        ),
        ("Kräv < 5 fel. Ja.", Step("Kräv < 5 fel.", "Ja.")),
    ],
)
def test_a_numbered_line_becomes_a_step(written, step):
    assert read(f"---\ntitle: T\n---\n## Det här gör du\n1. {written}\n").answer == (step,)


def test_a_step_too_long_is_divided_and_told_of():
    outline = read(f"---\ntitle: T\n---\n## Det här gör du\n1. {'ord ' * 80}\n")
    step = outline.answer[0]
    assert len(step.title) <= 200
    assert (step.title + step.html).count("ord") == 80
    assert "för långt" in outline.notes[0].message


def test_a_list_inside_a_step_is_kept_as_text():
    outline = read("---\ntitle: T\n---\n## Det här gör du\n1. **Packa** väskan\n   - nyckel\n   - karta\n")
    assert outline.answer == (Step("Packa", "väskan", "<ul><li>nyckel</li><li>karta</li></ul>"),)
    assert "Listan i steget blev rader." in outline.notes[0].message


def test_a_checklist_has_items_with_options_and_help():
    outline = read(
        "---\nkind: checklista\ntitle: Start\n---\nGör så här.\n\n## Före\n"
        "- [ ] Beställ **dator** {function: chef, due: -14, link: bestalla-dator}\n"
        "  Ring *servicedesk* först.\n  Det tar en vecka.\n"
        "- [ ] Skriv ut schema\n\n## Efter\n- Följ upp {due: 30}\n"
    )
    assert not outline.problems
    assert sections(outline) == [
        ("", [Paragraph("Gör så här.")]),
        (
            "Före",
            [
                Items(
                    (
                        Item(
                            "Beställ dator",
                            "Ring <i>servicedesk</i> först. Det tar en vecka.",
                            function="chef",
                            due=-14,
                            link="bestalla-dator",
                        ),
                        Item("Skriv ut schema"),
                    )
                )
            ],
        ),
        ("Efter", [Items((Item("Följ upp", due=30),))]),
    ]


@pytest.mark.parametrize("braces", ["{due: snart}", "{due: 9999}", "{owner: chef}", "{due}}"])
def test_braces_that_cannot_be_read_are_a_problem(braces):
    assert read(f"---\nkind: checklista\ntitle: T\n---\n## A\n- [ ] Ring {braces}\n").problems


def test_a_handbook_has_chapters():
    outline = read(
        "---\nkind: handbok\ntitle: Boken\n---\nInledning.\n# Ett\nText.\n## Del\nMer.\n# Två\n## Slut\nEnd.\n"
    )
    assert sections(outline) == [("", [Paragraph("Inledning.")])]
    assert [(chapter.title, chapter.sections) for chapter in outline.chapters] == [
        ("Ett", [Section("", [Paragraph("Text.")]), Section("Del", [Paragraph("Mer.")])]),
        ("Två", [Section("Slut", [Paragraph("End.")])]),
    ]


def test_news_keeps_numbered_lists_as_lists_and_buttons_as_links():
    source = read_source(
        Path("nytt.md"),
        b"---\ntitle: Nytt\nfrom: KLK\npublished: -4d\n---\n1. **Ring** nu\n\n[Schema](system:schema)\n",
    )
    assert arrange_article(source, NEWS_NAMES).sections[0].blocks == [
        BulletList(("<b>Ring</b> nu",), ordered=True),
        Paragraph('<a href="system:schema">Schema</a>'),
    ]


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("title: T\nowners: x", 3, "Fältet ”owners” är okänt"),
        ("title: T\nkind: dikt", 3, "kind har ”dikt”"),
        ("title: T\nvalid_from: i maj", 3, "inte är ett datum"),
        (f"title: T\nsummary: {'x' * 301}", 3, "längre än 300 tecken"),
    ],
)
def test_a_field_in_error_is_named_with_its_line(front, line, words):
    (problem,) = read(f"---\n{front}\n---\nText.\n").problems
    assert problem.line == line
    assert words in problem.message


def test_field_names_may_be_swedish():
    outline = read("---\ntitel: T\nÄgare: chef@A\nGäller från: 2026-01-01\nämnen: it, skola\n---\nText.\n")
    assert not outline.problems
    assert outline.fields["owner"] == "chef@A"
    assert outline.fields["subjects"] == ["it", "skola"]


def test_front_matter_that_cannot_be_read_is_refused_with_its_line():
    with pytest.raises(UnreadableTextError, match="rad 3"):
        read("---\ntitle: T\nsummary: a: b: c\n---\nText.\n")


def test_a_text_without_title_or_words_is_refused():
    assert [p.message for p in read("## A\nText.\n\n## B\n").problems] == [
        "Titel saknas. Skriv title i filhuvudet eller en rubrik överst."
    ]
    assert [p.message for p in read("---\ntitle: T\n---\n").problems] == ["Filen har ingen text."]


WEBPAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Flytt &amp; städ</title>
<meta name="owner" content="chef@TSF"><meta name="viewport" content="width=device-width">
</head><body><nav><a href="/">Hem</a></nav><main>
<h1>Flytt &amp; städ</h1><div><p>Läs <a href="../Nya rutiner/S%C3%A5 h%C3%A4r.docx">mer</a>
och <a href="javascript:alert(1)">ännu mer</a>.</p></div>
<h2>Det här gör du</h2><ol><li><strong>Packa</strong> allt.</li></ol>
<h2>Hjälp</h2><ul><li>Vagn</li></ul><figure><img src="bild.png" alt="En vagn"><figcaption>Vagnen</figcaption></figure>
<table><caption>Tider</caption><tr><th>Dag</th><th>Tid</th></tr><tr><td>Må<br>Ti</td><td>8</td></tr></table>
<script>alert(1)</script>Lös <b>text</b> här.<p><br></p></main><footer>Sidfot</footer></body></html>"""


def test_a_web_page_becomes_an_outline():
    outline = read(WEBPAGE, "flytt.html")
    assert not outline.problems
    assert [note.message for note in outline.notes] == [
        "Länken ”javascript:alert(1)” leder ingenstans härifrån och blev text."
    ]
    assert (outline.title, outline.fields["owner"]) == ("Flytt & städ", "chef@TSF")
    assert outline.answer == (Step("Packa", "allt."),)
    assert sections(outline) == [
        ("", [Paragraph('Läs <a href="rutin:sa-har">mer</a> och ännu mer.')]),
        (
            "Hjälp",
            [
                BulletList(("Vagn",)),
                Picture("bild.png", "En vagn", "Vagnen"),
                Table(("Dag", "Tid"), (("Må Ti", "8"),), "Tider"),
                Paragraph("Lös <b>text</b> här."),
            ],
        ),
    ]


def word_file(fill) -> bytes:
    document = Document()
    fill(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def picture() -> BytesIO:
    stream = BytesIO()
    Image.new("RGB", (40, 30), "#0a5950").save(stream, "PNG")
    stream.seek(0)
    return stream


def add_link(paragraph, url: str, text: str) -> None:
    related = paragraph.part.relate_to(
        url, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), related)
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def test_a_word_file_becomes_an_outline():
    def fill(document):
        head = document.add_table(2, 2)
        for row, (label, value) in zip(
            head.rows, [("Ägare:", "chef@TSF"), ("Gäller från", "2026-03-01")], strict=True
        ):
            row.cells[0].text, row.cells[1].text = label, value
        document.add_heading("Nycklar och taggar", 0)
        document.add_heading("Det här gör du", 1)
        step = document.add_paragraph(style="List Number")
        step.add_run("Hämta nyckeln").bold = True
        step.add_run(" i receptionen.")
        document.add_paragraph("Skriv under.", style="List Number")
        document.add_heading("Mer", 1)
        line = document.add_paragraph("Se ")
        add_link(line, "https://kompasskoping.example/", "webben")
        document.add_heading("Detalj", 2)
        document.add_paragraph("En", style="List Bullet")
        document.add_paragraph("Två", style="List Bullet")
        note = document.add_paragraph()
        note.add_run("Tänk på:").bold = True
        note.add_run(" Lås dörren.")
        table = document.add_table(2, 2)
        for cell, text in zip(
            [cell for row in table.rows for cell in row.cells],
            ["Nyckel", "Färg", "A & B", "Röd"],
            strict=True,
        ):
            cell.text = text
        document.add_picture(picture())
        document.element.body.findall(f".//{qn('wp:docPr')}")[0].set("descr", "En nyckel")

    outline = read(word_file(fill), "nycklar.docx")
    assert not outline.problems
    assert outline.title == "Nycklar och taggar"
    assert outline.fields["owner"] == "chef@TSF"
    assert outline.fields["valid_from"] == date(2026, 3, 1)
    assert outline.answer == (Step("Hämta nyckeln", "i receptionen."), Step("Skriv under."))
    (heading, blocks), *others = sections(outline)
    assert not others
    assert heading == "Mer"
    assert blocks == [
        Paragraph('Se <a href="https://kompasskoping.example/">webben</a>'),
        Subheading("Detalj"),
        BulletList(("En", "Två")),
        Notice("notice", "Lås dörren."),
        Table(("Nyckel", "Färg"), (("A & B", "Röd"),)),
        Picture("bild:image1.png", "En nyckel"),
    ]
    assert outline.pictures["bild:image1.png"].startswith(b"\x89PNG")


def test_the_title_style_is_the_title_whatever_heading_follows():
    def fill(document):
        document.add_heading("Nycklar och taggar", 0)
        document.add_heading("Hämta", 1)
        document.add_paragraph("Gå till receptionen.")

    outline = read(word_file(fill), "nycklar.docx")
    assert outline.title == "Nycklar och taggar"
    assert sections(outline) == [("Hämta", [Paragraph("Gå till receptionen.")])]


def test_a_picture_without_words_for_it_is_known():
    def fill(document):
        document.add_heading("T", 0)
        document.add_paragraph("Text")
        document.add_picture(picture())

    assert [picture.file for picture in read(word_file(fill), "t.docx").wordless()] == ["image1.png"]
    outline = read("---\ntitle: T\n---\nText\n\n![](karta.png)\n")
    assert [picture.file for picture in outline.wordless()] == ["karta.png"]
    assert outline.problems == []
    article = read_source(Path("n.md"), b"---\ntitle: T\n---\nText\n\n![](karta.png)\n")
    (problem,) = arrange_article(article, NEWS_NAMES).problems
    assert (problem.line, problem.message[:32]) == (6, "Bilden karta.png saknar bildtext")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spara den som .docx"),
        ("last.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ta bort lösenordet"),
        ("trasig.docx", b"PK\x03\x04 nothing", "skadad"),
        ("inte.docx", b"<html>", "är en webbsida"),
        ("rapport.pdf", b"%PDF-1.7", "blir ett dokument"),
        ("ark.xyz", b"abc", "läses inte in"),
        ("tom.md", b"  \n", "tom"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(name, data, words):
    with pytest.raises(UnreadableTextError, match=words):
        read_source(Path(name), data)


def test_hidden_files_lock_files_and_pictures_are_not_texts(tmp_path):
    for name in (".gömd.md", "~$rutin.docx", "bild.png", "README.md", "b.md", "under/a.html", ".git/c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [path.name for path in text_files(tmp_path)] == ["b.md", "a.html"]
    assert text_files(tmp_path / "b.md") == [tmp_path / "b.md"]
