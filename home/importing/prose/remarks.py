"""What is said of something that did not come along, or came along as something else: alike for every format."""

from __future__ import annotations

HIDDEN = "Dold text togs inte med"
COMMENTS = "Kommentarer togs inte med"
TRACKED = "Filen har spårade ändringar. De lästes in som godkända"
STRUCK = "Överstruken text togs med"
FURNITURE = "Stycket har formatet för sidhuvud eller sidfot"
PLACEHOLDER = "Exempeltext i ett fält som ingen har fyllt i"
CONTENTS = "Innehållsförteckningen togs inte med: sidan får en egen"
INDEX = "Ett register togs inte med"
PAGES = "Sidnummer och filnamn i texten togs inte med"
PAGE_REFERENCE = "Hänvisning till ett sidnummer, som sidan inte har"
SIGN = "Ett tecken ur ett särskilt teckensnitt kunde inte läsas"
FORMULA = "En formel blev text"
BOX = "Texten stod i en textruta"
SHAPES = "En figur av former (pilar, linjer, rutor) togs inte med. Spara den som en bild och lägg in den"
CHART = "Ett diagram kunde inte läsas in. Spara det som en bild och lägg in den"
EMBEDDED = "Ett inbäddat objekt från ett annat program lästes inte in"
MEDIA = "En film, ett ljud eller en inbäddad sida lästes inte in"
UNCUT = "Bilden är beskuren i filen, men här visas hela. Beskär bilden på nytt innan du sparar"
DECORATIVE = "En bild som är märkt som utsmyckning togs inte med"
OUTSIDE = "En bild ligger utanför filen och hämtades inte. Lägg in den i filen och spara om"
LOOSE_NOTE = "En fotnot till text som inte togs med"
NOTE_PICTURE = "En bild i en fotnot togs inte med"
MACRO = "En knapp som kör ett makro togs inte med"
GENERATED_ALT = "Bildtexten är skriven av ett program. Läs den och rätta den"
NUMBERED_HEADINGS = "Rubrikernas nummer togs inte med. Se över hänvisningar som ”avsnitt 2.1”"
LINK_WITHIN = (
    "En länk inom texten blev vanlig text: stället som den ledde till står inte under en rubrik på sidan"
)
TABS = "Texten stod i spalter med tabbar. Gör en tabell eller en lista av den"
EDGES = "Texten står i sidhuvudet eller sidfoten och togs inte med"
MISSING = "Ord i filen som inte kom med på sidan. Jämför med filen"


def broken_picture(file: str) -> str:
    return f"Bilden {file} är skadad eller saknas i filen och togs inte med"


def attached_picture(file: str) -> str:
    return f"Bilden {file} har ett format som webbläsare inte visar. Den följer med som bilaga"
