"""Below /konto/. allauth's names are kept, so that what reverses them finds ours; what we do not offer (sign-up,
e-mail addresses, codes by mail) has no address at all.

Where a password is hashed or a try is counted no transaction is open: SQLite's write lock would be held
meanwhile, and a count must stay even if what follows fails.
"""

from allauth.account import views as account
from django.db.transaction import non_atomic_requests
from django.urls import path, re_path

from intranet.signon import activation, handing_out, views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("logga-in/", non_atomic_requests(views.LoginView.as_view()), name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path(
        "byt-losenord/",
        non_atomic_requests(views.PasswordChangeView.as_view()),
        name="account_change_password",
    ),
    path(
        "glomt-losenord/",
        non_atomic_requests(views.PasswordResetView.as_view()),
        name="account_reset_password",
    ),
    path("glomt-losenord/skickat/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^glomt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        non_atomic_requests(views.PasswordResetFromKeyView.as_view()),
        name="account_reset_password_from_key",
    ),
    path("aktivera/", non_atomic_requests(activation.ActivationView.as_view()), name="activate"),
    path(
        "aktivera/losenord/",
        non_atomic_requests(activation.NewPasswordView.as_view()),
        name="activate_password",
    ),
    path("engangskod/", handing_out.hand_out_code, name="hand_out_codes"),
    path("engangskod/<int:person_id>/", handing_out.hand_out_code, name="issue_code"),
    path("prova/", non_atomic_requests(views.sign_in_persona), name="sign_in_persona"),
]
