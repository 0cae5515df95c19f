"""The eligibility check as use cases: each changes one application and says what comes next."""

from dataclasses import dataclass

from bot.domain import eligibility
from bot.domain.eligibility import Application, NeedsAnAnswer, NotOpen, Status, UnknownAnswer
from bot.domain.questionnaire import Question, Questionnaire
from bot.services.turn import Turn
from bot.wording import desk, menu, results
from bot.wording import eligibility as words


@dataclass(frozen=True)
class Joining:
    questions: Questionnaire

    async def join(self, turn: Turn) -> None:
        """ "May I join?": begin, go on, or tell what became of it."""
        application = await turn.application()
        if application is None:
            await self._begin(turn)
        elif application.status is Status.DECIDED:
            await turn.say(words.decided(application))
        elif application.status is Status.SUBMITTED:
            await turn.say(words.sent_already(application))
        elif application.grown_cold(turn.now) and application.answers:
            await turn.say(words.go_on_or_start_over(application, self.questions))
        else:
            await self.go_on(turn, application)

    async def go_on(self, turn: Turn, application: Application) -> None:
        eligibility.resume(application, turn.now)
        await self.show(turn, application)

    async def show(self, turn: Turn, application: Application) -> None:
        """Whatever waits now: a question, or the summary."""
        question = application.question(self.questions)
        if question:
            await turn.say(words.question(application, question, self.questions))
        elif application.status is Status.SUMMARY:
            await turn.say(words.summary(application, self.questions))

    async def start_over(self, turn: Turn, application: Application) -> None:
        """What was sent stays with the consultant; what was only begun is dropped."""
        if application.open:
            eligibility.abandon(application)
        await self._begin(turn)

    async def answer(
        self, turn: Turn, application: Application, question_id: str, value: str,
        message_id: int | None,
    ) -> None:  # fmt: skip
        """Raises NotOpen, UnknownAnswer, TextTooLong."""
        before = application.question(self.questions)
        changed = eligibility.answer(
            application, self.questions, question_id, value, turn.update_id, turn.now
        )
        question = self.questions.question(question_id)
        if message_id is not None:
            shown = words.answered(question, application.value(question_id))
            await turn.edit(message_id, shown)
        in_turn = before is not None and before.id == question_id
        # A second tap on the same button, seconds later, must not ask the next question twice.
        if in_turn or changed:
            await self.show(turn, application)

    async def answer_in_words(self, turn: Turn, application: Application, text: str) -> None:
        """The person's own words to the question that waits.  Raises TextTooLong, NotOpen."""
        question = application.question(self.questions)
        if question is None or question.kind != "text":
            await turn.say(words.press_a_button())
            await self.show(turn, application)
            return
        await self.answer(turn, application, question.id, text, None)

    async def toggle(
        self, turn: Turn, application: Application, question_id: str, choice_id: str,
        message_id: int | None,
    ) -> None:  # fmt: skip
        question = self._current(application, question_id)
        if question is None:
            await self.show(turn, application)
            return
        eligibility.toggle(application, question, choice_id, turn.now)
        await turn.edit(message_id, words.question(application, question, self.questions))

    async def finish_ticking(
        self, turn: Turn, application: Application, question_id: str, message_id: int | None
    ) -> None:
        question = self._current(application, question_id)
        if question is None:
            return
        try:
            eligibility.finish_ticking(application, self.questions, turn.update_id, turn.now)
        except NeedsAnAnswer:
            await turn.say(words.nothing_ticked())
            return
        if message_id is not None:
            shown = words.answered(question, application.value(question_id))
            await turn.edit(message_id, shown)
        await self.show(turn, application)

    async def explain(
        self, turn: Turn, application: Application, question_id: str, message_id: int | None
    ) -> None:
        question = self._current(application, question_id)
        if question is None:
            await self.show(turn, application)
            return
        shown = words.question(application, question, self.questions, why=True)
        await turn.edit(message_id, shown)

    async def skip(self, turn: Turn, application: Application, message_id: int | None) -> None:
        question = application.question(self.questions)
        try:
            eligibility.skip(application, self.questions, turn.update_id, turn.now)
        except NeedsAnAnswer:
            await turn.say(words.cannot_skip())
        else:
            if message_id is not None and question is not None:
                await turn.edit(message_id, words.answered(question, None))
        await self.show(turn, application)

    async def back(self, turn: Turn, application: Application, message_id: int | None) -> None:
        question = application.question(self.questions)
        if not eligibility.back(application, self.questions, turn.now):
            await turn.say(words.first_question_already())
        elif message_id is not None and question is not None:
            await turn.edit(message_id, words.left(question))
        await self.show(turn, application)

    async def pause(self, turn: Turn, application: Application) -> None:
        eligibility.pause(application, turn.now)
        await turn.say(words.paused())

    async def choose_what_to_change(self, turn: Turn, application: Application) -> None:
        if not application.open:
            raise NotOpen
        await turn.say(words.which_to_change(application, self.questions))

    async def change(self, turn: Turn, application: Application, question_id: str) -> None:
        eligibility.correct(application, self.questions, question_id, turn.now)
        await self.show(turn, application)

    async def submit(self, turn: Turn, application: Application, message_id: int | None) -> None:
        """Raises NotOpen; goes to the first gap where content gained a question meanwhile."""
        try:
            assessment = eligibility.submit(application, self.questions, turn.now)
        except NeedsAnAnswer:
            gap = eligibility.first_gap(application, self.questions)
            if gap is None:
                raise
            await self.change(turn, application, gap.id)
            return
        if message_id is not None:
            await turn.edit(message_id, words.my_answers(application, self.questions))
        await turn.say(*results.result(assessment))
        await turn.tell_consultants(
            *desk.application_pages(turn.participant, application, self.questions, assessment)
        )

    async def show_answers(self, turn: Turn, application: Application) -> None:
        await turn.say(words.my_answers(application, self.questions))

    async def closed(self, turn: Turn, application: Application) -> None:
        """An old button of answers that are sent: say how things stand."""
        if application.status is Status.ABANDONED:
            await turn.say(menu.stale_button())
        else:
            await self.join(turn)

    async def _begin(self, turn: Turn) -> None:
        assert turn.participant.id is not None
        application = eligibility.begin(turn.participant.id, self.questions, turn.now)
        await turn.uow.applications.add(application)
        await self.show(turn, application)

    def is_current(self, application: Application, question_id: str) -> bool:
        """Raises NotOpen, UnknownAnswer."""
        return self._current(application, question_id) is not None

    def _current(self, application: Application, question_id: str) -> Question | None:
        """The named question where it is the one that waits.  Raises NotOpen, UnknownAnswer."""
        if not application.open:
            raise NotOpen
        if question_id not in self.questions:
            raise UnknownAnswer(question_id)
        question = application.question(self.questions)
        return question if question and question.id == question_id else None
