"""What allauth asks us: who may sign in, what to say, where one may be led afterwards."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.signon.eligibility import may_sign_in

# allauth names each message by the template that it would be read from; what is not here is not said.
MESSAGES = {
    "account/messages/logged_out.txt": _("Du är utloggad."),
    "account/messages/password_changed.txt": _("Lösenordet är bytt. Logga in med det nya."),
    "account/messages/password_set.txt": _("Lösenordet är valt. Logga in med det."),
    "mfa/messages/totp_activated.txt": _("Appen är tillagd."),
    "mfa/messages/totp_deactivated.txt": _("Appen är borttagen."),
    "mfa/messages/webauthn_added.txt": _("Passnyckeln är tillagd."),
    "mfa/messages/webauthn_removed.txt": _("Passnyckeln är borttagen."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ditt konto är avstängt. Ring din chef om det är fel."),
        "enter_current_password": _("Det är inte lösenordet som du har nu."),
        "incorrect_password": _("Lösenordet stämmer inte."),
        "invalid_login": _("Användarnamnet eller lösenordet stämmer inte."),
        "username_password_mismatch": _("Användarnamnet eller lösenordet stämmer inte."),
        "invalid_password_reset": _("Länken gäller inte längre."),
        "too_many_login_attempts": _("För många försök. Vänta fem minuter och försök igen."),
        "rate_limited": _("För många försök. Vänta några minuter och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Every way in passes here, whatever it asked for first."""
        standing = may_sign_in(user)
        if standing.allowed:
            return super().pre_login(request, user, **kwargs)
        record(Event.Kind.SIGN_IN_REFUSED, request=request, actor=user, reason=standing.refusal)
        messages.warning(request, standing.text)
        return redirect("account_login")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.warning(request, self.error_messages["account_inactive"])
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The log-in page once the change has signed everybody out, this browser too."""
        return reverse("profile" if request.user.is_authenticated else "account_login")

    def is_safe_url(self, url: str | None) -> bool:
        """Only this host: allauth's own would also lead to any other host that is served or trusted."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """What to ask for before a second factor is added, shown or taken away: the one there is, else the
        password. Were the password enough where there is a second factor, it would be the only one."""
        if not user.is_authenticated:
            return []
        if is_mfa_enabled(user):
            return [{"id": "step_up", "description": _("Extra skydd"), "url": reverse("step_up")}]
        if user.has_usable_password():
            address = reverse("account_reauthenticate")
            return [{"id": "reauthenticate", "description": _("Lösenord"), "url": address}]
        return []

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By user name alone; allauth's holds the host too, and each host name would give new tries."""
        return str(credentials.get("username", "")).strip().casefold()
