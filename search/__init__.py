"""Search: Swedish analysis, two engines behind `intranet.finding`, and the search page."""
