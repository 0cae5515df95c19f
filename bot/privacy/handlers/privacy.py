"""What people can do about their own data: see it, take it along, say no, have it erased."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.kernel.callback_data import InvalidButton
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.ports import Clock
from bot.kernel.unit_of_work import UnitsOfWork
from bot.onboarding.handlers import Onboarding
from bot.privacy import views as words
from bot.privacy.buttons import (
    ConfirmErasure,
    KeepData,
    MarkPhoneOwn,
    MarkPhoneShared,
    PrivacyButton,
    WithdrawConsent,
)
from bot.privacy.handlers.erasing import erase, say_goodbye
from bot.privacy.handlers.my_data import MyDataArchive
from bot.privacy.rules.documents import MyData

log = structlog.get_logger()

# On a shared phone messages go after an hour; a bot may delete none that is older than two days.
PUT_AWAY_AFTER = timedelta(hours=1)
TELEGRAM_ALLOWS = timedelta(hours=47)


@dataclass(frozen=True)
class Privacy:
    onboarding: Onboarding
    archive: MyDataArchive
    translated: bool = False  # by a machine, for the consultants

    async def show(self, context: ParticipantContext) -> None:
        agreed = self.onboarding.pending_step(context.participant) is None
        await context.say(words.privacy(context.participant.shared_phone, agreed, self.translated))

    async def send_my_data(self, context: ParticipantContext) -> None:
        assert context.participant.id is not None, "participants are stored before their turn"
        for part in range(1, await self.archive.parts(context.uow, context.participant) + 1):
            await context.say(words.my_data(MyData(context.participant.id, part)))

    async def ask(self, context: ParticipantContext) -> None:
        """Erasing is asked about once."""
        await context.say(words.sure())

    async def press(
        self, context: ParticipantContext, button: PrivacyButton, message_id: int | None
    ) -> None:
        match button:
            case ConfirmErasure():
                await self._erase(context)
            case KeepData():
                await context.edit(message_id, words.kept())
            case WithdrawConsent():
                await self._withdraw(context)
            case MarkPhoneShared():
                context.participant.shared_phone = True
                await context.edit(message_id, words.phone_is_shared())
            case MarkPhoneOwn():
                context.participant.shared_phone = False
                await context.edit(message_id, words.phone_is_own())
            case _:
                raise InvalidButton(button.wire)

    async def _erase(self, context: ParticipantContext) -> None:
        """The receipt is kept nowhere."""
        person = context.participant
        topic, gone = await erase(context.uow, person, context.update_id)
        key = f"u{context.update_id}:erased"
        await context.uow[Outbox].put(
            key,
            person.chat_id,
            words.receipt(gone),
            person.language,
            context.now,
            SendOptions(forget=True),
        )
        await say_goodbye(context.uow, f"{key}:told", topic, words.has_left(person), context.now)
        log.info("erased", rows=sum(gone.values()))

    async def _withdraw(self, context: ParticipantContext) -> None:
        """Stops at once: until the next yes nothing is asked and nothing is sent."""
        if self.onboarding.pending_step(context.participant) is not None:
            await self.show(context)
            return
        version = self.onboarding.welcome.consent_version
        context.participant.answer_consent(version, False, context.now)
        await context.say(words.withdrawn())
        await context.tell_consultants(words.has_withdrawn(context.participant))


@dataclass(frozen=True)
class SharedPhones:
    """Removes our messages from phones that others use too, an hour after the talk."""

    uow: UnitsOfWork
    clock: Clock

    async def work(self) -> None:
        now = self.clock()
        async with self.uow() as uow:
            since = now - TELEGRAM_ALLOWS
            for row, chat, message in await uow[Outbox].to_wipe(since, now - PUT_AWAY_AFTER):
                person = await uow[Participants].of_chat(chat)
                language = person.language if person else CONSULTANT_LANGUAGE
                await uow[Outbox].put(
                    f"wipe:{row}:{message}",
                    chat,
                    words.put_away(),
                    language,
                    now,
                    SendOptions(method="delete", edit_message_id=message, background=True),
                )
                await uow[Outbox].wiped(row, now)
            await uow.commit()
