"""The words of a paper: who it is from, what it is called and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from extranet.demo.sources import PaperSource, sections, words
from extranet.demo.wording import Wording
from extranet.papers.models import Paper

HEADING, TEXT, POINT, ROW = "heading", "text", "point", "row"
Block = tuple[str, str]
OFTEN = ("Bakgrund", "Samråd", "Tidplan")
CONSEQUENCES = ("Barnets bästa", "Jämställdhet och tillgänglighet", "Klimat och miljö")
ANNEX = ("Så har arbetet gått till", "Nuläge", "Analys", "Risker", "Åtgärder", "Uppföljning", "Tidplan")
YEARS = 4
LIST = "Förteckning"
DECISIONS = ("Avtal", "Anställning", "Yttrande", "Bidrag", "Tillstånd", "Avslag", "Upplåtelse av mark")
DELEGATES = ("Förvaltningschef", "Enhetschef", "Handläggare", "Ordförande")


@dataclass(frozen=True)
class About:
    """What a paper says of its matter, in the matter's own words."""

    number: str
    title: str
    proposal: str
    paragraphs: tuple[str, ...]
    papers: tuple[str, ...]
    body: str
    office: str
    officer: str
    officer_title: str
    day: date
    signed: tuple[str, ...] = ()


@dataclass
class Sheet:
    """A paper before it is printed: the lines of its head, its title, and blocks of (kind, text)."""

    head: tuple[str, ...]
    title: str
    blocks: list[Block] = field(default_factory=list)


def compose(source: PaperSource, title: str, about: About, wording: Wording) -> Sheet:
    """Its text by its kind."""
    sheet = Sheet(
        head=("Kompassköpings kommun", about.office, about.day.isoformat(), f"Diarienummer {about.number}"),
        title=title,
    )
    write = _list if source.title.startswith(LIST) else _KINDS.get(source.kind, _basis)
    sheet.blocks.extend(write(about, wording))
    return sheet


def extract(about: About, paragraph: int, body: str, decision: str) -> Sheet:
    """What another body decided in the matter (protokollsutdrag). Says nothing but neutral words."""
    sheet = Sheet(
        ("Kompassköpings kommun", body, about.day.isoformat(), f"Diarienummer {about.number}"), about.title
    )
    sheet.title = f"Protokollsutdrag § {paragraph}. {about.title}"
    sheet.blocks = [
        (HEADING, "Beslut"),
        (TEXT, f"{body} föreslår för egen del följande beslut."),
        (TEXT, decision),
        (HEADING, "Sammanfattning av ärendet"),
        (
            TEXT,
            "Ärendet har beretts av förvaltningen. Underlaget finns i tjänsteskrivelsen och dess bilagor.",
        ),
        (HEADING, "Dagens sammanträde"),
        (
            TEXT,
            "Handläggaren föredrar ärendet. Ordföranden ställer förslaget under proposition och det bifalls.",
        ),
        (HEADING, "Beslutet skickas till"),
        (TEXT, f"{about.office}. Akten."),
        (TEXT, "Rätt utdraget intygas av sekreteraren."),
    ]
    return sheet


def _statement(about: About, wording: Wording) -> Iterator[Block]:
    yield HEADING, "Förslag till beslut"
    yield TEXT, about.proposal
    yield HEADING, "Sammanfattning"
    yield TEXT, about.paragraphs[0]
    yield HEADING, "Ärendet"
    for paragraph in about.paragraphs[1:]:
        yield TEXT, paragraph
    for heading in (
        *wording.random.sample(OFTEN, 2),
        "Ekonomiska konsekvenser",
        wording.random.choice(CONSEQUENCES),
    ):
        yield from _section(heading, wording)
    yield HEADING, "Beslutsunderlag"
    for paper in about.papers:
        yield POINT, paper
    yield from _signed(about)


def _annex(about: About, wording: Wording) -> Iterator[Block]:
    """A page or more: its chapters at length, and some areas one by one."""
    yield HEADING, "Inledning"
    yield TEXT, about.paragraphs[0]
    chosen = wording.random.sample(ANNEX, wording.random.randint(4, len(ANNEX)))
    for number, heading in enumerate(heading for heading in ANNEX if heading in chosen):
        yield HEADING, heading
        wordings = sections()[heading]
        for text in wording.random.sample(wordings, len(wordings)):
            yield TEXT, wording.say(text)
        if number < len(about.paragraphs) - 1:
            yield TEXT, about.paragraphs[number + 1]
        if heading == "Nuläge":
            yield from _figures(about.day, wording.random)
    areas = words()["område"]
    for area in wording.random.sample(areas, wording.random.choice((0, 0, 2, 4, len(areas)))):
        yield HEADING, f"Redovisning för {area}"
        yield TEXT, wording.say(wording.random.choice(sections()["Nuläge"]))
        yield TEXT, wording.say(wording.random.choice(sections()["Åtgärder"]))
        yield from _figures(about.day, wording.random)
    yield from _section("Ekonomiska konsekvenser", wording)


def _opinion(about: About, wording: Wording) -> Iterator[Block]:
    yield HEADING, "Yttrande"
    yield (
        TEXT,
        wording.say(
            "[Vi har läst förslaget och ställer oss bakom det i stort|Förslaget är väl genomarbetat och bör genomföras"
            "|Vi tillstyrker förslaget men vill lämna några synpunkter]."
        ),
    )
    yield TEXT, about.paragraphs[-1]
    yield from _section("Risker", wording)
    yield from _section("Samråd", wording)
    yield from _signed(about)


def _motion(about: About, wording: Wording) -> Iterator[Block]:
    subject = about.title.partition(" om ")[2]
    yield TEXT, f"Många invånare har under de senaste åren hört av sig till oss om {subject}."
    yield TEXT, wording.say(sections()["Bakgrund"][-1])
    yield (
        TEXT,
        wording.say(
            "[Flera kommuner av vår storlek har goda erfarenheter|Kostnaden är liten jämfört med nyttan"
            "|Det går att börja i liten skala och pröva hur det faller ut]."
        ),
    )
    yield HEADING, "Vi föreslår"
    yield POINT, "att kommunen utreder frågan och vad den kostar"
    yield POINT, "att utredningen redovisas för fullmäktige inom ett år"
    for name in about.signed:
        yield TEXT, name


def _proposal(about: About, wording: Wording) -> Iterator[Block]:
    subject = about.title.partition(" om ")[2]
    yield TEXT, f"Jag föreslår {subject}."
    yield (
        TEXT,
        wording.say(
            "[Jag har bott i kommunen i många år och tycker att det saknas|Mina barn har frågat efter det"
            "|Det skulle göra vardagen enklare för många]. Jag berättar gärna mer om ni vill ringa."
        ),
    )


def _basis(about: About, wording: Wording) -> Iterator[Block]:
    for paragraph in about.paragraphs:
        yield TEXT, paragraph
    if len(about.paragraphs) > 1:
        yield from _section(wording.random.choice(("Nuläge", "Uppföljning")), wording)


def _list(about: About, wording: Wording) -> Iterator[Block]:
    """Decisions that officers have taken, one a row."""
    yield TEXT, about.paragraphs[0]
    yield ROW, "Nummer\tDatum\tBeslut\tDelegat"
    for number in range(1, wording.random.randint(9, 40)):
        day = about.day - timedelta(days=wording.random.randint(1, 40))
        decision, delegate = wording.random.choice(DECISIONS), wording.random.choice(DELEGATES)
        yield ROW, f"{number}\t{day.isoformat()}\t{decision}\t{delegate}"


def _section(heading: str, wording: Wording) -> Iterator[Block]:
    yield HEADING, heading
    yield TEXT, wording.say(wording.random.choice(sections()[heading]))


def _figures(day: date, chosen: Random) -> Iterator[Block]:
    """A small table: a year a row."""
    yield ROW, "År\tAntal\tFöregående år\tSkillnad"
    number = chosen.randint(180, 900)
    for year in range(day.year - YEARS, day.year):
        before, number = number, number + chosen.randint(-40, 60)
        yield ROW, f"{year}\t{number}\t{before}\t{number - before:+d}"


def _signed(about: About) -> Iterator[Block]:
    yield TEXT, about.office
    yield TEXT, f"{about.officer}, {about.officer_title.lower()}"


_KINDS: dict[str, Callable[[About, Wording], Iterator[Block]]] = {
    Paper.Kind.STATEMENT: _statement,
    Paper.Kind.ANNEX: _annex,
    Paper.Kind.OPINION: _opinion,
    Paper.Kind.REFERRAL: _opinion,
    Paper.Kind.MOTION: _motion,
    Paper.Kind.PROPOSAL: _proposal,
}
