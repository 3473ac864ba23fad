"""What a member writes for themselves on items and papers (anteckningar): nobody else is shown it, anywhere."""
