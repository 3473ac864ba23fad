"""The tantivy index: which fields, and a row as its document."""

from __future__ import annotations

import tantivy

from search import documents
from search.documents import Row


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in documents.KEY_FIELDS:
        builder.add_text_field(
            name,
            stored=name in ("id", "kind"),
            fast=name in documents.COUNTED_FIELDS,
            tokenizer_name="raw",
            index_option="basic",
        )
    for name in documents.WORD_FIELDS:
        phrases = name in documents.PLACES
        builder.add_text_field(
            name, tokenizer_name="whitespace", index_option="position" if phrases else "freq"
        )
    for name in documents.PREFIX_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in documents.NUMBER_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def document_of(row: Row) -> tantivy.Document:
    document = tantivy.Document()
    for name, tokens in row.tokens.items():
        document.add_text(name, tokens)
    for name, values in row.keys.items():
        for value in values:
            document.add_text(name, value)
    for name, number in row.numbers.items():
        document.add_integer(name, number)
    document.add_bytes("shown", row.shown.encode())
    return document
