"""Where the embedded servers keep their things, and under which account they run.

PostgreSQL refuses to run as root: then an ordinary account holds its files, in
folders that we make. The mode of a folder that was there before is never changed.
"""

import dataclasses
import hashlib
import os
import pwd
import stat
import tempfile
from pathlib import Path

from yishi.embedded.process import CannotStart
from yishi.settings import Settings

_LONGEST_SOCKET = 107  # bytes: sun_path of Linux, less its zero


def account() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL when we are root: `yishi` if there is one, else `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("yishi", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart("run as root, PostgreSQL needs an ordinary account: useradd --system yishi")


def socket_folder(data: Path) -> Path:
    """The short folder of the sockets that belong to this data; the same in every process."""
    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"yishi-{os.geteuid()}-{name}"


def postgres_url(data: Path) -> str:
    """The address of the embedded PostgreSQL of this data, running or not."""
    return f"postgresql+psycopg://yishi@/yishi?host={socket_folder(data) / 'pg'}"


def valkey_url(data: Path) -> str:
    """The address of the embedded Valkey of this data, running or not."""
    return f"unix://{socket_folder(data) / 'valkey.sock'}?db=0"


def on_this_machine(settings: Settings) -> Settings:
    """The settings, with the embedded servers' addresses where no others are named."""
    return dataclasses.replace(
        settings,
        database_url=settings.database_url or postgres_url(settings.data),
        redis_url=settings.redis_url or valkey_url(settings.data),
    )


def make_socket_folder(data: Path) -> Path:
    """Makes the folder, or takes it back if it is ours; raises CannotStart if it is not."""
    folder = socket_folder(data)
    try:
        folder.mkdir(mode=0o711)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise CannotStart(f"{folder} belongs to somebody else: remove it") from None
    if len(os.fsencode(folder / "pg" / ".s.PGSQL.5432.lock")) > _LONGEST_SOCKET:
        raise CannotStart(f"the path of {folder} is too long for a socket: set TMPDIR to /tmp")
    return folder


def make_data_folder(data: Path) -> Path:
    """Makes `YISHI_DATA`, to be passed through where another account keeps the database."""
    if not data.exists():
        make_folder(data, None)
        data.chmod(0o711 if account() else 0o700)
    return data


def make_folder(path: Path, owner: pwd.struct_passwd | None) -> Path:
    """Makes a private folder for an account; one that exists stays as it is."""
    try:
        path.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        return path
    except PermissionError:
        raise CannotStart(f"no right to write in {path.parent}: set YISHI_DATA") from None
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    return path


def can_reach(path: Path, owner: pwd.struct_passwd) -> bool:
    """Whether an account may pass every folder above `path` and `path` itself (or run it)."""
    return all(_may(part, owner, 0o1) for part in (path, *path.resolve().parents))


def _may(path: Path, owner: pwd.struct_passwd, wanted: int) -> bool:
    found = path.stat()
    shift = 6 if found.st_uid == owner.pw_uid else 3 if found.st_gid == owner.pw_gid else 0
    return (found.st_mode >> shift) & wanted == wanted
