from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from intranet.people.models import Person
from intranet.prepared import prepared


class PersonBackend(AuthenticationBackend):
    """User name and password. Our own class, so that sessions keep naming it when there are several ways in."""

    def get_user(self, user_id: int) -> Person | None:
        """Asked in every request."""
        found = _person(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@prepared(pk=int)
def _person(pk: int) -> QuerySet[Person]:
    return Person._default_manager.filter(pk=pk)
