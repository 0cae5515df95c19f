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
    await update_note(uow, case, post_key(case), CONSULTANTS, now, change, closed_by)


async def update_note(
    uow: UnitOfWork, case: Case, key: str, chat_id: int, now: datetime, change: str,
    closed_by: str | None,
) -> None:  # fmt: skip
    """Bring the status note of a message about a case up to date.

    key: of the message in the outbox; nothing is done where there is none.  Its edit stays in the
    lane of the message.
    """
    shown = await uow[Outbox].latest(key)
    if shown is None:
        return
    own = f"case:{case.id}" if key == post_key(case) else key
    await uow[Outbox].put(
        f"{own}:{change}",
        chat_id,
        views.with_note(shown, case, closed_by),
        CONSULTANT_LANGUAGE,
        now,
        SendOptions(method="amend", about=case.participant_id, edit_of=key),
    )
