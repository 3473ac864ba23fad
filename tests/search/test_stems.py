from __future__ import annotations

import pytest

from search.analysis.stems import stem


@pytest.mark.parametrize(
    "forms",
    [
        "skola skolan skolor skolorna skolans",
        "dator datorn datorer datorerna",
        "möte mötet möten mötena mötets",
        "semester semestern semestrar semesterns",
        "sommar sommaren somrar",
        "anmälan anmäla anmäler anmält anmälningar anmälningen anmäld anmälda anmälde anmäls",
        "ansökan ansöka ansökningar ansökte",
        "nyckel nyckeln nycklar nycklarna",
        "regel regeln regler reglerna",
        "rum rummet rummen",
        "nummer numret",
        "enhet enheten enheter enheterna enhetens",
        "läkare läkaren läkarna läkarens",
        "kurs kursen kurser kurserna",
        "konto konton kontot",
        "policy policyn policyer",
        "arbete arbetet arbeten arbetar arbetade",
        "anställd anställda anställde",
        "utbildning utbildningen utbildningar utbilda",
        "handling handlingar handlingen handlingarna",
        "bok boken böcker böckerna",
        "handbok handböcker handboken",
        "avtal avtalet avtalen avtals",
        "chef chefen chefer cheferna chefens chefernas",
        "avvikelse avvikelser avvikelsen",
        "budget budgeten budgetar",
        "barn barnen barnet barns",
        "ordförande ordföranden ordförandens",
        "tjänsteresa tjänsteresor tjänsteresan",
        "museum museet museer",
        "byggnad byggnader byggnaden",
        "sjuk sjuka sjukt",
    ],
)
def test_every_form_has_the_stem_of_the_others(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bil", "bild"),
        ("person", "personal"),
        ("kommun", "kommunal"),
        ("säkerhet", "säker"),
        ("tid", "tidning"),
        ("handling", "handla"),
        ("bok", "bokning"),
        ("förening", "före"),
        ("tjänst", "tjänsteresa"),
    ],
)
def test_words_of_other_meanings_are_kept_apart(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["it", "hr", "öl", "2026", "b12", "", "a1b2c3d4", "osa"])
def test_short_words_and_figures_are_their_own(word):
    assert stem(word) == word


def test_a_stem_is_its_own_stem():
    """Nothing is left to take off, or a stem would depend on how often it was asked for."""
    for word in (
        "avvikelserna",
        "registratorernas",
        "utbildningarna",
        "ansvarsområdena",
        "läkemedelsgenomgångar",
    ):
        assert stem(stem(word)) == stem(word)
