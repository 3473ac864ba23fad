"""Mandates (uppdrag): who sits where, as what, for which party, from when to when."""
