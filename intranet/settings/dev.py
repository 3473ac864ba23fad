"""Development: what `make run` serves. Loosens production; never weaker defaults the other way round."""

import os
from pathlib import Path

_var = Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parent.parent.parent / "var")

os.environ.setdefault("SECRET_KEY", "for-development-only-never-in-production")
os.environ.setdefault("PERSON_NUMBER_KEY", "for-development-only-never-in-production-either")
os.environ.setdefault("NOTES_KEYS", "")  # development makes its own, in DATA_DIR
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", "http://localhost:8000")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_var}/intranet.sqlite3")
os.environ.setdefault("TRUSTED_PROXY_COUNT", "0")

from intranet.settings.production import *  # noqa: F403
from intranet.settings.production import env

# The file is replaced when the demo is built anew: who has it open would go on with the old one.
DATABASES["default"]["CONN_MAX_AGE"] = 0

DEVELOPMENT = True
DEBUG = env.bool("DEBUG", default=False)

SIGNON_SHOW_PERSONAS = True

SESSION_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0

# Served straight from the apps, so that a changed style sheet shows without collecting.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
