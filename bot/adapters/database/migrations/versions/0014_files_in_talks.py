"""files in talks: the relay and the message of each, and the consultant who sent it"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013_sealing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The table is built anew: ids of deleted rows stay unused there too.
    with op.batch_alter_table("files", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(
            sa.Column(
                "relay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("sent_by", sa.BigInteger(), nullable=True))
        batch.create_index(batch.f("ix_files_relay_id"), ["relay_id"], unique=False)
        batch.create_foreign_key(
            batch.f("fk_files_relay_id_relays"), "relays", ["relay_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("files") as batch:
        batch.drop_constraint(batch.f("fk_files_relay_id_relays"), type_="foreignkey")
        batch.drop_index(batch.f("ix_files_relay_id"))
        batch.drop_column("sent_by")
        batch.drop_column("message_id")
        batch.drop_column("relay_id")
