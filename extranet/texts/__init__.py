"""The text of papers, page by page. None is kept of what is secret."""
