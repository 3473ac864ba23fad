"""What the security log follows among people: the flags that open or close, who is employed where and when,
and who holds which function. Imports write their own events: see `organisation_import.rights`."""

from intranet.audit.watch import watch
from intranet.organisation.models import Unit
from intranet.people.models import Appointment, Employment, Function, Person


def _username(pk: int) -> str:
    return Person.objects.values_list("username", flat=True).filter(pk=pk).first() or str(pk)


def _function(pk: int) -> str:
    found = Function.objects.filter(pk=pk).select_related("kind", "unit").first()
    return found.code if found else str(pk)


def _unit(pk: int) -> str:
    return Unit.objects.values_list("code", flat=True).filter(pk=pk).first() or str(pk)


watch(
    Person,
    ("is_superuser", "is_staff", "is_active", "protected", "active_from", "active_to"),
    lambda person: person.username,
    new_if=("is_superuser", "is_staff", "protected"),
)
watch(
    Employment,
    ("unit", "start", "end"),
    lambda employment: employment.person.username,
    naming={"unit": _unit},
)
watch(
    Appointment,
    ("function", "person", "stand_in", "start", "end", "amount_limit"),
    lambda appointment: appointment.function.code,
    naming={"function": _function, "person": _username, "stand_in": _username},
)
