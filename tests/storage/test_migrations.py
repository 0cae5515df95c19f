"""The migrations build exactly the tables the program uses, and can be undone."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from bot.adapters.database.migrate import FOLDER, migrate
from bot.adapters.database.schema import metadata


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "test.sqlite3"


@pytest.fixture
def engine(file: Path) -> Engine:
    migrate(f"sqlite+aiosqlite:///{file}")
    return create_engine(f"sqlite:///{file}")


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def test_migrations_produce_the_declared_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_partial_indexes_exist(engine: Engine) -> None:
    with engine.connect() as connection:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
        partial = {name for name, sql in made if sql and " WHERE " in sql}
    indexes = [index for table in metadata.tables.values() for index in table.indexes]
    wanted = {i.name for i in indexes if i.dialect_options["sqlite"]["where"] is not None}
    assert partial == wanted and len(wanted) >= 5


def test_migrating_twice_changes_nothing(file: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO inbox (update_id, chat_id, received_at, attempts)"
                                " VALUES (1, 2, '2026-11-02', 0)"))  # fmt: skip
    migrate(f"sqlite+aiosqlite:///{file}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar() == 1


def test_every_migration_can_be_reverted_and_reapplied(engine: Engine) -> None:
    script = ScriptDirectory.from_config(config())
    for revision in script.walk_revisions():
        steps = config()
        with engine.begin() as connection:
            steps.attributes["connection"] = connection
            command.downgrade(steps, str(revision.down_revision or "base"))
    assert inspect(engine).get_table_names() == ["alembic_version"]
    with engine.begin() as connection:
        again = config()
        again.attributes["connection"] = connection
        command.upgrade(again, "head")
    assert set(metadata.tables) < set(inspect(engine).get_table_names())


def test_migrations_form_one_line() -> None:
    script = ScriptDirectory.from_config(config())
    assert len(script.get_heads()) == len(script.get_bases()) == 1


def test_database_folder_is_created(file: Path, engine: Engine) -> None:
    assert file.exists()
