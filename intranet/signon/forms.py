"""The forms of signing in, in plain Swedish; what they do is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.people.models import Person
from intranet.signon.eligibility import may_sign_in


def _password_help() -> str:
    return " ".join(str(text) for text in password_validators_help_texts())


def _plain(field: forms.Field, label: Any, help_text: Any = "") -> None:
    """Our label and help; no placeholder, which is no label and disappears when one types."""
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("Användarnamn"))
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], _("Lösenord"))

    def clean(self) -> dict[str, Any]:
        """The reason why somebody may not sign in is told here: after the right password."""
        cleaned = super().clean()
        if self.user is not None:
            standing = may_sign_in(self.user)
            if not standing.allowed:
                record(
                    Event.Kind.SIGN_IN_REFUSED, request=self.request, actor=self.user, reason=standing.refusal
                )
                raise forms.ValidationError(standing.text, code="refused")
        return cleaned


class NewPassword:
    """Mixin: labels for a new password and its repetition; hashing apart from saving."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password1"], _("Nytt lösenord"), lazy(_password_help, str)())
        _plain(self.fields["password2"], _("Skriv lösenordet en gång till"))

    def hash_password(self) -> None:
        """Slow by design; to be done while no transaction is open, before `save`."""
        self.user.set_password(self.cleaned_data["password1"])

    def save(self) -> None:
        self.user.save(update_fields=["password"])


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Ditt lösenord nu"))


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class _UsernameForm(forms.Form):
    username = forms.CharField(
        label=_("Användarnamn"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class ResetRequestForm(_UsernameForm):
    """Asks for the user name, not an address: many share one or have none."""


class ActivationForm(_UsernameForm):
    code = forms.CharField(
        label=_("Engångskod"),
        help_text=_("Åtta tecken, till exempel K7QF-9M2X."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
