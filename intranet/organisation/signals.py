"""What others may want to know of the organisation."""

from django.dispatch import Signal

unit_moved = Signal()
"""Sent when a unit lies under another one than before, with all that is below it: `instance`, as it is now.

Moving in the tree writes rows without saving any, so no `post_save` tells of it. It is sent inside the
transaction of the change, so that what a receiver writes commits or rolls back with it.
"""

workplaces_changed = Signal()
"""Sent when many workplaces are written at once, which sends no `post_save`: `units`, primary keys of those
that have or had them. Inside the transaction of the change.
"""
