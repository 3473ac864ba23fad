"""Using a one-time code: who one is and what one was handed, then a password of one's own."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from intranet.audit.models import Event
from intranet.audit.record import record
from intranet.audit.signals import NOBODY
from intranet.people.models import Person
from intranet.signon import codes
from intranet.signon.eligibility import may_sign_in
from intranet.signon.forms import ActivationForm, SetPasswordForm
from intranet.signon.models import ActivationCode

SESSION_KEY = "signon_activation"
TIME_TO_CHOOSE = 15 * 60  # seconds from the code to the password


@method_decorator([never_cache, login_not_required, sensitive_post_parameters("code")], name="dispatch")
class ActivationView(FormView):
    """First step: user name and code. Every fault has the same answer."""

    form_class = ActivationForm
    template_name = "account/activation.html"

    def form_valid(self, form: ActivationForm) -> HttpResponse:
        username = form.cleaned_data["username"].strip()
        if limited := ratelimit.consume_or_429(self.request, action="activate", key=username.casefold()):
            return limited
        row = codes.check(username, form.cleaned_data["code"])
        if row is None:
            person = Person.objects.filter(username__iexact=username).first()
            record(Event.Kind.SIGN_IN_FAILED, request=self.request, actor=person or NOBODY, way="engångskod")
            form.add_error(
                None,
                _(
                    "Användarnamnet eller koden stämmer inte, eller så har koden slutat gälla. Be din chef om en ny."
                ),
            )
            return self.form_invalid(form)
        standing = may_sign_in(row.person)
        if not standing.allowed:
            record(
                Event.Kind.SIGN_IN_REFUSED, request=self.request, actor=row.person, reason=standing.refusal
            )
            form.add_error(None, standing.text)
            return self.form_invalid(form)
        if self.request.user.is_authenticated:
            logout(self.request)  # somebody else's session on a shared device
        self.request.session.cycle_key()
        self.request.session[SESSION_KEY] = {"row": row.pk, "at": time.time()}
        return redirect("activate_password")


@method_decorator(
    [never_cache, login_not_required, sensitive_post_parameters("password1", "password2")], name="dispatch"
)
class NewPasswordView(FormView):
    """Second step: the password. A password that is refused costs no new code."""

    form_class = SetPasswordForm
    template_name = "account/new_password.html"

    row: ActivationCode

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = _checked(request)
        if row is None:
            return redirect("activate")
        self.row = row
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.row.person}

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        del self.request.session[SESSION_KEY]
        if not codes.use(self.row, form.cleaned_data["password1"], self.request):
            return redirect("activate")
        person = self.row.person
        ratelimit.clear(self.request, action="login_failed", key=person.username.casefold())
        record_authentication(self.request, person, method="code")
        return perform_login(self.request, Login(user=person, redirect_url="/"))


def _checked(request: HttpRequest) -> ActivationCode | None:
    """The code that this session has proved, if it was lately and the code is still good."""
    held = request.session.get(SESSION_KEY)
    if not held or time.time() - held["at"] > TIME_TO_CHOOSE:
        return None
    return codes.still_open(held["row"])
