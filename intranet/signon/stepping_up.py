"""The second step: the page where somebody who is signed in proves that it is they, and the one at the log-in.

Without a second factor there is nothing to prove with: then the step-up page tells how to get one.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.mixins import NextRedirectMixin
from allauth.core import ratelimit
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.signon.factor_forms import ReauthenticateForm, ReauthenticateWebAuthnForm
from intranet.signon.factors import factors_of

WAITING = "signon.step_up.next"
"""In the session: where somebody was going who had to set up a second factor first."""


class StepUpView(NextRedirectMixin, TemplateView):
    """ "Bekräfta att det är du": a passkey, a code from the app, or one from the printed list."""

    template_name = "mfa/step_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.factors = factors_of(request.user)
        if not self.factors:
            return self._nothing_to_prove_with()
        if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
            return limited
        self.code_form: Any = ReauthenticateForm(user=request.user)
        self.passkey_form: Any = ReauthenticateWebAuthnForm(user=request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "credential" in request.POST:
            form = self.passkey_form = ReauthenticateWebAuthnForm(user=request.user, data=request.POST)
        else:
            form = self.code_form = ReauthenticateForm(user=request.user, data=request.POST)
        if not form.is_valid():
            record(Event.Kind.STEP_UP_FAILED, request=request, way=_way(request))
            return self.get(request)
        with transaction.atomic():
            form.save()
            record(Event.Kind.STEPPED_UP, request=request, way=_way(request))
        for done in (WAITING, STATE_SESSION_KEY):
            request.session.pop(done, None)
        return HttpResponseRedirect(self.get_success_url() or reverse("mfa_index"))

    def _nothing_to_prove_with(self) -> HttpResponse:
        wanted = self.get_next_url()
        if wanted:
            self.request.session[WAITING] = wanted
        context = {"setting_up": bool(wanted), "minutes": settings.STEP_UP_MINUTES}
        return self.response_class(self.request, ["mfa/nothing_yet.html"], context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.factors.passkeys:
            context["request_options"] = begin_authentication(self.request.user)
            context["passkey_form"] = self.passkey_form
        return context | {
            "code_form": self.code_form if self.factors.app or self.factors.codes else None,
            "factors": self.factors,
            "action": reverse("step_up"),
            "minutes": settings.STEP_UP_MINUTES,
        }


class SecondStepView(mfa.AuthenticateView):
    """At the log-in, for those who have a second factor; they are not signed in before."""

    def form_invalid(self, form: Any) -> HttpResponse:
        record(
            Event.Kind.SIGN_IN_FAILED,
            request=self.request,
            actor=self.stage.login.user,
            way=_way(self.request),
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        factors = factors_of(self.stage.login.user)
        return context | {
            "passkey_form": context["webauthn_form"] if factors.passkeys else None,
            "request_options": context["js_data"]["request_options"],
            "code_form": context["form"] if factors.app or factors.codes else None,
            "factors": factors,
            "action": reverse("mfa_authenticate"),
        }


class PasswordAgainView(account.ReauthenticateView):
    """The password once more, before somebody without a second factor sets one up."""

    def form_valid(self, form: Any) -> HttpResponse:
        # allauth would go on with a form that was sent before, which may be hours ago. Let it be sent again.
        self.request.session.pop(STATE_SESSION_KEY, None)
        return super().form_valid(form)


def _way(request: HttpRequest) -> str:
    """For the security log: how somebody tried."""
    return "passkey" if "credential" in request.POST else "one-time"
