"""What somebody has to prove who they are with, beside the password: an app that shows codes, passkeys, and a
printed list of codes for the day when neither is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.people.models import Person
from intranet.signon.sealing import seal, unseal


@dataclass(frozen=True)
class Factors:
    """Of one person. The list of codes alone is no second factor: it stands in for one that is there."""

    app: Authenticator | None = None
    passkeys: Sequence[Authenticator] = ()
    codes: Authenticator | None = None

    def __bool__(self) -> bool:
        return bool(self.app or self.passkeys)

    @property
    def codes_left(self) -> int:
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def factors_of(person: Any) -> Factors:
    """One query."""
    app, codes, passkeys = None, None, []
    for factor in Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk"):
        match factor.type:
            case Authenticator.Type.TOTP:
                app = factor
            case Authenticator.Type.RECOVERY_CODES:
                codes = factor
            case Authenticator.Type.WEBAUTHN:
                passkeys.append(factor)
    return Factors(app, tuple(passkeys), codes)


class MFAAdapter(DefaultMFAAdapter):
    """What allauth asks us about second factors: names, texts, and how secrets are kept."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Det går inte att ta bort det just nu."),
        "cannot_generate_recovery_codes": _("Lägg till en passnyckel eller en app först."),
        "incorrect_code": _("Det stämmer inte. Försök igen."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_user_identifier(self, user: Any) -> str:
        """The user name: what one signs in with; many have no e-mail address, or share one."""
        return str(user.get_username())

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": str(user)}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        if not there:
            return gettext("Min passnyckel")
        return gettext("Passnyckel %(number)s") % {"number": there + 1}


def forget(person: Person) -> int:
    """Take all second factors from somebody who has lost them; how many there were. They sign in with the
    password alone until they have set up new ones."""
    taken, _by_model = Authenticator.objects.filter(user=person).delete()
    return taken
