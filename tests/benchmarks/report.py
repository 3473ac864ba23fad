"""What was measured, for people."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One ratio, and what it has to keep to: at least or at most the limit."""

    what: str
    value: float
    limit: float
    at_least: bool
    details: tuple[str, ...] = field(default=())

    @property
    def kept(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def line(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{self.what}: {self.value:.2f} ({sign} {self.limit:g}{'' if self.kept else ', NOT kept'})"
