"""What others may want to know of people."""

from django.dispatch import Signal

people_changed = Signal()
"""Sent by what writes many people at once (bulk writes send no `post_save`): `pks`, a set of primary keys,
and `protection_changed`, those of them who became protected or ceased to be.

It is sent inside the transaction of the change, so that what a receiver writes commits or rolls back with it.
"""
