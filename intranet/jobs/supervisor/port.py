"""The port of the site: asked for and taken before anything slow is begun."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"


class PortError(Exception):
    """Why the port cannot be used, in one line."""


def reserve(text: str) -> socket.socket:
    """A socket that listens to that port on the loopback address. Raises PortError.

    It is handed to the web server. It listens at once, because a socket that is merely bound does not keep
    others away; who comes early waits for the site instead of being refused.
    """
    if not text.strip():
        raise PortError("No port was given: say which, for example make run PORT=8000.")
    try:
        port = int(text)
    except ValueError:
        raise PortError(f"PORT={text} is no number: take one from 1024 to 65535.") from None
    if not 0 < port < 65536:
        raise PortError(f"There is no port {port}: take one from 1024 to 65535.")
    reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # As servers do: a connection that lingers after the last run must not keep the next one waiting.
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        _assert_nobody_listens(port)
        reserved.bind((HOST, port))
        reserved.listen(512)
    except PermissionError:
        reserved.close()
        raise PortError(f"Port {port} is reserved for the system: take one from 1024 to 65535.") from None
    except OSError:
        reserved.close()
        raise PortError(
            f"Port {port} is taken: stop what uses it, or take another (make run PORT=8123)."
        ) from None
    return reserved


def _assert_nobody_listens(port: int) -> None:
    """A server on all addresses does not always keep others from binding this one."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as visitor:
        visitor.settimeout(0.5)
        if visitor.connect_ex((HOST, port)) == 0:
            raise OSError("somebody answers")
