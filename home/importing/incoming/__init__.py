"""Files that editors have sent in to become pages: kept, read in a process of their own, looked at, made drafts of.

A file belongs to the place that it was sent in for; who may add pages there decides who may see it (`rule`).
"""
