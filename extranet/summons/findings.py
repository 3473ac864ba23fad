"""What is counted of what a file holds besides what its pages show."""

from __future__ import annotations

AUTHORS, COMMENTS, CHANGES = "authors", "comments", "changes"
"""Whether names of who wrote it stand in it; remarks that somebody has made; changes that are tracked."""
