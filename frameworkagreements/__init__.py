"""The catalogue of framework agreements (ramavtal). Imports from `intranet` only, never from its siblings."""
