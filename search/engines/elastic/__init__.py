"""Imports nothing: the helper of a rebuild begins here, without Django and in a moment."""
