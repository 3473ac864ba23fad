"""The order in which substitutes are called: each rule in a table, and what holds whatever is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.attendance.order import Rule, Seat, Substitute, in_order, next_to_call

S, M, C, V = 1, 2, 3, 4  # parties
ABSENT = Seat(mandate=1, person=1, party=S, constituency="Norra")
BERIT = Substitute(10, 10, S, "Norra", place=2)
ADAM = Substitute(11, 11, S, "Norra", place=1)
CILLA = Substitute(12, 12, S, "Södra", place=1)
MATS = Substitute(13, 13, M, "Norra", place=1)
CARL = Substitute(14, 14, C, "Norra", place=2)
CAJSA = Substitute(15, 15, C, "Norra", place=1)
OWN = Substitute(16, 16, M, "Norra", place=9, personal_for=1)
OTHERS = Substitute(17, 17, S, "Norra", place=3, personal_for=2)
NO_PARTY = Substitute(18, 18, None, "Norra", place=1)
ALL = (OTHERS, BERIT, ADAM, CILLA, MATS, CARL, CAJSA, OWN, NO_PARTY)


@pytest.mark.parametrize(
    ("rule", "parties", "expected"),
    [
        # A board (KL 6:16): the own party's list, then the parties as fullmäktige has set, each in its own order.
        (Rule.PARTY, (C, M), [ADAM, CILLA, BERIT, OTHERS, CAJSA, CARL, MATS, OWN]),
        (Rule.PARTY, (M, C), [ADAM, CILLA, BERIT, OTHERS, MATS, OWN, CAJSA, CARL]),
        # Of a party that fullmäktige has not named, nobody is called.
        (Rule.PARTY, (C,), [ADAM, CILLA, BERIT, OTHERS, CAJSA, CARL]),
        (Rule.PARTY, (), [ADAM, CILLA, BERIT, OTHERS]),
        # A body with personal substitutes: that one first, of whatever party; then as above.
        (Rule.PERSONAL, (C,), [OWN, ADAM, CILLA, BERIT, OTHERS, CAJSA, CARL]),
        (Rule.PERSONAL, (), [OWN, ADAM, CILLA, BERIT, OTHERS]),
        # Kommunfullmäktige (KL 5:17–21): the party's list in the constituency, whatever is set for boards.
        (Rule.CONSTITUENCY, (), [ADAM, BERIT, OTHERS]),
        (Rule.CONSTITUENCY, (C, M), [ADAM, BERIT, OTHERS]),
    ],
)
def test_the_order_of_each_rule(rule, parties, expected):
    assert in_order(ABSENT, ALL, rule, parties) == expected
    assert in_order(ABSENT, reversed(ALL), rule, parties) == expected


def test_without_a_personal_substitute_the_partys_list_comes_first():
    others = [one for one in ALL if one is not OWN]
    assert in_order(ABSENT, others, Rule.PERSONAL, (C,))[0] == ADAM


def test_a_municipality_that_is_not_divided_has_one_district():
    absent = Seat(1, 1, S)
    assert in_order(absent, [Substitute(2, 2, S), Substitute(3, 3, S, " Norra ")], Rule.CONSTITUENCY) == [
        Substitute(2, 2, S)
    ]
    assert in_order(ABSENT, [Substitute(3, 3, S, " norra ")], Rule.CONSTITUENCY)


def test_a_member_without_a_party_has_substitutes_without_one():
    assert in_order(Seat(1, 1), ALL, Rule.PARTY, (S,))[0] == NO_PARTY


def test_a_refusal_calls_the_next_and_at_last_nobody_is_left():
    said_no, called = set(), []
    while turn := next_to_call(ABSENT, ALL, Rule.PERSONAL, (C,), said_no):
        called.append(turn)
        said_no.add(turn.person)
    assert called == in_order(ABSENT, ALL, Rule.PERSONAL, (C,))


def test_a_rule_that_is_not_known_calls_nobody():
    with pytest.raises(ValueError, match="lottning"):
        next_to_call(ABSENT, ALL, "lottning")


people = st.integers(1, 8)
parties = st.none() | st.integers(1, 3)
districts = st.sampled_from(("", "Norra", "Södra"))
drawn = st.lists(
    st.builds(
        Substitute,
        mandate=st.integers(1, 10**6),
        person=people,
        party=parties,
        constituency=districts,
        place=st.integers(0, 3),
        personal_for=st.none() | people,
    ),
    max_size=12,
)
seats = st.builds(Seat, mandate=st.just(0), person=people, party=parties, constituency=districts)


@given(seats, drawn, st.sampled_from(list(Rule)), st.lists(st.integers(1, 3), unique=True), st.sets(people))
def test_whatever_is_drawn(absent, substitutes, rule, order, passed):
    turn = in_order(absent, substitutes, rule, order)
    called = [one.person for one in turn]
    assert len(called) == len(set(called))  # nobody twice
    assert absent.person not in called
    assert set(turn) <= set(substitutes)
    for one in turn:
        if rule == Rule.CONSTITUENCY:
            assert (one.party, one.constituency) == (absent.party, absent.constituency)
        elif one.party != absent.party and one.party not in order:
            assert rule == Rule.PERSONAL
            assert one.personal_for == absent.person
    first = next_to_call(absent, substitutes, rule, order, passed)
    left = [one for one in turn if one.person not in passed]
    assert first == (left[0] if left else None)
