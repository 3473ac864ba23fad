"""Which notices go out by mail, when, and in which letter. Found from the rows each time; nothing is remembered.

A notice is in one letter at most, and the letter is in the database before anything is sent: a worker that dies
leaves a letter that the next one tries again, under the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from intranet.mail import undelivered
from intranet.mail.models import Undelivered
from intranet.notices import choices, inbox, pacing
from intranet.notices.models import How, Letter, Mail, Notice, NoticeQuerySet
from intranet.people.models import Person

LONGEST_WAIT = timedelta(days=7)
"""A letter that could not be sent for so long after its first try is given up; its notices stand in the inbox."""


def last_bundle(now: datetime) -> datetime:
    """When the mail of the day was last due, by the clock on the wall."""
    zone = timezone.get_current_timezone()
    day = timezone.localdate(now)
    today = datetime.combine(day, time(settings.NOTICES_MAIL_HOUR), zone)
    if today <= now:
        return today
    return datetime.combine(day - timedelta(days=1), time(settings.NOTICES_MAIL_HOUR), zone)


def ready(now: datetime) -> NoticeQuerySet:
    """Notices whose mail should go out by now and which are in no letter yet."""
    unread = Notice.objects.waiting_for_mail(now).unread()
    waiting = choices.with_how(inbox.uncovered(unread, now, inbox.covering()))
    in_time = Q(how=How.ONCE) | Q(how=How.DAILY, due__lte=last_bundle(now))
    return waiting.filter(in_time).exclude(person__email="").exclude(pacing.resting(now))


def something_to_do(now: datetime) -> bool:
    return ready(now).exists() or Letter.objects.due(now).exists()


def drop_unwanted(now: datetime) -> int:
    """Be done with what is not to be mailed: read already, not wanted, or to nobody's address; returns how many."""
    waiting = choices.with_how(Notice.objects.waiting_for_mail(now))
    unwanted = waiting.filter(Q(seen_at__isnull=False) | Q(how=How.NONE) | Q(person__email=""))
    return Notice.objects.filter(pk__in=unwanted.order_by().values("pk")).update(mail=Mail.UNWANTED)


def gather(now: datetime) -> int:
    """Put what is ready into letters, one a person; returns how many letters that made.

    Two that gather at once share the notices between them: each is taken by one.
    """
    people = list(ready(now).order_by("person").values_list("person_id", flat=True).distinct())
    return sum(_write(person, now) for person in people)


def _write(person: int, now: datetime) -> bool:
    mine = ready(now).filter(person=person).order_by().values("pk")
    with transaction.atomic():
        # One at a time for each person: what another has just put into a letter makes the rest wait (`pacing`).
        Person.objects.select_for_update().only("pk").get(pk=person)
        letter = Letter.objects.create(person_id=person, message_id=_message_id(), made_at=now, next_try=now)
        free = Notice.objects.filter(mail=Mail.WAITING, letter=None, pk__in=mine)
        if not free.update(letter=letter):
            letter.delete()
            return False
    return True


def close(letter: Letter, sent: list[int]) -> None:
    """Be done with a letter: these notices, by primary key, went out with it, and the others are not to be mailed."""
    with transaction.atomic():
        told = set(Notice.objects.filter(letter=letter, pk__in=sent).values_list("kind", flat=True))
        pacing.note_sent(letter.person_id, told, timezone.now())
        Notice.objects.filter(letter=letter, pk__in=sent).update(mail=Mail.SENT, letter=None)
        Notice.objects.filter(letter=letter).update(mail=Mail.UNWANTED, letter=None)
        letter.delete()


def refused(letter: Letter) -> None:
    """Be done with a letter that its address will never get; its notices still stand in the inbox."""
    _given_up(Letter.objects.filter(pk=letter.pk))


def give_up(now: datetime) -> int:
    """Be done with letters that were first tried a week ago, and in vain since; returns how many.

    One that nobody has tried, because the worker was away, is not old: it is late.
    """
    late = Letter.objects.filter(first_try__lt=now - LONGEST_WAIT)
    with transaction.atomic():
        for letter in late.exclude(person__email="").select_related("person"):
            undelivered.note([letter.person.email], Undelivered.Why.WEEK, since=letter.first_try)
        return _given_up(late)


def _given_up(which: QuerySet[Letter]) -> int:
    with transaction.atomic():
        found = list(which.values_list("pk", flat=True))
        Notice.objects.filter(letter__in=found).update(mail=Mail.GIVEN_UP, letter=None)
        Letter.objects.filter(pk__in=found).delete()
    return len(found)


def _message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return make_msgid(domain=domain or None)
