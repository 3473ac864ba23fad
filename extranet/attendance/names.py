"""How people are named where attendance is told: see `extranet.access.names`."""

from __future__ import annotations

from extranet.access.names import name, with_party

__all__ = ["name", "with_party"]
