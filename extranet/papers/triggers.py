"""What keeps versions of papers as they are when somebody goes round the model; migration 0003 installs it."""

from __future__ import annotations

from intranet.appendonly import AppendOnly

VERSIONS = AppendOnly("extranet_paperversion", "a version of a paper never changes")
