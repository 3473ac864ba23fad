"""Registers this app's part of the admin; each module says what it adds."""

from home.admin import knowledge

__all__ = ["knowledge"]
