"""What the security log follows among people: the flags that open or close, and who holds which function."""

from intranet.audit.watch import watch
from intranet.people.models import Appointment, Person

watch(
    Person,
    ("is_superuser", "is_staff", "is_active", "protected", "active_from", "active_to"),
    lambda person: person.username,
    new_if=("is_superuser", "is_staff", "protected"),
)
watch(
    Appointment,
    ("function", "person", "stand_in", "start", "end", "amount_limit"),
    lambda appointment: appointment.function.code,
)
