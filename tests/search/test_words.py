from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.analysis.words import LONGEST_WORD, analysed, entries, normalised, pieces, words


def lowered(text: str) -> list[str]:
    return [written.word for written in words(normalised(text))]


def test_words_are_lower_case_and_keep_their_hyphens():
    assert lowered("IT-ombud, e-post & Öppettider!") == ["it-ombud", "e-post", "öppettider"]
    assert lowered("sjuk- och friskanmälan") == ["sjuk", "och", "friskanmälan"]


def test_only_swedish_letters_keep_their_marks():
    assert lowered("Idé Müller Łódź Søren Æblegrød Straße") == [
        "ide",
        "muller",
        "lodz",
        "sören",
        "äblegröd",
        "strasse",
    ]


def test_composed_and_decomposed_letters_are_the_same():
    assert lowered("a\u030a o\u0308") == ["å", "ö"]


def test_normalised_text_is_one_line_without_controls():
    assert normalised(" a\x00b\n\tc\u200b \ud800d ") == "ab c d"


def test_a_word_stands_where_it_was_written():
    text = normalised("Ring  Åsa-Britt\nnu")
    assert [text[word.start : word.end] for word in words(text)] == ["Ring", "Åsa-Britt", "nu"]


def test_stop_words_have_tokens_that_no_stem_is():
    assert analysed("som").token == "_som"
    assert analysed("som").stop
    assert analysed("sommar").token == "som"


def test_a_hyphen_makes_a_compound_of_what_it_joins():
    assert analysed("it-ombud").token == analysed("itombud").token
    assert analysed("it-ombud").parts[0] == "it"


def test_folded_forms_are_those_that_differ():
    assert analysed("dator").folded == ()
    assert "anmal" in analysed("anmälan").folded
    assert "bock" in analysed("böcker").folded


def test_beginnings_inside_a_compound():
    assert pieces("sjukanmälan") == ("anmälan",)
    assert pieces("it-ombud") == ("ombud",)
    assert pieces("lön") == ()


@given(st.text(max_size=300))
def test_takes_any_text(text):
    text = normalised(text)
    for written in words(text):
        assert len(written.word) > 0
        assert text[written.start : written.end]
        word = analysed(written.word)
        for token in (word.token, *word.parts, *word.folded):
            assert token
            assert " " not in token
            assert len(token) <= 2 * LONGEST_WORD
        token.encode()


ODD = st.text(alphabet="aåäöÅéİßfskolan-–_.,/½ﬀ日😀\u0301\u00ad\0 \t", max_size=60)


@given(st.lists(st.one_of(ODD, st.sampled_from(["sjukanmälan", "och", "IT-ombud,", "böcker", "x" * 80]))))
def test_a_text_taken_piece_by_piece_has_every_word_of_it_in_its_order(texts):
    text = normalised(" ".join(texts))
    each = [analysed(written.word) for written in words(text)]

    found = entries(text)

    assert found.tokens.split() == [word.token for word in each]
    assert found.parts.split() == [part for word in each for part in word.parts]
    assert found.folded.split() == [form for word in each for form in word.folded if form]


def test_what_is_kept_of_words_is_bounded(monkeypatch):
    from search.analysis import words as module

    monkeypatch.setattr(module, "_pieces", module._Pieces())
    monkeypatch.setattr(module, "MOST_KEPT", 500)
    texts = [f"böcker{number}, {'y' * 90}{number} sjukanmälan" for number in range(60)]
    first = [entries(text) for text in texts]
    assert sum(map(len, module._pieces)) < 1000
    assert [entries(text) for text in texts] == first
    assert {found.parts for found in first} == {"sjuk anmäl"}
