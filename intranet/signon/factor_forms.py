"""The forms of second factors, in plain Swedish; what they prove is allauth's to say."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


def _use_up(person: Any, code: str) -> None:
    """A code from the app is good once. allauth remembers it for half a minute; it is good for longer,
    because we bear with clocks that go a little wrong.

    Raises ValidationError if it has been used.
    """
    good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    if not cache.add(f"signon.totp:{person.pk}:{normalize_user_code(code)}", True, timeout=good_for):
        raise forms.ValidationError(
            _("Den koden är redan använd. Vänta tills appen visar nästa."), code="used_code"
        )


class _CodeField:
    """Mixin: our label, and a keyboard of figures on a phone."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Kod")
        field.widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        )


class _OnceOnly(_CodeField):
    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            _use_up(self.user, code)
        return code


class AuthenticateForm(_OnceOnly, base.AuthenticateForm):
    """At the log-in, after the password."""


class ReauthenticateForm(_OnceOnly, base.ReauthenticateForm):
    """At the step-up."""


class ActivateTOTPForm(_CodeField, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The key that was shown stays until it is used: another tab, or a page loaded again, does not make
        what the telephone has read worth nothing."""
        shown = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:
            self.secret = context.request.session[SECRET_SESSION_KEY] = shown
        self.fields["code"].label = _("Koden som appen visar")

    def clean_code(self) -> str:
        code = str(super().clean_code())
        _use_up(self.user, code)
        return code


@contextmanager
def _whatever_was_sent() -> Iterator[None]:
    """fido2 takes apart what the browser sent as it finds it; anybody may send anything."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error) as problem:
        raise get_adapter().validation_error("incorrect_code") from problem


class _CredentialField:
    """Mixin: what the browser's answer is missing is said in words, not as a field that nobody sees."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for problem in ("required", "invalid"):
            self.fields["credential"].error_messages[problem] = _(
                "Webbläsaren skickade ingen passnyckel. Tryck på knappen och följ det som den visar."
            )


class _ProvingField(_CredentialField):
    def clean_credential(self) -> Authenticator:
        with _whatever_was_sent():
            return super().clean_credential()  # type: ignore[misc]


class AuthenticateWebAuthnForm(_ProvingField, webauthn.AuthenticateWebAuthnForm):
    """At the log-in, after the password."""


class ReauthenticateWebAuthnForm(_ProvingField, webauthn.ReauthenticateWebAuthnForm):
    """At the step-up."""


class _NameField:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Namn på passnyckeln"),
            help_text=_("Så att du känner igen den, till exempel Mobilen eller Arbetsdatorn."),
            max_length=LONGEST_NAME,
            required=self.fields["name"].required,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


class AddWebAuthnForm(_NameField, _CredentialField, webauthn.AddWebAuthnForm):
    def clean(self) -> dict[str, Any]:
        with _whatever_was_sent():
            return super().clean()


class EditWebAuthnForm(_NameField, webauthn.EditWebAuthnForm):
    pass


class ReauthenticateByPasswordForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label = _("Lösenord")
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
