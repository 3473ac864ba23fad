"""Papers in the search: what the index holds of them, what changes that, and whose places a viewer holds."""
