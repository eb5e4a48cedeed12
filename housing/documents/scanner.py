"""Asking a virus scanner (clamd, command INSTREAM) whether a file may be kept."""

import socket
import struct

from housing.documents.faults import refusal

CHUNK = 64 * 1024
SECONDS = 30


def scan(address: str, name: str, content: bytes) -> None:
    """Let the scanner at `address` (`host:port`; '' for none) look at a file.

    Raises:
        BadInput: it found something, or does not answer; without its word nothing is kept.
    """
    if not address:
        return
    try:
        answer = _asked(address, content)
    except (OSError, ValueError) as fault:
        raise refusal("no_scanner", name) from fault
    if answer.endswith(" FOUND"):
        raise refusal("virus", name)
    if not answer.endswith(" OK"):
        raise refusal("no_scanner", name)


def _asked(address: str, content: bytes) -> str:
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(part)) + part)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            part = connection.recv(4096)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
