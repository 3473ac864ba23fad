"""Names and titles in Swedish order (… x y z å ä ö) in every listing, whichever the database.

SQLite compares bytes, and PostgreSQL goes by the locale it was made with. Instead of telling each listing, what
is ordered by one of the fields that hold names is compared by a key of ours on SQLite and by PostgreSQL's own
Swedish collation there. Paths, codes and addresses keep the database's order, and their indexes.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, TextField
from django.db.models.expressions import Col, OrderBy, Ref

NAMES = frozenset({"title", "draft_title", "name", "first_name", "last_name"})
KEY = "swedish_key"
COLLATION = "sv-x-icu"  # comes with PostgreSQL

# Source: CLDR, the collation of Swedish: å ä ö after z, with æ and ø beside ä and ö, and ü as y.
AFTER_Z = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "œ": "{c"}
ALIKE = {"ü": "y", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
# Signs come before digits; among them in CLDR's order, those of ordinary titles.
SIGNS = {sign: chr(2 + number) for number, sign in enumerate("_-–—,;:!?.'‘’\"“”()[]{}§@*/\\&#%+<=>|~$€")}


@lru_cache(maxsize=20_000)
def swedish_key(text: str | None) -> str | None:
    """What to compare in place of a text: its letters, then their accents, then small before large."""
    if text is None:
        return None
    letters, accents, cases = [], [], []
    for character in unicodedata.normalize("NFC", text):
        small = character.lower()
        letter = AFTER_Z.get(small) or ALIKE.get(small)
        if letter is None:
            decomposed = unicodedata.normalize("NFD", small)
            letter = SIGNS.get(decomposed[0]) or (" " if decomposed[0].isspace() else decomposed[0])
            letter = "\1" if letter == " " else letter
        letters.append(letter)
        accents.append("1" if small in ALIKE or small in "æøœ" else "0" if letter[0] == "{" else small)
        cases.append("0" if character == small else "1")
    return "\0".join(("".join(letters), "".join(accents), "".join(cases)))


def install() -> None:
    """Called once, when the project is ready; again does no harm."""
    connection_created.connect(_teach, dispatch_uid="intranet.language.order")
    # Django asks an expression for a way of its own with each database; OrderBy has none with these two.
    OrderBy.as_sqlite = _by(Func, function=KEY)  # type: ignore[attr-defined]
    OrderBy.as_postgresql = _by(Func, template=f'%(expressions)s COLLATE "{COLLATION}"')  # type: ignore[attr-defined]


def _teach(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(KEY, 1, swedish_key, deterministic=True)


def _by(wrapper: type[Func], **options: Any) -> Any:
    def as_vendor(self: OrderBy, compiler: Any, connection: Any, **context: Any) -> Any:
        # In a query for chosen columns Django orders by their numbers; what they number cannot be wrapped in a
        # union, nor, on PostgreSQL, among distinct rows: those keep the database's order.
        column: Any = self.expression
        numbered = isinstance(column, Ref)
        column = column.source if numbered else column
        fixed = numbered and (compiler.query.combinator or compiler.query.distinct)
        if fixed or not _is_name(column):
            return self.as_sql(compiler, connection, **context)
        wrapped = self.copy()
        wrapped.set_source_expressions([wrapper(column, output_field=CharField(), **options)])
        return wrapped.as_sql(compiler, connection, **context)

    return as_vendor


def _is_name(expression: Any) -> bool:
    """Whether it is a column that holds names for people to read."""
    return (
        isinstance(expression, Col)
        and isinstance(expression.target, CharField | TextField)
        and expression.target.name in NAMES
    )
