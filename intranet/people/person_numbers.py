"""Personal identity numbers (personnummer): kept only as a keyed hash, never stored or logged."""

import hashlib
import hmac
import re

from django.conf import settings


def person_number_hash(number: str) -> str:
    """HMAC-SHA-256 of the twelve digits, in hex.

    Raises ValueError (without the number in its text) unless it is YYYYMMDDNNNN or YYYYMMDD-NNNN.
    """
    digits = re.sub(r"[\s-]", "", number)
    if not re.fullmatch(r"\d{12}", digits):
        raise ValueError("a personal identity number has twelve digits, YYYYMMDDNNNN")
    key = settings.PERSON_NUMBER_KEY.encode()
    return hmac.new(key, digits.encode(), hashlib.sha256).hexdigest()
