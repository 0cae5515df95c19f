"""`make migration NAME="…"`: generate a migration from what changed in the tables.

Review it before committing: Alembic detects new columns, but not how existing data must change.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.adapters.database.migrate import FOLDER


def main() -> None:
    name = " ".join(sys.argv[1:])
    if not name:
        sys.stderr.write('Say what it does: make migration NAME="…"\n')
        raise SystemExit(2)
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        number = f"{len(list(Path(FOLDER, 'versions').glob('*.py'))) + 1:04}"
        command.revision(config, name, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main()
