"""A PostgreSQL server of the test's own: in a temporary directory, on loopback, gone when the tests end."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
PATIENCE = 60.0
"""Seconds for the server to start."""


def find_programs() -> Path | None:
    """The folder of the newest PostgreSQL server that is installed; None if there is none."""
    on_path = shutil.which("initdb")
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda it: int(it.parts[-3]))
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgresql() -> Iterator[Any]:
    """A connection to an empty schema. The test is skipped where there is no server to start.

    The server is started once for the process, and stopped with it.
    """
    connect = _start_server()
    with connect() as connection:
        connection.execute("CREATE SCHEMA fresh; SET search_path TO fresh")
        try:
            yield connection
        finally:
            connection.execute("DROP SCHEMA fresh CASCADE")


@cache
def _start_server() -> Callable[[], Any]:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: uv sync --group engines")
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    run: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:  # it refuses to run as root
        account = pwd.getpwnam(ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
        run |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data, log = folder / "data", folder / "log"
    init = [str(programs / "initdb"), "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*init, "-U", ACCOUNT, "-D", str(data)], check=True, capture_output=True, **run)
    port = _find_free_port()
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
    command = [str(programs / "postgres"), "-D", str(data)]
    command += [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, **run)
    atexit.register(_stop, server)
    _connect(psycopg, port, log).close()
    return partial(_connect, psycopg, port, log)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # without waiting for who is connected
    server.wait(PATIENCE)


def _connect(psycopg: Any, port: int, log: Path) -> Any:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(host="127.0.0.1", port=port, user=ACCOUNT, dbname="postgres", autocommit=True)
        except psycopg.OperationalError as error:
            if time.monotonic() > end:
                raise AssertionError(f"{error}\n{log.read_text(errors='replace')}") from None
            time.sleep(0.1)


def _find_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
