"""Keeping the processes of one site alive together, on a developer's own machine.

In production each process has a keeper of its own (compose, systemd); docs/decisions/supervisor.md says why
this small one stands here.
"""
