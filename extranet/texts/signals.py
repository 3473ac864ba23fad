"""What this room tells of, in the transaction of the change."""

from django.dispatch import Signal

text_changed = Signal()
"""`versions`: primary keys of versions whose text has been read, or taken away."""
