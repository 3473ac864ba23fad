"""Organisation numbers (organisationsnummer)."""

import re

from django.core.exceptions import ValidationError

FORM = re.compile(r"\d{6}-\d{4}")


def luhn_sum(digits: str) -> int:
    """The Luhn sum of a string of digits; a number with a right check digit gives a multiple of ten."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


def validate_organisation_number(value: str) -> None:
    """Refuse what is not NNNNNN-NNNN with a right check digit.

    Raises ValidationError. Source: Skatteverket, SKV 709 (the check digit is Luhn's over the first nine).
    """
    if not FORM.fullmatch(value):
        raise ValidationError("Skriv organisationsnumret som NNNNNN-NNNN.")
    if luhn_sum(value.replace("-", "")) % 10:
        raise ValidationError("Organisationsnumrets sista siffra stämmer inte. Kontrollera numret.")
