"""The cells of one row, read one after another so that everything that is wrong with the row is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError

from intranet.tables.cells import CellError
from intranet.tables.rows import Problem, Row

P = ParamSpec("P")
T = TypeVar("T")


class Cells:
    """Gives the values of a row's cells; what cannot be read is noted in `problems` and stands empty."""

    def __init__(self, row: Row) -> None:
        self.line = row.line
        self.problems: list[Problem] = []
        self._row = row

    def __getitem__(self, name: str) -> str:
        return self._row[name]

    @property
    def whole(self) -> bool:
        return not self.problems

    def read(self, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What `check` gives; None where it raises."""
        try:
            return check(*args, **kwargs)
        except CellError as error:
            self.note(str(error))
        except ValidationError as error:
            self.note(" ".join(error.messages))
        return None

    def text(self, check: Callable[P, str], *args: P.args, **kwargs: P.kwargs) -> str:
        """As `read`, for text."""
        return self.read(check, *args, **kwargs) or ""

    def key(self, written: str, check: Callable[..., str], *args: object) -> str:
        """What others refer to the row by: kept as it is written even if it is wrong."""
        self.read(check, written, *args)
        return written

    def note(self, message: str) -> None:
        self.problems.append(Problem(self.line, message))
