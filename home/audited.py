"""What the security log follows of the home app: who leads a run, and with it decides in it and sees it.

Named by its number alone: what a run is called and whom it is about is for those who take part, and the log is read
by others. Who is given an item, or is the subject, stands in the run's own history.
"""

from home.runs.models import Run
from intranet.audit.watch import watch
from intranet.people.models import Person


def _username(pk: int) -> str:
    return Person.objects.values_list("username", flat=True).filter(pk=pk).first() or str(pk)


watch(Run, ("lead",), lambda _: "", new_if=(), naming={"lead": _username})
