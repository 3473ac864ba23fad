"""Tests: development with quick hashing and everything thrown away afterwards.

`DATABASE_URL` chooses the database (SQLite in memory unless set), so that the tests marked `database` run
on PostgreSQL too.
"""

import os
import tempfile
from pathlib import Path

_scratch = Path(os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="intranet-test-")))
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from intranet.settings.dev import *  # noqa: F403

DATA_DIR = _scratch
MEDIA_ROOT = _scratch / "media"
SEARCH_INDEX_DIR = _scratch / "search"
DEBUG = False
SIGNON_SHOW_PERSONAS = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Wagtail's and our tasks run only when a test asks for it: what a task does is tested by name.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.dummy.DummyBackend",
        "QUEUES": ["default", "index", "files", "mail"],
    }
}
