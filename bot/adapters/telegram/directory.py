"""Who is in a group and what became of it, as Telegram knows."""

from dataclasses import dataclass

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.adapters.telegram.errors import matches
from bot.office.ports import NotTold

_IN = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
# Telegram's descriptions: it knows for sure that they are not in the group.
_NO_MEMBER = (
    "user not found",
    "member not found",
    "participant_id_invalid",
    "user_not_participant",
)


@dataclass(frozen=True)
class TelegramDirectory:
    """A `GroupDirectory`."""

    bot: Bot

    async def is_member(self, chat_id: int, user_id: int) -> bool | None:
        """None where the group can't be asked, as the bot is not in it or may not see members."""
        try:
            member = await self.bot.get_chat_member(chat_id, user_id)
        except BadRequest as error:
            return False if matches(error, *_NO_MEMBER) else None
        except TelegramError:
            return None
        if member.status == ChatMemberStatus.RESTRICTED:
            return bool(getattr(member, "is_member", False))
        return member.status in _IN

    async def successor(self, chat_id: int) -> int | None:
        """Raises NotTold."""
        try:
            await self.bot.get_chat(chat_id)
        except ChatMigrated as error:
            return error.new_chat_id
        except (BadRequest, Forbidden):
            return None  # we are not in it any more
        except TelegramError as error:
            raise NotTold from error
        return None
