"""The questions of a plan in the chat, and the summary of a section."""

from dataclasses import dataclass

from bot.kernel.messages import (
    Button,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu, to_plan
from bot.plan.buttons import AcceptSuggestion, AddToAnswer, MarkCommentRead, OpenSection
from bot.plan.rules.plan import APPENDING, Plan, PlanComment
from bot.plan.rules.view import PlanView, Suggestion
from bot.plan.views import items as plan_items
from bot.plan.views.plan import section
from bot.questionnaire.buttons import (
    ChangeAnswer,
    ChooseAnswerToChange,
    Finish,
    KeepAnswer,
    Ref,
    Resume,
)
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import (
    Explanation,
    answer_given,
    answered_question,
    choice_buttons,
    explanation,
    explanation_buttons,
    item_list,
    navigation_buttons,
    plain_answer,
    shortened,
)

# Characters of own words in one message; Telegram counts some, such as emoji, twice.
_MAX_ANSWER = 1500
_MAX_SUGGESTION = 700
_MAX_COMMENT = 700


@dataclass(frozen=True)
class PlanFlowViews:
    """The plan's messages as a questionnaire flow (see FlowViews)."""

    view: PlanView
    plan: Plan
    section: str  # the current one

    @property
    def ref(self) -> Ref:
        return Ref("b", plan_id(self.plan))

    def question(self, question: Question, more: Explanation | None = None) -> Message:
        named = question.plan or self.section
        return message(
            quiet(self._position(question)),
            *_comments(self.view.comments(named)),
            strong(phrase(question.text)),
            *explanation(question, more),
            *self._current_answer(question),
            buttons=[
                *(plan_items.buttons(self.plan, question) if question.kind == "items" else []),
                *choice_buttons(self.ref, self.plan, question),
                self._accept_suggestion(question),
                self._keep_answer(question),
                self._add_to_answer(question),
                *self._mark_read(named),
                explanation_buttons(self.ref, question, more),
                navigation_buttons(
                    self.ref, self.plan, question, self.view.outline.section(named)
                ),
                [to_plan(), to_consultant()],
            ],
        )

    def answered(self, question: Question) -> Message:
        return answered_question(question, self.plan.value(question.id))

    def summary(self) -> Message:
        """The answers of the current section."""
        return message(
            strong(phrase("“{section}”: this is what you have.", section=section(self.section))),
            *_comments(self.view.comments(self.section)),
            *self._answers(),
            buttons=[
                *([[self._next_section()]] if self.view.next_unanswered(self.section) else []),
                [Button(phrase("✏ Change an answer"), self.ref.data(ChooseAnswerToChange))],
                *self._mark_read(self.section),
                [to_plan(), to_consultant()],
            ],
        )

    def which_to_change(self) -> Message:
        questions = self.view.outline.section(self.section).questions
        rows = [[Button(phrase(q.title), self.ref.data(ChangeAnswer, q.id))] for q in questions]
        back = Button(phrase("◀ Back"), OpenSection(plan_id(self.plan), self.section).pack())
        return message(phrase("Which answer do you want to change?"), buttons=[*rows, [back]])

    def all_answers(self) -> Message:
        return self.summary()

    def where_we_were(self, question: Question | None) -> Message:
        named = section(question.plan or self.section if question else self.section)
        return message(phrase("Now back to your plan, to “{section}”:", section=named))

    def paused(self) -> Message:
        return message(
            phrase("Take your time. What you wrote is safe. Go on whenever you like."),
            buttons=[[Button(phrase("▶ Go on"), self.ref.data(Resume))], [to_plan()], [to_menu()]],
        )

    def _position(self, question: Question) -> Phrase:
        questions = self.view.outline.section(question.plan or self.section)
        return phrase(
            "📘 {section} · question {place} of {total}",
            section=section(question.plan or self.section),
            place=Verbatim(str(questions.place(question.id))),
            total=Verbatim(str(len(questions.questions))),
        )

    def _current_answer(self, question: Question) -> list[Paragraph]:
        """The answer there is, or suggestions and how to answer."""
        value = self.plan.value(question.id)
        if question.kind == "items" and value:
            return plan_items.lines_so_far(self.plan, question)
        if question.is_open and value and self.plan.pending == APPENDING:
            return [
                Paragraph(phrase("Your answer now: {answer}", answer=_own(question, value))),
                Paragraph(phrase("Write what you want to add. It comes below.")),
            ]
        if self.view.has_own(question):
            if question.kind == "several" and value:
                return []
            now = Paragraph(phrase("Your answer now: {answer}", answer=_own(question, value)))
            hint = phrase("Write it new, or go on.")
            return [now, quiet(hint)] if question.in_words else [now]
        hints = {
            "text": phrase("Write your answer. A few words are enough."),
            "number": phrase("Write a number."),
            "items": phrase(
                "Write one thing and its price, and send it. Then the next one. You can also "
                "write many lines at once."
            ),
        }
        suggestions = self.view.suggestions(question)[:2]
        if suggestions and question.kind == "text":
            hints["text"] = phrase("Keep it, or write it new.")
        hint_ = hints.get(question.kind)
        suggested = [Paragraph(_suggested(question, suggestion)) for suggestion in suggestions]
        return [*suggested, *([quiet(hint_)] if hint_ else [])]

    def _accept_suggestion(self, question: Question) -> list[Button]:
        if self.view.has_own(question) or self.view.suggestion(question) is None:
            return []
        keep = AcceptSuggestion(plan_id(self.plan), question.id)
        return [Button(phrase("✔ Keep it"), keep.pack())]

    def _keep_answer(self, question: Question) -> list[Button]:
        if not self.view.has_own(question) or question.kind == "several":
            return []
        return [Button(phrase("✔ Go on with this answer"), self.ref.data(KeepAnswer, question.id))]

    def _add_to_answer(self, question: Question) -> list[Button]:
        if not question.is_open or self.plan.pending == APPENDING or not self.view.value(question):
            return []
        add = AddToAnswer(plan_id(self.plan), question.id)
        return [Button(phrase("➕ Add something to it"), add.pack())]

    def _mark_read(self, named: str) -> list[list[Button]]:
        label = phrase("✔ I have read the comment")
        comments = self.view.comments(named)
        plan = plan_id(self.plan)
        return [[Button(label, MarkCommentRead(plan, c.id or 0).pack())] for c in comments[-1:]]

    def _next_section(self) -> Button:
        return Button(phrase("▶ The next part"), self.ref.data(Finish))

    def _answers(self) -> list[Paragraph]:
        questions = self.view.outline.section(self.section).questions
        longest = _MAX_ANSWER // max(1, sum(q.is_open for q in questions))
        return [
            item(
                phrase(
                    "{title}: {answer}",
                    title=phrase(q.title),
                    answer=answer_given(q, self.view.value(q), 0, longest),
                )
            )
            for q in questions
        ]


def all_written() -> Message:
    """Every question of the plan has an answer."""
    return message(
        strong(phrase("🎉 Every part of your plan is written. That is a big piece of work!")),
        phrase("You can read it once more, or show it to your consultant."),
        buttons=[[to_plan()], [to_consultant()]],
    )


def words_needed() -> Message:
    """Answer to a picture or voice message in place of an answer."""
    return message(
        phrase("The plan is made of words and numbers. Please write it in a few lines.")
    )


def _suggested(question: Question, suggestion: Suggestion) -> Phrase:
    week = Verbatim(str(suggestion.week))
    if suggestion.step.is_open:
        words = Verbatim(shortened(suggestion.value, _MAX_SUGGESTION))
        return phrase("In week {week} you wrote: “{words}”", week=week, words=words)
    if question.kind == "items":
        return phrase(
            "In week {week} you wrote: {answer}", week=week, answer=item_list(suggestion.value)
        )
    answer = plain_answer(question, suggestion.value, 0)
    if question.kind == "number":
        return phrase("In week {week} you wrote: {answer}", week=week, answer=answer)
    return phrase("In week {week} you chose: {answer}", week=week, answer=answer)


def _own(question: Question, value: str | None) -> Param:
    return answer_given(question, value, 0, _MAX_ANSWER)


def _comments(comments: list[PlanComment]) -> list[Paragraph]:
    return [
        Paragraph(
            phrase(
                "💬 {consultant} (consultant) writes: “{words}”",
                consultant=Verbatim(comment.by),
                words=Verbatim(shortened(comment.words, _MAX_COMMENT)),
            )
        )
        for comment in comments[-1:]  # only the newest
    ]


def plan_id(plan: Plan) -> int:
    assert plan.id is not None, "a plan is stored before it is shown"
    return plan.id
