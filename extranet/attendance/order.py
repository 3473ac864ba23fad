"""In which order substitutes are called in an absent member's stead. Pure: nothing is read, nothing written.

Kommunfullmäktige's substitutes serve for their own party, in the order that was set between them at the election
(KL 5:17–21); in a board it is fullmäktige that sets the order (KL 6:16), which commonly goes by party and says which
parties are asked when one's own has nobody left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from extranet.bodies.models import BodyRules

Rule = BodyRules.SubstituteOrder


@dataclass(frozen=True)
class Seat:
    """A mandate whose holder has a vote: primary keys of the mandate, its person and party."""

    mandate: int
    person: int
    party: int | None = None
    constituency: str = ""


@dataclass(frozen=True)
class Substitute:
    """A mandate whose holder may serve; `place` on the party's list; `personal_for` the person whom they follow."""

    mandate: int
    person: int
    party: int | None = None
    constituency: str = ""
    place: int = 0
    personal_for: int | None = None


def in_order(
    absent: Seat, substitutes: Iterable[Substitute], rule: str, parties: Sequence[int] = ()
) -> list[Substitute]:
    """Those who may be called for `absent`, each person once. `rule` is the body's `substitute_order`.

    `parties` are those that fullmäktige has set to be called from after the absent member's own, in that order;
    of a party that it doesn't name, nobody is called. Raises ValueError for a rule that isn't known.
    """
    listed = sorted(substitutes, key=lambda substitute: (substitute.place, substitute.mandate))
    found: dict[int, Substitute] = {}
    for belongs in _groups(absent, Rule(rule), parties):
        for substitute in listed:
            if substitute.person != absent.person and belongs(substitute):
                found.setdefault(substitute.person, substitute)
    return list(found.values())


def next_to_call(
    absent: Seat,
    substitutes: Iterable[Substitute],
    rule: str,
    parties: Sequence[int] = (),
    passed_over: Collection[int] = (),
) -> Substitute | None:
    """Whom to call now, or None when nobody is left.

    `passed_over` are people (primary keys) who serve already or have been asked, have said no, are absent, or are
    recused from everything. Raises as `in_order`.
    """
    turn = in_order(absent, substitutes, rule, parties)
    return next((substitute for substitute in turn if substitute.person not in passed_over), None)


def _groups(absent: Seat, rule: Rule, parties: Sequence[int]) -> list[Callable[[Substitute], bool]]:
    """Who belongs to the first, the second … group of those to be called."""
    own: Callable[[Substitute], bool] = lambda substitute: substitute.party == absent.party  # noqa: E731
    others = [_of_party(party) for party in parties]
    match rule:
        case Rule.PERSONAL:
            return [lambda substitute: substitute.personal_for == absent.person, own, *others]
        case Rule.PARTY:
            return [own, *others]
        case Rule.CONSTITUENCY:
            # Nobody but one's own party may fill a seat that the voters gave it.
            return [lambda substitute: own(substitute) and _same_district(substitute, absent)]
    raise ValueError(rule)  # pragma: no cover  # Rule() has refused it


def _of_party(party: int) -> Callable[[Substitute], bool]:
    return lambda substitute: substitute.party == party


def _same_district(substitute: Substitute, absent: Seat) -> bool:
    """A municipality that is not divided has one district, without a name."""
    return substitute.constituency.strip().casefold() == absent.constituency.strip().casefold()
