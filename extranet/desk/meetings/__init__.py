"""Meetings, agendas, what is taken up from other bodies, and a body's template."""
