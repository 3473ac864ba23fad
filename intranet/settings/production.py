"""Settings for production, and the base that development and tests loosen.

Everything that differs between installations comes from the environment; README.md holds the table of
variables. A missing secret stops the start here, with its name, rather than later with a riddle.
"""

from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY")
# Keys the hash of personal identity numbers. Not SECRET_KEY: that one may be rotated, and a rotation would
# make every stored hash unmatchable.
PERSON_NUMBER_KEY = env.str("PERSON_NUMBER_KEY")
# Seal private notes: the first of them, while all open (manage.py rotate_note_keys). Nowhere in the database.
NOTES_KEYS = env.list("NOTES_KEYS")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

INSTALLED_APPS = [
    "home",
    "extranet",
    "search",
    "intranet",
    "intranet.organisation",
    "intranet.subjects",
    "intranet.people",
    "intranet.access",
    "intranet.audit",
    "intranet.jobs",
    "intranet.files",
    "intranet.finding",
    "intranet.navigation",
    "intranet.pages",
    "intranet.blocks",
    "intranet.signon",
    "intranet.mail",
    "intranet.notices",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "intranet.access.admin.users.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "extranet.offline.wiping.WipingMiddleware",
    "intranet.access.middleware.ViewerMiddleware",
    "intranet.pages.sites.SiteMiddleware",
    "intranet.signon.middleware.SignOnMiddleware",
    "intranet.pages.redirects.TrimmedRedirectMiddleware",
    "intranet.access.admin.guard.AdminGuardMiddleware",
    "intranet.files.admin.closing.ClosingMiddleware",
    "intranet.jobs.middleware.UnsafeRequestTransactionMiddleware",
]

ROOT_URLCONF = "intranet.urls"
WSGI_APPLICATION = "intranet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intranet.pages.context.site_frame",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # For development and measuring; an installation has PostgreSQL.
    DATABASES["default"] |= {
        "OPTIONS": {
            # Readers never wait for a writer (WAL); a writer takes its lock at once (IMMEDIATE), so that two of
            # them queue instead of one failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and replay checks need one cache for all processes; the database is one that is always there.
CACHES = {"default": env.cache("CACHE_URL", default="dbcache://django_cache")}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "intranet.signon.backends.PersonBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "intranet.signon.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "intranet.signon.forms.LoginForm",
    "change_password": "intranet.signon.forms.ChangePasswordForm",
    "reset_password_from_key": "intranet.signon.forms.ResetPasswordKeyForm",
    "reauthenticate": "intranet.signon.factor_forms.ReauthenticateByPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
# Guessing is stopped by the limits on each user name (key). Those on the address are wide: a whole
# municipality comes from one on a Monday morning.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "activate": "20/m/ip,5/5m/key",
    "issue_code": "60/h/user",
    "page_password": "10/5m/key",
    "accessibility_report": "60/h/ip",
}
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60  # seconds that a link in a mail is good for
# How long a passkey or a code counts as fresh, for what asks for more than a password (secret papers).
STEP_UP_MINUTES = env.int("STEP_UP_MINUTES", default=15)
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
MFA_ADAPTER = "intranet.signon.factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "intranet.signon.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "intranet.signon.factor_forms.AuthenticateWebAuthnForm",
    "activate_totp": "intranet.signon.factor_forms.ActivateTOTPForm",
    "add_webauthn": "intranet.signon.factor_forms.AddWebAuthnForm",
    "edit_webauthn": "intranet.signon.factor_forms.EditWebAuthnForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock half a minute wrong, or a slow hand
# The device itself asks for a finger, a face or a code: a key that lies on the table proves nobody.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Addresses are the personnel system's, not the person's to prove.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SIGNON_SHOW_PERSONAS = False

SESSION_ENGINE = "intranet.signon.sessions"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames the site itself

# The site has no inline script or style. Wagtail's admin has, so it keeps to what it needs.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "worker-src": ["'self'"],  # one: what is kept of meetings on devices
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English"), ("nb", "Norsk bokmål")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# The language that a reader has chosen is kept for a year; it tells nothing about them.
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "intranet.pages.statics.StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
# Meeting papers: no web server may be given this folder.
PAPERS_DIR = DATA_DIR / "papers"
# How large one of them may be. It comes in piece by piece; the proxy need let no more through than one piece.
PAPERS_MEGABYTES = env.int("PAPERS_MEGABYTES", default=1000)
MEDIA_URL = "/media/"
# "nginx": the proxy sends the bytes (X-Accel-Redirect) after the view has said yes; "off": Django does.
SENDFILE = env.str("SENDFILE", default="off")
# What reading the text of one file may cost: seconds, megabytes of address space, pages (slides, sheets, sections).
FILES_READ_SECONDS = env.int("FILES_READ_SECONDS", default=120)
FILES_READ_MEGABYTES = env.int("FILES_READ_MEGABYTES", default=768)
FILES_READ_PLACES = env.int("FILES_READ_PLACES", default=10_000)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long checklist in the editor has many fields

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
EMAIL_TIMEOUT = 20  # seconds
vars().update(EMAIL_CONFIG)
# A request only writes a message down; the worker of the queue `mail` sends it with the one that EMAIL_URL names.
MAIL_DELIVERY_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "intranet.mail.backend.QueueingBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="intranat@kompasskoping.example")

# When the mail of the day about notices goes out, by the clock on the wall; how long notices are kept.
NOTICES_MAIL_HOUR = env.int("NOTICES_MAIL_HOUR", default=7)
NOTICES_KEPT_DAYS = env.int("NOTICES_KEPT_DAYS", default=90)
NOTICES_UNREAD_KEPT_DAYS = env.int("NOTICES_UNREAD_KEPT_DAYS", default=365)

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        # Our queues have workers of their own, so that the tasks Wagtail queues for each published page
        # never stand before an index update.
        "QUEUES": ["default", "index", "files", "mail"],
    }
}

SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="embedded")
SEARCH_INDEX_DIR = DATA_DIR / "search"
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="intranet")
SEARCH_TIMEOUT = env.float("SEARCH_TIMEOUT", default=3.0)

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Kompassköping")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = False
# Addresses are read aloud and typed: å, ä and ö become a and o in them.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
WAGTAILIMAGES_IMAGE_MODEL = "files.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "files.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "intranet.files.admin.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000  # a web process holds four bytes for each
WAGTAILIMAGES_IMAGE_FORM_BASE = "intranet.files.pictures.PictureForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAIL_FINISH_WORKFLOW_ACTION = "home.knowledge.finish.finish_workflow"
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/logga-in/"
WAGTAILADMIN_LOGIN_URL = "/konto/logga-in/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = True
# The admin's own look-ups (choosers, explorer) use the database; what readers search is our own engines'.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "intranet.access.admin.searching", "AUTO_UPDATE": True}}
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # On the handler too: the task worker sets its own loggers to INFO.
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": env.str("LOG_LEVEL", default="INFO"),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Wagtail tells the title of each page it makes, publishes or deletes; its own history has that, with the rule.
    "loggers": {"elastic_transport": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
