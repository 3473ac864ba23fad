"""What every engine must make of Swedish words, and in which order it shows what they find."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intranet.finding import request as asked
from tests.search.asking import TODAY, document, fill, found


class Words:
    """Part of `EngineContract`; the fixture `engine` has no index yet."""

    # Swedish words

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("semestern", "Så söker du semester"),
            ("semester", "Planera semestrarna i god tid"),
            ("skola", "Ordningsregler på skolan"),
            ("skolor", "Besök på en skola"),
            ("dator", "Lämna in datorn"),
            ("möten", "Boka mötet i kalendern"),
            ("böcker", "Köp in en bok"),
            ("nyckel", "Kvittera ut nycklar"),
            ("anmäla", "Anmälan om tillbud"),
            ("anställda", "När du anställer någon"),
        ],
    )
    def test_finds_other_forms_of_a_word(self, engine, typed, written):
        fill(engine, [document(1, written), document(2, "Något helt annat")])
        assert found(engine, typed) == ["1"]

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("anmälan", "Sjukanmälan"),
            ("anmälan", "Sjukanmälningsblanketten"),
            ("sjuk", "Sjukanmälan"),
            ("belysning", "Gatubelysningen är trasig"),
            ("ledighet", "Semesterledigheten"),
            ("skada", "Arbetsskador"),
            ("ombud", "IT-ombudet hjälper dig"),
            ("sjuk anmälan", "Sjukanmälan"),
            ("hemtjänstpersonal", "Personal i hemtjänsten"),
            ("itombud", "IT-ombud"),
        ],
    )
    def test_finds_parts_of_compounds(self, engine, typed, written):
        fill(engine, [document(1, written), document(2, "Något helt annat")])
        assert found(engine, typed) == ["1"]

    def test_a_whole_word_comes_before_a_part_of_one(self, engine):
        fill(engine, [document(1, "Sjukanmälan"), document(2, "Anmälan"), document(3, "Orosanmälan")])
        assert found(engine, "anmälan")[0] == "2"
        assert found(engine, "sjukanmälan")[0] == "1"

    def test_does_not_take_words_apart_that_are_one(self, engine):
        fill(engine, [document(1, "Förskolan"), document(2, "Skolan")])
        assert found(engine, "skola") == ["2"]

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("sjukanmalan", "Sjukanmälan"),
            ("oppettider", "Öppettider"),
            ("hakansson", "Håkansson"),
            ("ide", "Idé"),
        ],
    )
    def test_finds_what_is_typed_without_dots_and_rings(self, engine, typed, written):
        fill(engine, [document(1, written), document(2, "Något annat")])
        assert found(engine, typed) == ["1"]

    def test_dots_and_rings_that_are_typed_are_meant(self, engine):
        fill(engine, [document(1, "Får i hagen"), document(2, "Far i huset"), document(3, "Höra av sig")])
        assert found(engine, "höra") == ["3"]
        fill(engine, [document(1, "Lön"), document(2, "Lon")])
        assert found(engine, "lön") == ["1"]
        assert found(engine, "lon") == ["2", "1"]

    def test_small_words_are_not_asked_for(self, engine):
        fill(engine, [document(1, "Sjuk under semestern"), document(2, "På väg till jobbet")])
        assert found(engine, "är jag sjuk på semestern") == ["1"]

    def test_small_words_alone_are_asked_for(self, engine):
        fill(engine, [document(1, "Hur gör jag"), document(2, "Semester")])
        assert found(engine, "hur") == ["1"]

    def test_a_long_question_need_not_match_in_every_word(self, engine):
        fill(engine, [document(1, "Tillbud", "Anmäl tillbud samma dag"), document(2, "Cykel")])
        assert found(engine, "när ska ett tillbud i köket anmälas") == ["1"]

    # Ranking

    def test_the_title_counts_more_than_the_text(self, engine):
        fill(
            engine,
            [
                document(1, "Lön", "Här står om semester, semester och åter semester."),
                document(2, "Semester", "Här står om annat."),
            ],
        )
        assert found(engine, "semester") == ["2", "1"]

    def test_words_together_count_more_than_apart(self, engine):
        fill(
            engine,
            [
                document(1, "Rutin A", "Den gula nyckeln hänger bredvid skåpet, bilen är röd."),
                document(2, "Rutin B", "Den röda nyckeln hänger bredvid skåpet, bilen är gul."),
            ],
        )
        assert found(engine, "röda nyckeln")[0] == "2"

    def test_ones_own_unit_is_raised_and_hides_nothing(self, engine):
        fill(
            engine,
            [
                document(1, "Nycklar", date=TODAY),
                document(2, "Nycklar", own_units=("NORR",)),
            ],
        )
        assert found(engine, "nycklar") == ["1", "2"]
        assert found(engine, "nycklar", my_units=frozenset({"KK", "NORR"})) == ["2", "1"]

    def test_sorts_by_date(self, engine):
        days = {1: TODAY - timedelta(30), 2: TODAY, 3: None, 4: TODAY - timedelta(5)}
        fill(engine, [document(pk, "Semester", date=day) for pk, day in days.items()])
        assert found(engine, "semester", sort=asked.DATE) == ["2", "4", "1", "3"]
