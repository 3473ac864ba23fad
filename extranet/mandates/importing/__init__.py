"""Bringing in mandates from a file: read whole, held against itself and the database, then written or not at all."""
