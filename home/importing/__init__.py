"""Bringing in texts that exist: a folder of Markdown, web pages and Word files becomes pages.

A file is read (`markdown`, `webpage`, `word`) to one neutral form (`outline`), held against what the site
knows (`lookups`, `checking`), made into a page's fields (`building`), and written in batches that can be
interrupted (`writing`). `routines.import_routines` runs it all.
"""
