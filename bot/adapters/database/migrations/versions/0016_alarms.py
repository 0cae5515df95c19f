"""alarms: an urgent lane in and out, repeated alarms"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INDEXES = {
    "outbox": ("ix_outbox_urgent", ["chat_id", "id"], "sent_at IS NULL AND urgent"),
    "inbox": ("ix_inbox_urgent", ["update_id"], "done_at IS NULL AND urgent"),
}


def upgrade() -> None:
    for table, (index, columns, where) in _INDEXES.items():
        kept = {"sqlite_autoincrement": table == "outbox"}  # the table is built anew
        with op.batch_alter_table(table, table_kwargs=kept) as batch_op:
            batch_op.add_column(
                sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False)
            )
            batch_op.create_index(
                index, columns, unique=False,
                sqlite_where=sa.text(f"{where} = 1"), postgresql_where=sa.text(where),
            )  # fmt: skip
    with op.batch_alter_table("cases", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("alarm_key", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("alarmed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("alarm_count", sa.Integer(), server_default="0", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("cases") as batch_op:
        batch_op.drop_column("alarm_count")
        batch_op.drop_column("alarmed_at")
        batch_op.drop_column("alarm_key")
    for table, (index, _, _) in _INDEXES.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(index)
            batch_op.drop_column("urgent")
