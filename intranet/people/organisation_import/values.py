"""The values of single cells, held against what the database would take. All raise CellError, in Swedish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_unicode_slug

from intranet.organisation.models import Organisation, Unit
from intranet.organisation.numbers import validate_organisation_number
from intranet.tables.cells import CellError

_username = UnicodeUsernameValidator()
UNIT_KINDS = tuple(kind for kind in Unit.Kind.values if kind != Unit.Kind.ORGANISATION)


def text(value: str, what: str, longest: int, *, required: bool = True) -> str:
    if required and not value:
        raise CellError(f"{what} saknas.")
    if len(value) > longest:
        raise CellError(f"{what} är längre än {longest} tecken.")
    return value


def code(value: str, what: str, longest: int, *, required: bool = True) -> str:
    text(value, what, longest, required=required)
    if value:
        try:
            validate_unicode_slug(value)
        except ValidationError:
            raise CellError(
                f"{what} ”{value}” får bara ha bokstäver, siffror, bindestreck och understreck."
            ) from None
    return value


def username(value: str) -> str:
    text(value, "Användarnamnet", 150)
    try:
        _username(value)
    except ValidationError:
        raise CellError(f"Användarnamnet ”{value}” har tecken som inte går att använda.") from None
    return value


def email(value: str) -> str:
    text(value, "E-postadressen", 254, required=False)
    if value:
        try:
            validate_email(value)
        except ValidationError:
            raise CellError(f"E-postadressen ”{value}” är inte rätt skriven.") from None
    return value


def organisation_number(value: str) -> str:
    text(value, "Organisationsnumret", 11)
    try:
        validate_organisation_number(value)
    except ValidationError as error:
        raise CellError(" ".join(error.messages)) from None
    return value


def organisation_kind(value: str) -> str:
    return _one_of(value, tuple(Organisation.Kind.values))


def unit_kind(value: str) -> str:
    return _one_of(value, UNIT_KINDS)


def share(value: Decimal | None) -> Decimal:
    """Percent of full time; an empty cell is full time."""
    if value is None:
        return Decimal(100)
    if not 0 < value <= 100:
        raise CellError(f"Sysselsättningsgraden ska vara mellan 0 och 100 procent, inte {value}.")
    return value.quantize(Decimal("0.01"))


def amount(value: Decimal | None) -> Decimal | None:
    """Kronor."""
    if value is None:
        return None
    if not 0 <= value < 10**10:
        raise CellError(f"Beloppsgränsen {value} är inte ett rimligt belopp i kronor.")
    return value.quantize(Decimal("0.01"))


def in_order(start: date | None, end: date | None, message: str) -> None:
    if start and end and end < start:
        raise CellError(message)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value.casefold() not in known:
        raise CellError(f"Slaget ”{value}” är okänt. Det ska vara {' eller '.join(known)}.")
    return value.casefold()
