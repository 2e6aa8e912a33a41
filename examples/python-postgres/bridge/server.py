"""A PostgreSQL of one's own, in a folder that goes with it: for the demonstration and the tests. In earnest the server is there already."""

from __future__ import annotations

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from typing import Any, Dict, Iterator

import psycopg

PATIENCE = 60
"""Seconds after which a server that has not started will not start."""


class ServerError(RuntimeError):
    """The server cannot be had; the text says how to mend it."""


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Starts a server and gives the address of its database. It listens on a socket in a private folder, and on no network."""
    programs, account = _programs(), _account()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="passerelle-postgres-"))
    try:
        if account:
            shutil.chown(folder, account["user"], account["group"])
        log = folder / "log"
        _run([programs / "initdb", "--pgdata", folder / "data", "--username", "fichier", "--auth", "trust", "--encoding", "UTF8",
              "--locale", "C", "--no-sync"], folder, account)
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off",
             "-c", "unix_socket_permissions=0700"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=log.open("wb"), stderr=subprocess.STDOUT, **account,
        )
        try:
            address = f"host={folder} user=fichier dbname=postgres"
            _wait(address, process)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> pathlib.Path:
    """Where `initdb` and `postgres` are: on the path, or where Debian puts them; the newest of several."""
    found = [pathlib.Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    debian = pathlib.Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debian, key=lambda path: float(path.parent.name), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServerError("PostgreSQL is missing: install it (in Debian, the package postgresql), or give --database")


def _account() -> Dict[str, Any]:
    """PostgreSQL refuses to run as root: then it gets an account that may do nothing else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise ServerError("root may not run PostgreSQL, and there is no account postgres or nobody: start this as another user")


def _run(words: Any, folder: pathlib.Path, account: Dict[str, Any]) -> None:
    done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **account)
    if done.returncode:
        raise ServerError(f"initdb failed: {done.stderr.strip()}")


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise ServerError("the server did not start") from error
            time.sleep(0.05)
