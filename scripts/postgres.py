"""A PostgreSQL of our own: made in a folder under /var/tmp, reached by its socket, ended and removed afterwards.

    python -m scripts.postgres COMMAND                runs it with `DATABASE_URL` of such a server
    python -m scripts.postgres --keep FOLDER COMMAND  the same; the server's data stay in FOLDER, safe as in production

PostgreSQL refuses to run as root, so there it runs as user `postgres`; a socket's path may not exceed 107 bytes.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from argparse import REMAINDER, ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The data live for minutes; what a power cut would lose does not matter.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c listen_addresses=''"
# What a small server of an office would be given.
LASTING = "-c shared_buffers=1GB -c effective_cache_size=4GB -c max_wal_size=4GB -c listen_addresses=''"


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on Debian outside the path, the newest version first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    found = shutil.which("initdb")
    if debian:
        return debian[0].parent
    return Path(found).resolve().parent if found else None


def _as_server_user(command: list[str]) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _run(command: list[str]) -> None:
    subprocess.run(_as_server_user(command), check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def server() -> Iterator[str]:
    """Start it, give the address for `DATABASE_URL`, end it and remove its folder whatever happens."""
    home = Path(tempfile.mkdtemp(prefix="guong-pg-", dir="/var/tmp"))
    try:
        with running(home, FAST) as address:
            yield address
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running(home: Path, options: str) -> Iterator[str]:
    """The server whose data lie in a folder; made there when there are none."""
    tools = binaries()
    if tools is None:
        raise FileNotFoundError("initdb")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(home, pwd.getpwnam("postgres").pw_uid, pwd.getpwnam("postgres").pw_gid)
    data = str(home / "data")
    control = [str(tools / "pg_ctl"), "-D", data, "-s", "-w"]
    if not Path(data).exists():
        _run([str(tools / "initdb"), "-D", data, "-U", "guong", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
    _run([*control, "-l", str(home / "log"), "-o", f"{options} -c unix_socket_directories={home}", "start"])
    try:
        yield f"postgres://guong@/postgres?host={home}"
    finally:
        _run([*control, "-m", "fast", "stop"])


def main() -> int:
    parser = ArgumentParser(prog="python -m scripts.postgres")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("command", nargs=REMAINDER)
    asked = parser.parse_args()
    with running(asked.keep.resolve(), LASTING) if asked.keep else server() as address:
        return subprocess.run(asked.command, env=os.environ | {"DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
