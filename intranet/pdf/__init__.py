"""PDFs that the site typesets itself."""
