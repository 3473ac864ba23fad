"""Meetings kept on a member's own device: what may be kept, for how long, which devices hold what."""
