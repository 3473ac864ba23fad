"""What must not come out of the bodies' papers, and who may have each; told by hand, as the rule should answer."""

from __future__ import annotations

PLACE = "place of a meeting"
ITEM = "open item"
PAPER = "open paper"
REPLACED = "replaced version"
COMING_VERSION = "version to come"
SECRET_NEUTRAL = "neutral title of a secret item"
SECRET_TITLE = "title of a secret item"
SECRET_NAME = "name of a secret paper"
SECRET_FILE = "file of a secret paper"
ANNEX = "open annex of a secret item"
STAFF = "item of the employer's"
RECUSED_NEUTRAL = "neutral title with a recusal"
RECUSED_ITEM = "item with a recusal"
PUBLIC_PAPER = "public paper with a recusal"
UNPUBLISHED = "item not published"
WITHDRAWN_PAPER = "withdrawn paper"
ELSEWHERE = "another body's meeting"
ADDRESS = "address of who reads on paper"
NOTE = "private note"
SUMMONS = "summons as a file"

READS_ON_PAPER = "x fresh member"

STEMS = {
    PLACE: "zqabborre",
    ITEM: "zqbraxen",
    PAPER: "zqcikada",
    REPLACED: "zqdammussla",
    COMING_VERSION: "zqelrits",
    SECRET_NEUTRAL: "zqforell",
    SECRET_TITLE: "zqgadda",
    SECRET_NAME: "zqharr",
    SECRET_FILE: "zqiller",
    ANNEX: "zqjarv",
    STAFF: "zqkrabba",
    RECUSED_NEUTRAL: "zqlax",
    RECUSED_ITEM: "zqmort",
    PUBLIC_PAPER: "zqnors",
    UNPUBLISHED: "zqoring",
    WITHDRAWN_PAPER: "zqpadda",
    ELSEWHERE: "zqruda",
    ADDRESS: "zqsutare",
    NOTE: "zqstor",
    SUMMONS: "zqsik",
}

# Members and others whose mandate, grant or broken glass reaches the whole body.
BODY = frozenset(
    {
        "x member",
        "x fresh member",
        "x substitute",
        "x serving substitute",
        "x recused member",
        "x auditor",
        "x secretary",
        "x superuser in break-glass",
    }
)
ALLOWED_SECRET = frozenset(
    {
        "x member",
        "x fresh member",
        "x serving substitute",
        "x recused member",
        "x auditor",
        "x secretary",
        "x grant in force",
    }
)
ONE_ITEM = frozenset({"x grant in force"})
AUTHOR = frozenset({"x author"})
SECRETARY = frozenset({"x secretary"})
STAFF_REPRESENTATIVE = frozenset({"x staff representative"})

READERS: dict[str, frozenset[str]] = {
    PLACE: BODY | ONE_ITEM | AUTHOR | STAFF_REPRESENTATIVE,
    ITEM: BODY,
    PAPER: BODY,
    REPLACED: BODY,
    COMING_VERSION: SECRETARY,
    SECRET_NEUTRAL: BODY | ONE_ITEM,
    SECRET_TITLE: ALLOWED_SECRET,
    SECRET_NAME: ALLOWED_SECRET,
    SECRET_FILE: ALLOWED_SECRET - {"x member"},
    ANNEX: BODY | ONE_ITEM,
    STAFF: BODY | STAFF_REPRESENTATIVE,
    RECUSED_NEUTRAL: BODY,
    RECUSED_ITEM: BODY - {"x recused member"},
    PUBLIC_PAPER: BODY,
    UNPUBLISHED: AUTHOR | SECRETARY,
    WITHDRAWN_PAPER: frozenset({"x registrator"}),
    SUMMONS: BODY,
    ELSEWHERE: frozenset({"x member of another body", "x secretary of another body"}),
    ADDRESS: SECRETARY | {READS_ON_PAPER},
    NOTE: frozenset({"x fresh member"}),
}
assert set(READERS) == set(STEMS)


def of(key: str, what: str) -> str:
    """One field of a secret."""
    return STEMS[key] + what
