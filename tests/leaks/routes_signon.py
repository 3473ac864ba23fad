"""The verdicts on the second factor: setting it up, proving it, managing it. All of it is one's own."""

from __future__ import annotations

from tests.leaks.verdicts import Verdict, plain

OWN = "one's own second factors, which hold nothing of the site's"
EXTRA = "/konto/extra-skydd/"

SECOND_FACTORS: dict[str, Verdict] = {
    "step_up": Verdict(
        plain("/konto/bekrafta/", "/konto/bekrafta/?next=/rutiner/"),
        why="leads on to an address that was asked for",
    ),
    "account_reauthenticate": Verdict(plain("/konto/bekrafta/losenord/"), why="asks for a password"),
    "mfa_authenticate": Verdict(plain("/konto/logga-in/bekrafta/"), why="a part of the log-in"),
    "mfa_index": Verdict(plain(EXTRA), why=OWN),
    "mfa_activate_totp": Verdict(plain(f"{EXTRA}app/"), why=OWN),
    "mfa_deactivate_totp": Verdict(plain(f"{EXTRA}app/ta-bort/"), why=OWN),
    "mfa_add_webauthn": Verdict(plain(f"{EXTRA}passnyckel/"), why=OWN),
    "mfa_edit_webauthn": Verdict(plain(f"{EXTRA}passnyckel/1/"), why=f"{OWN}: test_signon_stepup_pages"),
    "mfa_remove_webauthn": Verdict(
        plain(f"{EXTRA}passnyckel/1/ta-bort/"), why=f"{OWN}: test_signon_stepup_pages"
    ),
    "mfa_view_recovery_codes": Verdict(plain(f"{EXTRA}koder/"), why=OWN),
    "mfa_generate_recovery_codes": Verdict(plain(f"{EXTRA}koder/nya/"), why=OWN),
}
