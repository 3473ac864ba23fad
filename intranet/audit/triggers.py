"""What keeps the security log append-only when somebody goes round the model; migration 0002 installs it."""

from __future__ import annotations

from intranet.appendonly import AppendOnly

EVENTS = AppendOnly("audit_event", "the security log is append-only")
