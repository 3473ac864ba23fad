"""What there is to translate: every text that our code and templates mark for gettext.

Django's own `makemessages` needs the system's gettext tools. This reads Python by its syntax tree, and templates
by what Django's `templatize` makes of them (which is nearly Python, with the calls intact).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

APPS = ("intranet", "home", "frameworkagreements", "extranet", "search")
TEMPLATES = "templates"

# Name of the function → the meaning of its first arguments.
_FUNCTIONS = {"_": "s", "gettext": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
_FUNCTIONS |= {f"{name}_lazy": meaning for name, meaning in _FUNCTIONS.items() if name != "_"}

_STRING = r"""(?:[uUrR]?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
_CALL = re.compile(
    rf"\b({'|'.join(_FUNCTIONS)})\(\s*({_STRING})(?:\s*,\s*({_STRING}))?(?:\s*,\s*({_STRING}))?"
)


@dataclass(frozen=True, order=True)
class Text:
    """One text, as gettext knows it: by context, singular and plural."""

    singular: str
    plural: str = ""
    context: str = ""


def texts(root: Path) -> dict[Text, list[str]]:
    """Every text below the project's root, each with the files it stands in (relative, sorted)."""
    found: dict[Text, set[str]] = {}
    for path in _files(root):
        source = path.read_text(encoding="utf-8")
        read = of_python(source) if path.suffix == ".py" else of_template(source, str(path))
        for text in read:
            found.setdefault(text, set()).add(path.relative_to(root).as_posix())
    return {text: sorted(found[text]) for text in sorted(found)}


def of_python(source: str) -> Iterator[Text]:
    """The texts of a Python module. What is put together at run time is none: gettext could not find it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            given = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            yield from _text(node.func.id, given)


def of_template(source: str, name: str = "") -> Iterator[Text]:
    """The texts of a Django template. Raises SyntaxError for a tag that Django could not read either."""
    for function, *arguments in _CALL.findall(templatize(source, origin=name)):
        yield from _text(function, [ast.literal_eval(argument) for argument in arguments if argument])


def _text(function: str, arguments: list[str]) -> Iterable[Text]:
    meaning = _FUNCTIONS[function]
    if len(arguments) < len(meaning) or not arguments[meaning.index("s")]:
        return
    named = dict(zip(meaning, arguments, strict=False))
    yield Text(named["s"], named.get("p", ""), named.get("c", ""))


def _files(root: Path) -> Iterator[Path]:
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for path in sorted((root / TEMPLATES).rglob("*")):
        if path.suffix in (".html", ".txt", ".xml", ".json", ".js"):
            yield path
