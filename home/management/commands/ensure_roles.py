from typing import Any

from django.core.management.base import BaseCommand

from home.roles import ensure_roles


class Command(BaseCommand):
    help = "Make the groups of the roles, their permissions and the workflow of knowledge. May be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_roles()
        self.stdout.write("Groups, permissions and workflow are in place.")
