# SPDX-License-Identifier: EUPL-1.2
"""Loopback ports for what a test starts later. None of those that the kernel gives to outgoing connections: a test
makes thousands of these, and one of them could take the port before the program does."""
import fcntl
import os
import random
import socket
from pathlib import Path

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
LEAST, MOST = 10000, 65000  # what services of a machine rarely use


def free():
    """A port that nobody listens on, and that no other program of this run is given. A run begins anywhere, so that
    two runs side by side are unlikely to try the same one."""
    first, last = (int(n) for n in RANGE.read_text(encoding="ascii").split())
    ports = [n for n in range(LEAST, MOST) if not first <= n <= last] or [*range(LEAST, MOST)]
    with open(Path(os.environ["JALON_TEST"]) / "ports", "a+", encoding="ascii") as given:
        fcntl.flock(given, fcntl.LOCK_EX)
        given.seek(0)
        at = int(given.read() or random.randrange(len(ports)))
        for n in range(at, at + len(ports)):
            port = ports[n % len(ports)]
            if _unused(port):
                given.truncate(0)
                given.write(str(n + 1))
                return port
    raise RuntimeError("no free port")


def _unused(port):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as jalond does: what is only closing is no hindrance
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
