"""Below /konto/. allauth's names are kept, so that what reverses them finds ours; what we do not offer (sign-up,
e-mail addresses, codes by mail) has no address at all.

Where a password is hashed or a try is counted no transaction is open: SQLite's write lock would be held
meanwhile, and a count must stay even if what follows fails.
"""

from allauth.account import views as account
from django.db.transaction import non_atomic_requests
from django.urls import include, path, re_path

from intranet.signon import activation, handing_out, managing, stepping_up, views

second_factors = [
    path("", managing.mine, name="mfa_index"),
    path("app/", non_atomic_requests(managing.AddAppView.as_view()), name="mfa_activate_totp"),
    path("app/ta-bort/", non_atomic_requests(managing.RemoveAppView.as_view()), name="mfa_deactivate_totp"),
    path("passnyckel/", non_atomic_requests(managing.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path(
        "passnyckel/<int:pk>/",
        non_atomic_requests(managing.RenamePasskeyView.as_view()),
        name="mfa_edit_webauthn",
    ),
    path(
        "passnyckel/<int:pk>/ta-bort/",
        non_atomic_requests(managing.RemovePasskeyView.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("koder/", managing.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "koder/nya/",
        non_atomic_requests(managing.NewCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [
    path("", views.profile, name="profile"),
    path("logga-in/", non_atomic_requests(views.LoginView.as_view()), name="account_login"),
    path(
        "logga-in/bekrafta/",
        non_atomic_requests(stepping_up.SecondStepView.as_view()),
        name="mfa_authenticate",
    ),
    path("bekrafta/", non_atomic_requests(stepping_up.StepUpView.as_view()), name="step_up"),
    path(
        "bekrafta/losenord/",
        non_atomic_requests(stepping_up.PasswordAgainView.as_view()),
        name="account_reauthenticate",
    ),
    path("extra-skydd/", include(second_factors)),
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
