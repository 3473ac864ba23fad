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


ABOUT = (
    "Written by `make bench`. Ratios only, both sides measured in the same run, turn by turn: what a request or a "
    "document takes on this machine says little about another. The code is in `tests/benchmarks/`."
)


def document(figures: list[Figure], rounds: int, machine: str) -> str:
    """The page docs/benchmarks.md."""
    rows = [
        f"| {f.what} | **{f.value:.2f}** | {'≥' if f.at_least else '≤'} {f.limit:g} | "
        f"{'yes' if f.kept else 'no'} | {'; '.join(f.details)} |"
        for f in figures
    ]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            ABOUT,
            "",
            "| What | Ratio | Wanted | Kept | Measured |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"{rounds} rounds on {machine}.",
            "",
        ]
    )
