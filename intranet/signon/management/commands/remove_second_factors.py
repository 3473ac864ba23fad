from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from intranet.people.models import Person
from intranet.signon.factors import forget


class Command(BaseCommand):
    help = (
        "Takes the passkeys, the app and the list of codes from somebody who has lost them all, so that they can "
        "sign in with the password and set up new ones. Make sure that it is they who ask. It is logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = Person.objects.filter(username__iexact=username).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name {username}.")
        with transaction.atomic():
            taken = forget(person)
        if not taken:
            raise CommandError(f"{person.username} has no second factor.")
        self.stdout.write(f"{person.username} signs in with the password alone now.")
