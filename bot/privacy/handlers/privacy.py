"""What participants can do about their data: export, withdraw consent, erase."""

from dataclasses import dataclass

import structlog

from bot.documents import requests
from bot.documents.quota import MY_DATA
from bot.kernel.callback_data import InvalidButton
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
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
from bot.privacy.handlers.erasing import erase, send_last_notice
from bot.privacy.handlers.my_data import MyDataArchive
from bot.privacy.rules.documents import MyData

log = structlog.get_logger()


@dataclass(frozen=True)
class PrivacyHandlers:
    onboarding: Onboarding
    archive: MyDataArchive

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
        """Ask once whether to erase everything."""
        await context.say(views.confirm_erasure())

    async def press(
        self, context: ParticipantContext, button: PrivacyButton, message_id: int | None
    ) -> None:
        match button:
            case ConfirmErasure():
                await self._erase(context)
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

    async def _erase(self, context: ParticipantContext) -> None:
        """Erase everything; the receipt is not stored."""
        person = context.participant
        topic, erased = await erase(context.uow, person, context.update_id)
        key = f"u{context.update_id}:erased"
        await context.uow[Outbox].put(
            key,
            person.chat_id,
            views.receipt(erased),
            person.language,
            context.now,
            SendOptions(forget=True),
        )
        await send_last_notice(
            context.uow, f"{key}:told", topic, views.erasure_notice(person), context.now
        )
        log.info("erased", rows=sum(erased.values()))

    async def _withdraw(self, context: ParticipantContext) -> None:
        """Until consent is given again, nothing is asked and nothing is sent."""
        if self.onboarding.pending_step(context.participant) is not None:
            await self.show(context)
            return
        version = self.onboarding.welcome.consent_version
        context.participant.answer_consent(version, False, context.now)
        await context.say(views.withdrawn())
        await context.tell_consultants(views.withdrawal_notice(context.participant))
