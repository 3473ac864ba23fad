"""The port is settled before anything slow begins, in one clear line."""

import socket

import pytest

from intranet.jobs.supervisor.port import HOST, PortError, reserve


@pytest.fixture
def taken():
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def test_reserved_port_is_nobody_elses():
    free = socket.create_server((HOST, 0))
    port = free.getsockname()[1]
    free.close()

    with reserve(str(port)), pytest.raises(PortError, match="is taken"):
        reserve(str(port))


def test_port_in_use_is_told(taken):
    with pytest.raises(PortError, match=f"Port {taken} is taken"):
        reserve(str(taken))


@pytest.mark.parametrize(
    ("text", "line"),
    [("", "No port was given"), ("web", "is no number"), ("0", "no port 0"), ("70000", "no port 70000")],
)
def test_port_that_is_none_is_told(text, line):
    with pytest.raises(PortError, match=line):
        reserve(text)


def test_each_reason_is_one_line(taken):
    for text in ("", "web", "-1", str(taken)):
        with pytest.raises(PortError) as caught:
            reserve(text)
        assert "\n" not in str(caught.value)
