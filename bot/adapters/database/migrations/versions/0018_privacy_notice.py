"""privacy notice: who was told of which version"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("notice_version", sa.String(length=20)))


def downgrade() -> None:
    op.drop_column("participants", "notice_version")
