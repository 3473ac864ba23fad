"""A process that sends mail about notices as a worker does, for tests that end it in the middle of its work.

It reads commands, a line each, and answers each with a line. The database comes from the environment; a mail that
is sent becomes a file in DATA_DIR/mail.

    send             put what is due into letters and send them; answers with how many were sent
    again            the same, as if every letter's pause were over
    hang-before      send, but stop for ever when the first letter has been written; answers when there
    hang-after       send, but stop for ever when the mail server has taken the first letter; answers when there
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.conf import settings

    from intranet.notices import kinds
    from tests.intranet.notices_help import register

    kinds._kinds.clear()
    register()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(Path(settings.DATA_DIR, "mail"))
    for line in sys.stdin:
        try:
            answer: object = COMMANDS[line.strip()]()
        except Exception as error:  # noqa: BLE001  told to the test
            answer = f"failed {type(error).__name__} {error}"
        say(answer)


def send() -> int:
    from intranet.notices.tasks import send_letters

    return send_letters.call()


def again() -> int:
    from django.utils import timezone

    from intranet.notices.models import Letter

    Letter.objects.update(next_try=timezone.now())
    return send()


def hang_before() -> int:
    from django.core.mail import EmailMessage

    EmailMessage.send = hang  # type: ignore[method-assign]
    return send()


def hang_after() -> int:
    from intranet.notices import letters

    letters.close = hang
    return send()


def hang(*_args: Any, **_kwargs: Any) -> Any:
    say("there")
    threading.Event().wait()


def say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


COMMANDS = {"send": send, "again": again, "hang-before": hang_before, "hang-after": hang_after}

if __name__ == "__main__":
    main()
