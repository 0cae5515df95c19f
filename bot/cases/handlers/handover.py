"""The person's side of a talk with a human: asking for it, writing in it, going on without it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cases.context import case_of
from bot.cases.handlers import relay
from bot.cases.handlers.relay import Sent
from bot.cases.handlers.summary import CaseSummaries
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.relays import Direction, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.cases.views import cases
from bot.cases.views import cases as words
from bot.cases.views import relay as relay_words
from bot.kernel.buttons import InvalidButton, Pressed, decode
from bot.kernel.cpr import tell_of_cpr
from bot.kernel.database.outbox import Outbox
from bot.kernel.incoming import Attachment, Command, Content, Edited, Press, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message, Phrase
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.ports import CONSULTANTS
from bot.kernel.unit_of_work import UnitOfWork
from bot.questionnaire.handlers import steps as flow_steps

NIGHT_BEGINS, NIGHT_ENDS = 21, 7
# What somebody does with the assistant: from then on their words are for it again.
_WORK_TOPICS = frozenset({"e", "w", "k", "p", "t", "i"})
_BESIDE_A_TALK = frozenset({"consultant", "language", "privacy", "words", "help"})


@dataclass(frozen=True)
class Handover:
    backgrounds: CaseSummaries
    zone: ZoneInfo

    # --- asking for it

    async def call(
        self,
        context: ParticipantContext,
        why: CaseReason,
        about: Phrase | None = None,
        urgent: bool = False,
    ) -> None:
        """Opens the one talk a person has, or adds to it; the caller says what they hear."""
        case = case_of(context)
        if case is None:
            case = await self._open(context, why, about, urgent)
        else:
            await self._add(context, case, about, urgent)
        if isinstance(context.content, Text | Attachment) and relay.can_pass_on(context.content):
            await relay.to_consultants(context, case, context.content)

    async def _open(
        self, context: ParticipantContext, why: CaseReason, about: Phrase | None, urgent: bool
    ) -> Case:
        assert context.participant.id is not None, "participants are stored before their turn"
        case = Case(context.participant.id, context.now, why, urgent, waiting_since=context.now)
        await context.uow[Cases].add(case)
        context.talk = case
        background = await self.backgrounds.of(context, about)
        post = words.opening(context.participant, case, background)
        await self._tell(context, post, post_key(case), urgent)
        await relay.bring_kept(context, case)
        return case

    async def _add(
        self, context: ParticipantContext, case: Case, about: Phrase | None, urgent: bool
    ) -> None:
        case.talking = True
        case.waiting_since = case.waiting_since or context.now
        if urgent:
            case.alarm(context.now)
        key = f"case:{case.id}:u{context.update_id}"
        if urgent:
            alarm = cases.crisis(context.participant)
            rows = tuple(tuple(row) for row in words.buttons(case) if row)
            await self._tell(context, Message(alarm.paragraphs, rows), key, urgent)
        elif about is not None:
            await self._tell(
                context, words.also_asks(context.participant, case, about), key, urgent
            )

    async def _tell(
        self, context: ParticipantContext, said: Message, key: str, urgent: bool
    ) -> None:
        await context.uow[Outbox].put(
            key, CONSULTANTS, said, CONSULTANT_LANGUAGE, context.now, about=context.participant.id,
            silent=not urgent and is_night(context.now, self.zone),
        )  # fmt: skip

    # --- writing in it

    async def hears(self, context: ParticipantContext, content: Content) -> bool:
        """True where it is for the human: the assistant is silent then."""
        if isinstance(content, Edited):
            return await self._edited(context, content)
        if not isinstance(content, Text | Attachment):
            return False
        if await self._answers_a_human(context, content):
            await self._talk_again(context)
        case = case_of(context)
        if case is None or not context.talking:
            return False
        await self._take(context, case, content)
        return True

    async def _answers_a_human(self, context: ParticipantContext, content: Sent) -> bool:
        """By quoting what a consultant wrote."""
        if content.reply_to is None:
            return False
        quoted = await relay.behind(context.uow, context.participant.chat_id, content.reply_to)
        return (
            quoted is not None
            and quoted.direction is Direction.OUT
            and quoted.participant_id == context.participant.id
        )

    async def _talk_again(self, context: ParticipantContext) -> None:
        case = case_of(context)
        if case is None:
            await self._open(context, CaseReason.ASKED, None, urgent=False)
        elif not case.talking:
            case.talking = True

    async def _take(self, context: ParticipantContext, case: Case, content: Sent) -> None:
        person = context.participant
        person.misses = 0
        person.last_message_id = max(person.last_message_id, content.message_id)
        if content.had_cpr:
            # A file is copied from where it stands, so that message has to stay for a while.
            await tell_of_cpr(context, content.message_id, remove=isinstance(content, Text))
        if not relay.can_pass_on(content):
            await context.say(relay_words.cannot_pass_on())
            return
        if await self._is_first(context, case):
            await context.say(relay_words.passed_on(), silent=True)
        case.person_wrote(context.now)
        await relay.to_consultants(context, case, content)

    async def _is_first(self, context: ParticipantContext, case: Case) -> bool:
        """Once in a talk is enough to know that words arrive."""
        if case.why is CaseReason.HUMAN and case.id is not None:
            return await context.uow[Relays].of_case(case.id, Direction.IN) == 0
        return case.last_word_at is None

    async def _edited(self, context: ParticipantContext, content: Edited) -> bool:
        known = await context.uow[Relays].of_source(
            context.participant.chat_id, content.message_id
        )
        if known is None:
            return await self._edited_first(context, content)
        if content.text is not None and content.text != known.text:
            if content.had_cpr:
                await tell_of_cpr(context, content.message_id)
            known.change(content.text, context.now)
        return known.state is not RelayState.KEPT or context.talking

    async def _edited_first(self, context: ParticipantContext, content: Edited) -> bool:
        """A change may overtake what it changes; what is older than the talk is left alone."""
        case = case_of(context)
        if case is None or not context.talking:
            return False
        if content.text and content.message_id > context.participant.last_message_id:
            text = Text(content.text, content.message_id, had_cpr=content.had_cpr)
            await self._take(context, case, text)
        return True

    # --- going on without it

    def turns_to_assistant(self, context: ParticipantContext, content: Content) -> None:
        """Whoever uses the menu or a task writes to the assistant again."""
        case = case_of(context)
        if case is not None and _is_work(content):
            case.talking = False

    async def press(self, context: ParticipantContext, pressed: Pressed) -> bool:
        """`ht:<verb>[:<case>]`; True where the assistant goes on.  Raises NotAButton."""
        case = case_of(context)
        match pressed.argument(0):
            case "w":
                await self._listen(context)
            case "g":
                if case is not None:
                    case.talking = False
                return True
            case "y":
                return await self._done(context, pressed.number(1))
            case "n":
                await self._not_done(context, pressed.number(1))
            case _:
                raise InvalidButton("ht")
        return False

    async def _listen(self, context: ParticipantContext) -> None:
        await self._talk_again(context)
        case = case_of(context)
        assert case is not None, "it is open now"
        await context.say(words.listening(case.taken_name))

    async def _done(self, context: ParticipantContext, case_id: int) -> bool:
        case = case_of(context)
        if case is None or case.id != case_id:
            await context.say(words.over_already())
            return False
        await close(context, case, None, None)
        return True

    async def _not_done(self, context: ParticipantContext, case_id: int) -> None:
        case = case_of(context)
        if case is None or case.id != case_id:
            await context.say(words.over_already())
            return
        case.stay(context.now)
        case.talking = True
        await context.say(words.not_done())

    async def go_on(self, context: ParticipantContext) -> bool:
        """Where the person was, shown again; False where nothing waits."""
        active = await self.backgrounds.flows.current(context)
        if active is None or self.backgrounds.onboarding.pending_step(context.participant):
            return False
        await context.say(active.views.where_we_were(active.question))
        await flow_steps.show_current(context, active)
        return True


async def close(context: ParticipantContext, case: Case, by: int | None, name: str | None) -> None:
    """The talk is over: the person hears it, the opening post notes it."""
    case.close(by, context.now)
    context.talk = None
    await context.say(words.is_back(name))
    await note(context.uow, case, context.now, f"closed:{context.update_id}", name)


async def note(
    uow: UnitOfWork, case: Case, now: datetime, what: str, closed_by: str | None = None
) -> None:
    """Everybody sees below the opening post who has the talk, or that it is over."""
    post = await uow[Outbox].latest(post_key(case))
    if post is not None:
        await uow[Outbox].put(
            f"case:{case.id}:{what}", CONSULTANTS, words.with_note(post, case, closed_by),
            CONSULTANT_LANGUAGE, now, "amend", about=case.participant_id,
            edit_of=post_key(case),
        )  # fmt: skip


def post_key(case: Case) -> str:
    return f"case:{case.id}:post"


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    hour = now.astimezone(zone).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _is_work(content: Content) -> bool:
    if isinstance(content, Command):
        return content.name not in _BESIDE_A_TALK
    if not isinstance(content, Press):
        return False
    try:
        pressed = decode(content.data)
        if pressed.topic == "m":
            return pressed.argument(0) not in _BESIDE_A_TALK
    except InvalidButton:
        return False
    return pressed.topic in _WORK_TOPICS
