"""Secrecy markings (sekretessmarkeringar) on versions and placements."""
