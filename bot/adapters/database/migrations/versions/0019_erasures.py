"""erasures: whom messages name, the ledger, the term of the audit log

`index_mentions` looks at the messages of older releases at the next start: they are sealed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = (
    ("works", "participant_id"), ("offers", "appointment_id"), ("reminders", "merged_into"),
    ("relays", "participant_id"), ("inbox", "chat_id"),
)  # fmt: skip
# Messages of older releases that may name somebody other than their recipient.
_TO_CONSULTANTS = (
    "UPDATE outbox SET indexed = false WHERE chat_id <= 0 OR about IS NOT NULL "
    "OR NOT EXISTS (SELECT 1 FROM participants WHERE participants.chat_id = outbox.chat_id) "
    "OR EXISTS (SELECT 1 FROM consultants WHERE consultants.user_id = outbox.chat_id)"
)
# Rows may go whose term is over: those that the transaction itself has named in `audit_chain`.
_IS_OVER = (
    "EXISTS (SELECT 1 FROM audit_chain WHERE OLD.id <= cleared_to AND OLD.at < cleared_before)"
)
_SQLITE_DELETES = (
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit{condition} "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.hash IS NULL THEN RETURN NEW; END IF; END IF; "
    "{condition}RAISE EXCEPTION 'audit is append-only'; END $$"
)
_UNLESS_OVER = f"IF TG_OP = 'DELETE' THEN IF {_IS_OVER} THEN RETURN OLD; END IF; END IF; "


def upgrade() -> None:
    _create_tables()
    op.add_column("outbox", sa.Column("remove_at", sa.DateTime(), nullable=True))
    op.add_column(
        "outbox", sa.Column("indexed", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.execute(_TO_CONSULTANTS)
    for name, column, where in (
        ("ix_outbox_about", "about", "about IS NOT NULL"),
        ("ix_outbox_unindexed", "id", "NOT indexed"),
    ):
        op.create_index(
            name, "outbox", [column], unique=False,
            sqlite_where=sa.text(where.replace("NOT indexed", "indexed = 0")),
            postgresql_where=sa.text(where),
        )  # fmt: skip
    for table, column in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    op.add_column("audit_chain", sa.Column("cleared_to", sa.BigInteger(), nullable=True))
    op.add_column("audit_chain", sa.Column("cleared_before", sa.DateTime(), nullable=True))
    _allow_deletes(f" WHEN NOT {_IS_OVER}", _UNLESS_OVER)


def _create_tables() -> None:
    op.create_table(
        "outbox_mentions",
        sa.Column("participant_id", _ID, nullable=False),
        sa.Column("outbox_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"],
            name=op.f("fk_outbox_mentions_participant_id_participants"),
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], ondelete="CASCADE",
            name=op.f("fk_outbox_mentions_outbox_id_outbox"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "outbox_id", name=op.f("pk_outbox_mentions")),
    )  # fmt: skip
    op.create_index("ix_outbox_mentions_outbox_id", "outbox_mentions", ["outbox_id"], unique=False)
    op.create_table(
        "passing_messages",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("remove_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_passing_messages")),
    )
    op.create_table(
        "erasures",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erasures")),
    )


def downgrade() -> None:
    _allow_deletes("", "")
    with op.batch_alter_table("audit_chain") as batch_op:
        batch_op.drop_column("cleared_before")
        batch_op.drop_column("cleared_to")
    for table, column in _INDEXES:
        op.drop_index(f"ix_{table}_{column}", table)
    for table in ("erasures", "passing_messages", "outbox_mentions"):
        op.drop_table(table)
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_outbox_unindexed")
        batch_op.drop_index("ix_outbox_about")
        batch_op.drop_column("indexed")
        batch_op.drop_column("remove_at")


def _allow_deletes(on_sqlite: str, on_postgresql: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_no_delete")
        op.execute(_SQLITE_DELETES.format(condition=on_sqlite))
    else:
        op.execute(_POSTGRESQL.format(condition=on_postgresql))
