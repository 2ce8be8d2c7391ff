"""Address to listen on: checked before anything is created, with the name of who holds it."""

import errno
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from gateway.errors import Failure

_LISTENING: Final = "0A"  # the state in /proc/net/tcp
_COLUMNS: Final = 10  # up to the inode
_REASONS: Final = {
    errno.EACCES: "This user may not listen on port {port}: ports below 1024 need rights.",
    errno.EADDRNOTAVAIL: "This machine has no address {host}.",
}


class AddressUnavailable(Failure):
    """The server cannot listen on the address."""

    code = "address_unavailable"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


def require_free(host: str, port: int) -> None:
    """Raise `AddressUnavailable` unless a server can listen there. Port 0 is always free."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressUnavailable(f"There is no host {host}.") from None
    for family, type_, protocol, _, address in found:
        try:
            _bind(socket.socket(family, type_, protocol), address)
        except OSError as exc:
            raise AddressUnavailable(_message(exc, host, port)) from None


def _bind(listener: socket.socket, address: Any) -> None:
    with closing(listener):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        listener.bind(address)


def _message(exc: OSError, host: str, port: int) -> str:
    if exc.errno == errno.EADDRINUSE:
        holder = next(_holders(port), "another program")
        return (
            f"Port {port} is taken by {holder}. Choose another: "
            f"numbergate serve --port {port + 1}, or make serve PORT={port + 1}"
        )
    reason = _REASONS.get(exc.errno or 0, "The system does not allow to listen on {host}:{port}.")
    return reason.format(host=host, port=port)


def _holders(port: int) -> Iterator[str]:
    """Yield the programs that listen on the port, as far as Linux shows them to this user."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        try:
            if str(link.readlink()) in sockets:
                process = link.parent.parent
                yield f"{(process / 'comm').read_text().strip()} (process {process.name})"
        except OSError:  # another user's process, or one that has ended
            continue


def _inodes(port: int) -> Iterator[str]:
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            columns = line.split()[:_COLUMNS]
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                yield columns[9]
