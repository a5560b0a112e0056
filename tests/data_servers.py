"""A real PostgreSQL and a real Redis for tests, started by them, in a temporary directory of their own.

PostgreSQL answers on a Unix socket only, Redis on a free port of loopback. PostgreSQL refuses to run as
root: there it runs as ``nobody``. Both come from Debian's packages; no server of the system is touched.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import sql

from tests.absent import absent

_PATIENCE = 60.0
_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "listen_addresses=")
"""Nobody pulls the plug in tests: what was committed survives the server's end all the same."""


class PostgreSQL:
    """A server with its own data, which can be stopped and started again."""

    def __init__(self, programs: Path, directory: Path) -> None:
        self._programs, self._directory = programs, directory
        self._user: int | None = None
        if os.geteuid() == 0:
            self._user = pwd.getpwnam("nobody").pw_uid
            os.chown(directory, self._user, -1)
        self._process: subprocess.Popen[bytes] | None = None
        initdb = ["initdb", "-A", "trust", "-U", "rxlens", "-E", "UTF8", "--locale=C", "--no-sync"]
        if self._begin(*initdb).wait(_PATIENCE) != 0:
            raise RuntimeError((directory / "log").read_text())

    def _begin(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        with (self._directory / "log").open("ab") as log:
            return subprocess.Popen(
                [str(self._programs / program), *options, "-D", str(self._directory / "data")],
                cwd=self._directory,
                stdout=log,
                stderr=log,
                user=self._user,
            )

    def start(self) -> None:
        """Serve, and return when it answers."""
        settings = (f"unix_socket_directories={self._directory}", *_QUICK)
        self._process = self._begin("postgres", *(f"--{setting}" for setting in settings))
        _wait_until(self._answers, self._process)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self._administer("SELECT 1")
            return True
        return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: connections are cut (``SIGQUIT``: as in a crash)."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)
            self._process = None

    def frozen(self) -> AbstractContextManager[None]:
        """Within the block it takes connections and says nothing."""
        assert self._process is not None
        return _frozen(self._process.pid)

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{secrets.token_hex(6)}"
        self._administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql://rxlens@/{name}?host={self._directory}"

    def _administer(self, statement: str | sql.Composed) -> None:
        with psycopg.connect(
            host=str(self._directory),
            user="rxlens",
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        ) as connection:
            connection.execute(statement)  # type: ignore[call-overload, unused-ignore]


class RedisServer:
    """A server on a free port, which keeps nothing on the disk and can be stopped and started again."""

    def __init__(self, program: str, directory: Path) -> None:
        self._program, self._directory = program, directory
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and return when it answers."""
        words = [
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen(
            [self._program, *words], cwd=self._directory, stdout=subprocess.DEVNULL
        )
        _wait_until(self._answers, self._process)

    def _answers(self) -> bool:
        with suppress(redis.RedisError), redis.Redis.from_url(self.url) as client:
            return bool(client.ping())
        return False

    def frozen(self) -> AbstractContextManager[None]:
        """Within the block it takes connections and says nothing."""
        assert self._process is not None
        return _frozen(self._process.pid)

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_PATIENCE)
            self._process = None


@contextmanager
def _frozen(server: int) -> Iterator[None]:
    processes = _descendants(server)
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _descendants(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(below for child in listed for below in _descendants(int(child)))]


def _wait_until(answers: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while not answers():
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if time.monotonic() > end:
            process.kill()
            raise RuntimeError("the server does not answer")
        time.sleep(0.05)


def _postgresql_programs() -> Path | None:
    """Where ``initdb`` and ``postgres`` are: on PATH, else where Debian puts the newest."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return debian[-1].parent if debian else None


def _version(path: Path) -> int:
    text = path.parent.parent.name
    return int(text) if text.isdigit() else 0


@contextmanager
def _temporary(name: str) -> Iterator[Path]:
    # Not pytest's own: others than its owner cannot reach into that, and socket paths are short.
    made = Path(tempfile.mkdtemp(prefix=f"rxlens-{name}-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def postgresql_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL that answers, whose data end with the block."""
    programs = _postgresql_programs()
    if programs is None:
        absent("PostgreSQL is not installed; type: apt-get install postgresql")
    with _temporary("postgresql") as directory:
        server = PostgreSQL(programs, directory)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One that all tests share: none stops it."""
    with postgresql_server() as server:
        yield server


@contextmanager
def redis_server_of_its_own() -> Iterator[RedisServer]:
    """A Redis that answers and ends with the block."""
    program = shutil.which("redis-server")
    if program is None:
        absent("Redis is not installed; type: apt-get install redis-server")
    with _temporary("redis") as directory:
        server = RedisServer(program, directory)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """One that all tests share: none stops it."""
    with redis_server_of_its_own() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """An empty store on each engine: a directory, or the address of a database."""
    if request.param == "sqlite":
        return tmp_path / "store"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.new_database()
