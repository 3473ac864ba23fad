"""Bodies, mandates, meetings and papers. Imports from `intranet` only, never from its siblings."""
