"""The opening post of a case in the consultants' group: its key and its status note."""

from datetime import datetime

from bot.cases.rules.cases import Case
from bot.cases.views import consultant as views
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork


def post_key(case: Case) -> str:
    """The outbox key of the opening post."""
    return f"case:{case.id}:post"


async def update_post(
    uow: UnitOfWork, case: Case, now: datetime, change: str, closed_by: str | None = None
) -> None:
    """Edit the opening post so that it says who has the case, or that it is closed.

    `change` identifies the edit (the idempotency key); `closed_by`: the consultant's name.  Does
    nothing where no opening post exists: a consultant wrote first.
    """
    post = await uow[Outbox].latest(post_key(case))
    if post is not None:
        await uow[Outbox].put(
            f"case:{case.id}:{change}",
            CONSULTANTS,
            views.with_note(post, case, closed_by),
            CONSULTANT_LANGUAGE,
            now,
            SendOptions(method="amend", about=case.participant_id, edit_of=post_key(case)),
        )
