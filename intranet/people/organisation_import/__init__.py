"""Bringing in the organisation: entities, units, workplaces, people, employments and functions.

`run.import_organisation` reads the whole file (`layout`), holds it against itself and the database
(`checking`), and writes nothing if a row is wrong; otherwise everything in one transaction (`writing`).
"""
