"""digests: texts of relays that stand in the message of another one"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("relays", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(
            sa.Column(
                "digest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index("ix_relays_digest_id", ["digest_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("relays", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_relays_digest_id")
        batch_op.drop_column("digest_id")
