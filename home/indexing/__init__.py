"""What this app puts in the search index: pages and people, and when they change."""
