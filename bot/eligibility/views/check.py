"""Messages of the eligibility check to the participant."""

from dataclasses import dataclass

from bot.eligibility.rules.application import Application, Decision
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import (
    Button,
    Day,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu
from bot.questionnaire.buttons import (
    ChangeAnswer,
    ChooseAnswerToChange,
    ExplainWhy,
    Finish,
    Pause,
    Ref,
    Resume,
    ShowAnswers,
    StartOver,
)
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.views.steps import (
    Explanation,
    answer_given,
    answered_question,
    choice_buttons,
    navigation_buttons,
)


@dataclass(frozen=True)
class EligibilityViews:
    """The messages of the eligibility check (see `FlowViews`)."""

    application: Application
    questions: Questionnaire

    def question(self, question: Question, more: Explanation | None = None) -> Message:
        """A question with its buttons; with `more` also why it is asked."""
        application, ref = self.application, _ref(self.application)
        content: list[Param | Paragraph] = [
            quiet(progress(question, self.questions, application.correcting)),
            strong(phrase(question.text)),
        ]
        if more and question.why:
            content.append(phrase(question.why))
        if question.is_open:
            content.append(quiet(phrase("Write your answer as a message.")))
        why = Button(phrase("❔ Why do you ask?"), ref.data(ExplainWhy, question.id))
        rows = [
            *choice_buttons(ref, application, question),
            [] if more else [why],
            navigation_buttons(ref, application, question, self.questions),
            [to_consultant()],
        ]
        return message(*content, buttons=rows)

    def answered(self, question: Question) -> Message:
        return answered_question(question, self.application.value(question.id))

    def summary(self) -> Message:
        """All answers, to be checked before they are sent."""
        ref = _ref(self.application)
        return message(
            strong(phrase("These are your answers. Is everything right?")),
            *_lines(self.application, self.questions),
            buttons=[
                [Button(phrase("📨 Yes, send to the consultant"), ref.data(Finish))],
                [Button(phrase("✏ Change an answer"), ref.data(ChooseAnswerToChange))],
                [Button(phrase("⏸ Pause"), ref.data(Pause))],
            ],
        )

    def which_to_change(self) -> Message:
        ref = _ref(self.application)
        rows = [
            [Button(phrase(q.title), ref.data(ChangeAnswer, q.id))]
            for q in self.questions.questions
        ]
        back = Button(phrase("◀ Back"), ref.data(Resume))
        return message(phrase("Which answer do you want to change?"), buttons=[*rows, [back]])

    def all_answers(self) -> Message:
        lines = _lines(self.application, self.questions)
        return message(strong(phrase("Your answers")), *lines, buttons=[[to_menu()]])

    def where_we_were(self, question: Question | None) -> Message:
        if question is None:
            return message(phrase("Now back to your answers:"))
        place = Verbatim(str(self.questions.place(question.id)))
        total = Verbatim(str(len(self.questions.questions)))
        return message(phrase("We were at question {place} of {total}:", place=place, total=total))

    def paused(self) -> Message:
        return message(
            phrase("Take your time. Your answers are safe. Go on whenever you like."),
            buttons=[
                [Button(phrase("▶ Go on"), RunCommand(ParticipantCommand.JOIN).pack())],
                [to_menu()],
            ],
        )


def progress(question: Question, questions: Questionnaire, correcting: bool) -> Phrase:
    place = Verbatim(str(questions.place(question.id)))
    total = Verbatim(str(len(questions.questions)))
    if correcting:
        return phrase("You change answer {place} of {total}", place=place, total=total)
    return phrase("Question {place} of {total}", place=place, total=total)


def go_on_or_start_over(application: Application) -> Message:
    done, ref = len(application.answers), _ref(application)
    return message(
        phrases(
            "You have answered {count} question.", "You have answered {count} questions.", done
        ),
        phrase("Do you want to go on where you were, or start over?"),
        buttons=[
            [Button(phrase("▶ Go on"), ref.data(Resume))],
            [Button(phrase("↺ Start over"), ref.data(StartOver))],
        ],
    )


def line(application: Application, question: Question, questions: Questionnaire) -> Phrase:
    value = application.value(question.id)
    return phrase(
        "{place}. {title}: {answer}",
        place=Verbatim(str(questions.place(question.id))),
        title=phrase(question.title),
        answer=answer_given(question, value),
    )


def sent_already(application: Application) -> Message:
    """`submitted_at` is set: the application is sent."""
    assert application.submitted_at is not None
    day = Day(application.submitted_at.date())
    return message(
        phrase("You sent your answers on {day}.", day=day),
        phrase("The consultant writes to you here. You can also send new answers."),
        buttons=_after_sending(application),
    )


def decided(application: Application) -> Message:
    texts = {
        Decision.INVITED: phrase("The consultant would like to meet you. You hear here when."),
        Decision.SUITABLE: phrase("The consultant thinks that the course is right for you."),
        Decision.UNSUITABLE: phrase(
            "The consultant thinks that another way is better for you now."
        ),
    }
    assert application.decision is not None
    return message(texts[application.decision], buttons=_after_sending(application))


def _after_sending(application: Application) -> list[list[Button]]:
    ref = _ref(application)
    return [
        [Button(phrase("👁 See my answers"), ref.data(ShowAnswers))],
        [Button(phrase("↺ Answer again"), ref.data(StartOver))],
        [to_consultant()],
    ]


def _lines(application: Application, questions: Questionnaire) -> list[Paragraph]:
    return [item(line(application, q, questions)) for q in questions.questions]


def _ref(application: Application) -> Ref:
    assert application.id is not None, "an application is stored before it is shown"
    return Ref("e", application.id)
