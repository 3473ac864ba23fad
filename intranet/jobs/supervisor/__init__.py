"""Keeping the processes of one site alive together, on a developer's own machine.

In production each process has a keeper of its own (compose, systemd). Why this small one stands here is told
in docs/decisions/0019-our-own-supervisor.md.
"""
