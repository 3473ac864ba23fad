"""Matters (ärenden) with their papers (handlingar): what is registered, and each immutable version of it."""
