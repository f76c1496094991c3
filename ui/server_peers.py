"""Which user of this machine is at the other end of a connection to itself, where the system tells (Linux)."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
ESTABLISHED = "01"
ROOT = 0


def is_another_user(client: tuple | None, server: tuple | None) -> bool:
    """Whether the client is surely a program of another user. The system's own (root) may read everything anyway."""
    if not hasattr(os, "getuid") or not client or not server:
        return False
    user = user_of(client, server)
    return user is not None and user not in (os.getuid(), ROOT)


def user_of(client: tuple, server: tuple) -> int | None:
    """The user whose socket goes from `client` to `server` (address, port); None when this system does not tell."""
    wanted = (_plain(client[0]), client[1], server[1])
    for table in TABLES:
        for address, port, other_port, user in _connections(table):
            if (address, port, other_port) == wanted:
                return user
    return None


def _connections(table: Path) -> Iterator[tuple[str, int, int, int]]:
    """Open connections as (address, port, port of the other end, user); the kernel's form is man 5 proc."""
    try:
        lines = table.read_text("ascii").splitlines()[1:]
    except OSError:
        return
    for parts in (line.split() for line in lines):
        if len(parts) > 7 and parts[3] == ESTABLISHED:
            address, port = parts[1].split(":")
            yield _address(address), int(port, 16), int(parts[2].split(":")[1], 16), int(parts[7])


def _address(written: str) -> str:
    """Words of four bytes, each in the machine's own order."""
    words = [bytes.fromhex(written[i : i + 8])[::-1] for i in range(0, len(written), 8)]
    return _plain(str(ipaddress.ip_address(b"".join(words))))


def _plain(address: str) -> str:
    """An IPv4 address written as one of IPv6 is still that address."""
    known = ipaddress.ip_address(address)
    return str(getattr(known, "ipv4_mapped", None) or known)
