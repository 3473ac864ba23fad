"""One's second factors: setting them up, naming, taking away. What allauth does is allauth's; it asks for a fresh
proof before each (the password of somebody who has none yet, else the second factor)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.access.requests import ViewerRequest
from intranet.people.models import Person
from intranet.signon.factors import factors_of
from intranet.signon.freshness import step_up_url
from intranet.signon.stepping_up import WAITING

MINE = reverse_lazy("mfa_index")


@require_safe
@never_cache
def mine(request: ViewerRequest) -> HttpResponse:
    """The passkeys, the app and the list of codes that one has, and how to get them."""
    return render(request, "mfa/index.html", {"factors": factors_of(request.user)})


class AllOrNothing:
    """Mixin: the change and what is told of it are saved together."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            return super().form_valid(form)  # type: ignore[misc]


class ForWhoeverCanProve:
    """Mixin: allauth lets somebody pass who has neither a password nor a second factor, because there is nothing
    to ask them for. A session alone must not be enough to get a second factor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if isinstance(person, Person) and not person.has_usable_password() and not factors_of(person):
            messages.info(request, _("Du behöver ett lösenord först. Be din chef om en engångskod."))
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class AddAppView(ForWhoeverCanProve, AllOrNothing, totp.ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"key": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


class RemoveAppView(AllOrNothing, totp.DeactivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"factors": factors_of(self.request.user)}


class AddPasskeyView(ForWhoeverCanProve, AllOrNothing, webauthn.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth leaves out the form that was refused.
        return super().get_context_data(**kwargs) | kwargs


class RenamePasskeyView(AllOrNothing, webauthn.EditWebAuthnView):
    success_url = MINE


class RemovePasskeyView(AllOrNothing, webauthn.RemoveWebAuthnView):
    success_url = MINE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"factors": factors_of(self.request.user)}


@method_decorator(never_cache, name="dispatch")
class CodesView(codes.ViewRecoveryCodesView):
    """The list of codes, shown once. From here one goes on to what one wanted when all this began."""

    http_method_names = ["get", "options"]  # looked at means shown: no HEAD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.session.get(WAITING)
        return super().get_context_data(**kwargs) | {
            "onward": step_up_url(self.request, wanted) if wanted else "",
        }


class NewCodesView(AllOrNothing, codes.GenerateRecoveryCodesView):
    pass
