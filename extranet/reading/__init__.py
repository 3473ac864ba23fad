"""What an elected official reads: start, bodies, meetings, items, papers. Thin views over plain functions."""
