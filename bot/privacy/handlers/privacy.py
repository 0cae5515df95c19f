"""What participants can do about their data: export, withdraw consent, erase."""

from dataclasses import dataclass

import structlog

from bot.documents import requests
from bot.documents.quota import MY_DATA
from bot.kernel.calendar import Calendar
from bot.kernel.callback_data import InvalidButton
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.messages import Message
from bot.kernel.participant_context import ParticipantContext
from bot.onboarding.handlers import Onboarding
from bot.privacy import views
from bot.privacy.buttons import (
    ConfirmErasure,
    KeepData,
    MarkPhoneOwn,
    MarkPhoneShared,
    PrivacyButton,
    WithdrawConsent,
)
from bot.privacy.handlers.erasing import erase
from bot.privacy.handlers.my_data import MyDataArchive
from bot.privacy.rules.documents import MyData
from bot.privacy.rules.retention import RetentionRules
from bot.privacy.storage.personal_data import PersonalData

log = structlog.get_logger()


@dataclass(frozen=True)
class PrivacyHandlers:
    onboarding: Onboarding
    archive: MyDataArchive
    rules: RetentionRules
    calendar: Calendar

    async def show(self, context: ParticipantContext) -> None:
        shared, facts = context.participant.shared_phone, self.onboarding.privacy
        await context.say(views.privacy(shared, self._agreed(context), facts))

    async def show_notice(self, context: ParticipantContext) -> None:
        """Show the whole notice; the question for consent, where it waits, comes again below."""
        agreed = self._agreed(context)
        await context.say(views.notice(agreed, self.onboarding.privacy))
        if not agreed and not context.talking:
            await self.onboarding.ask_pending(context)

    def _agreed(self, context: ParticipantContext) -> bool:
        return self.onboarding.pending_step(context.participant) is None

    async def send_my_data(self, context: ParticipantContext) -> None:
        assert context.participant.id is not None, "participants are stored before their turn"
        if not await requests.may_have(context, MY_DATA):
            return
        for part in range(1, await self.archive.count_parts(context.uow, context.participant) + 1):
            archive = MyData(context.participant.id, part)
            await context.say(views.my_data(archive), label=MY_DATA.label)

    async def ask(self, context: ParticipantContext) -> None:
        """Ask once whether to erase everything.  What a stranger begins with this goes at once."""
        if context.participant.seen_at is None:
            await self._forget_stranger(context)
        else:
            await context.say(views.confirm_erasure())

    async def press(
        self, context: ParticipantContext, button: PrivacyButton, message_id: int | None
    ) -> None:
        match button:
            case ConfirmErasure():
                await self._confirm(context, message_id)
            case KeepData():
                await context.edit(message_id, views.nothing_erased())
            case WithdrawConsent():
                await self._withdraw(context)
            case MarkPhoneShared():
                context.participant.shared_phone = True
                await context.edit(message_id, views.phone_marked_shared())
            case MarkPhoneOwn():
                context.participant.shared_phone = False
                await context.edit(message_id, views.phone_marked_own())
            case _:
                raise InvalidButton(button.wire)

    async def _confirm(self, context: ParticipantContext, message_id: int | None) -> None:
        """Only below the question that was asked in this chat; else it is asked."""
        person, uow = context.participant, context.uow
        shown = await uow[Outbox].shown(person.chat_id, message_id) if message_id else None
        if shown is None or not _asks(shown[0]):
            await self.ask(context)
            return
        notice = views.erasure_notice(person)
        erased = await erase(uow, person, context.update_id, context.now, notice)
        await self._say_last(context, views.receipt(erased))
        log.info("erased", rows=sum(erased.values()))

    async def _forget_stranger(self, context: ParticipantContext) -> None:
        """This update is the first of its chat: nothing else is stored."""
        await context.uow[PersonalData].erase(context.participant, context.update_id)
        await self._say_last(context, views.nothing_known())

    async def _say_last(self, context: ParticipantContext, message: Message) -> None:
        """Send a message that is not stored."""
        person, key = context.participant, f"u{context.update_id}:erased"
        await context.uow[Outbox].put(
            key, person.chat_id, message, person.language, context.now, SendOptions(forget=True)
        )

    async def _withdraw(self, context: ParticipantContext) -> None:
        """Until consent is given again, nothing is asked and nothing is sent."""
        if self.onboarding.pending_step(context.participant) is not None:
            await self.show(context)
            return
        version = self.onboarding.welcome.consent_version
        context.participant.answer_consent(version, False, context.now)
        last = self.calendar.today(self.rules.withdrawn_until(context.now))
        await context.say(views.withdrawn(last))
        await context.tell_consultants(views.withdrawal_notice(context.participant))


def _asks(message: Message) -> bool:
    """Whether a message asks to confirm the erasure."""
    return any(b.data == ConfirmErasure().pack() for row in message.buttons for b in row)
