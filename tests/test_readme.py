"""The README says what is so: each variable that is read, each persona of the demo, each file that it points at."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
READ = re.compile(r"""\benv\.\w+\(\s*["'](\w+)["']""")
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \|", re.MULTILINE)


def variables() -> set[str]:
    files = (ROOT / "intranet" / "settings").glob("*.py")
    return {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}


def table(heading: str) -> str:
    return README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_variable_of_the_settings_is_in_the_table_and_no_other():
    assert {name for name, _ in ROW.findall(table("Variables"))} == variables()


def test_what_is_required_is_said_to_be():
    production = (ROOT / "intranet" / "settings" / "production.py").read_text(encoding="utf-8")
    required = set(re.findall(r"""\benv\.\w+\("(\w+)"\)""", production))
    assert {name for name, default in ROW.findall(table("Variables")) if default == "required"} == required


def test_the_personas_are_those_of_the_demo():
    with (ROOT / "intranet" / "demo" / "personas.csv").open(encoding="utf-8", newline="") as file:
        personas = [(row["username"], row["label"]) for row in csv.DictReader(file, delimiter=";")]
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \|", table("Who to be"), re.MULTILINE)
    assert rows == personas


def test_every_link_between_documents_leads_somewhere():
    gone = []
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(
            r"\]\(([^)#]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"", document.read_text(encoding="utf-8")
        ):
            link = target[0] or target[1]
            if not link.startswith(("http:", "https:", "mailto:")) and not (document.parent / link).exists():
                gone.append(f"{document.relative_to(ROOT)}: {link}")
    assert gone == []
