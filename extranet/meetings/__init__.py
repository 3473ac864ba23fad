"""Meetings (sammanträden) and what stands on their agendas."""
