"""Signing in and out, and one's own account. What allauth does well is allauth's; no sign-up, no e-mail pages."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from intranet.access import people as access
from intranet.access.requests import ViewerRequest
from intranet.access.viewer import Viewer
from intranet.people.models import Appointment, Person
from intranet.signon import personas
from intranet.signon.eligibility import may_sign_in
from intranet.signon.forms import ResetRequestForm
from intranet.signon.issuing import hands_out_codes
from intranet.signon.rooms import rooms_of
from intranet.signon.tasks import send_reset_link


class LoginView(account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            activation_url=reverse("activate"),
            personas=personas.offered(),
            persona_url=reverse("sign_in_persona"),
            **kwargs,
        )


@require_POST
@never_cache
@login_not_required
def sign_in_persona(request: ViewerRequest) -> HttpResponse:
    """One click instead of a password: only the demo's people, only in development."""
    person = personas.person(request.POST.get("username", ""))
    if person is None:
        raise Http404
    login = Login(user=person, redirect_url=get_next_redirect_url(request))
    record_authentication(request, person, method="persona")
    return perform_login(request, login)


class HashedFirst:
    """Mixin: the hash is made with no transaction open; the password and what is told of it are saved in one."""

    def form_valid(self, form: Any) -> HttpResponse:
        form.hash_password()
        with transaction.atomic():
            return super().form_valid(form)  # type: ignore[misc]


class PasswordChangeView(HashedFirst, account.PasswordChangeView):
    def dispatch(self, request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, Person) and not request.user.has_usable_password():
            messages.info(request, _("Du har inget lösenord att byta. Be din chef om en engångskod."))
            return redirect("profile")
        return super().dispatch(request, *args, **kwargs)


@method_decorator([never_cache, login_not_required], name="dispatch")
class PasswordResetView(FormView):
    """Asks for a user name; the answer is the same whether there is such a person, with an address or not."""

    form_class = ResetRequestForm
    template_name = "account/password_reset.html"
    success_url = reverse_lazy("account_reset_password_done")

    def form_valid(self, form: ResetRequestForm) -> HttpResponse:
        username = form.cleaned_data["username"].strip()
        limited = ratelimit.consume_or_429(self.request, action="reset_password", key=username.casefold())
        if limited:
            return limited
        person = Person.objects.filter(username__iexact=username).exclude(email="").first()
        if person is not None and may_sign_in(person).allowed:
            send_reset_link.enqueue(person.pk)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(activation_url=reverse("activate"), **kwargs)


class PasswordResetFromKeyView(HashedFirst, account.PasswordResetFromKeyView):
    success_url = reverse_lazy("account_login")


@require_safe
@never_cache
def profile(request: ViewerRequest) -> HttpResponse:
    """What the municipality has recorded about whoever is signed in."""
    viewer = request.viewer
    appointments = (
        Appointment.objects.in_force(viewer.today)
        .filter(Q(person=viewer.person) | Q(stand_in=viewer.person))
        .select_related("function__kind", "function__unit", "person", "stand_in")
        .order_by("function__unit__name", "function__kind__name")
    )
    context = {
        "person": viewer.person,
        "employments": viewer.employments,
        "functions": [_function(appointment, viewer) for appointment in appointments],
        "hands_out_codes": viewer.has_role and hands_out_codes(viewer),
        "has_role": viewer.has_role,
        "rooms": rooms_of(viewer),
    }
    return render(request, "account/profile.html", context)


def _function(appointment: Appointment, viewer: Viewer) -> dict[str, Any]:
    """A function of one's own or that one stands in for; the other's name only if one may see them."""
    mine = appointment.person == viewer.person
    other = appointment.stand_in if mine else appointment.person
    seen = other if other and access.is_visible_to(viewer, other) else None
    return {
        "function": appointment.function,
        "stand_in": seen if mine else None,
        "is_stand_in": not mine,
        "stands_in_for": None if mine else seen,
    }
