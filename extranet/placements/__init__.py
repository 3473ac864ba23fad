"""Placements (placeringar): an exact version of a paper on an agenda item. Access is decided here."""
