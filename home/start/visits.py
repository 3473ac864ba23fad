"""When somebody was last here, so that the start page can say what is new since."""

from __future__ import annotations

from intranet.people.visits import BaseVisit


class Visit(BaseVisit):
    pass
