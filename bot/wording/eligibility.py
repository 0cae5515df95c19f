"""The eligibility check as the participant sees it."""

from bot.domain.buttons import encode
from bot.domain.eligibility import Application, Decision
from bot.domain.messages import (
    Button,
    Day,
    Listing,
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
from bot.domain.questionnaire import Question, Questionnaire
from bot.wording.common import to_consultant, to_menu


def progress(question: Question, questions: Questionnaire, correcting: bool) -> Phrase:
    place = Verbatim(str(questions.place(question.id)))
    total = Verbatim(str(len(questions.questions)))
    if correcting:
        return phrase("You change answer {place} of {total}", place=place, total=total)
    return phrase("Question {place} of {total}", place=place, total=total)


def question(
    application: Application, question: Question, questions: Questionnaire, why: bool = False
) -> Message:
    """One question with its buttons; `why` also says why it is asked."""
    content: list[Param | Paragraph] = [
        quiet(progress(question, questions, application.correcting)),
        strong(phrase(question.text)),
    ]
    if why:
        content.append(phrase(question.why))
    if question.kind == "text":
        content.append(quiet(phrase("Write your answer as a message.")))
    rows = [*_choices(application, question), *_ways_out(application, question, questions, why)]
    return message(*content, buttons=rows)


def answered(question: Question, value: str | None) -> Message:
    """What becomes of a question that has its answer: no more buttons, the answer below."""
    return message(strong(phrase(question.text)), Paragraph(given(question, value)))


def left(question: Question) -> Message:
    """A question the person went back from: its buttons would only confuse."""
    return message(quiet(phrase(question.text)))


def given(question: Question, value: str | None) -> Param:
    """An answer as it can be shown: labels for choices, the own words in quotation marks."""
    if value is None:
        return phrase("➖ no answer")
    if question.kind == "text":
        return phrase("✔ “{words}”", words=Verbatim(value))
    labels = tuple(phrase(c.label) for c in question.chosen(value))
    return phrase("✔ {answer}", answer=labels[0] if len(labels) == 1 else Listing(labels))


def where_we_were(question: Question | None, questions: Questionnaire) -> Message:
    if question is None:
        return message(phrase("Now back to your answers:"))
    place = Verbatim(str(questions.place(question.id)))
    total = Verbatim(str(len(questions.questions)))
    return message(phrase("We were at question {place} of {total}:", place=place, total=total))


def press_a_button() -> Message:
    return message(phrase("Please press one of the buttons. Then we go on."))


def a_few_words() -> Message:
    return message(phrase("Please write a few words about it. There is no wrong answer."))


def cannot_skip() -> Message:
    return message(
        phrase("This question is needed, so it can't be skipped. You can take a break.")
    )


def nothing_ticked() -> Message:
    return message(phrase("Press what fits you first. If you need nothing, press the last one."))


def first_question_already() -> Message:
    return message(phrase("This is the first question. There is nothing before it."))


def paused() -> Message:
    return message(
        phrase("Take your time. Your answers are safe. Go on whenever you like."),
        buttons=[[Button(phrase("▶ Go on"), encode("m", "join"))], [to_menu()]],
    )


def go_on_or_start_over(application: Application, questions: Questionnaire) -> Message:
    done = len(application.answers)
    return message(
        phrases(
            "You have answered {count} question.", "You have answered {count} questions.", done
        ),
        phrase("Do you want to go on where you were, or start over?"),
        buttons=[
            [Button(phrase("▶ Go on"), encode("e", _id(application), "r"))],
            [Button(phrase("↺ Start over"), encode("e", _id(application), "n"))],
        ],
    )


def summary(application: Application, questions: Questionnaire) -> Message:
    """All answers to check before they are sent."""
    lines = [item(line(application, q, questions)) for q in questions.questions]
    return message(
        strong(phrase("These are your answers. Is everything right?")),
        *lines,
        buttons=[
            [Button(phrase("📨 Yes, send to the consultant"), encode("e", _id(application), "x"))],
            [Button(phrase("✏ Change an answer"), encode("e", _id(application), "c"))],
            [Button(phrase("⏸ Pause"), encode("e", _id(application), "p"))],
        ],
    )


def line(application: Application, question: Question, questions: Questionnaire) -> Phrase:
    value = application.value(question.id)
    return phrase(
        "{place}. {title}: {answer}",
        place=Verbatim(str(questions.place(question.id))),
        title=phrase(question.title),
        answer=given(question, value),
    )


def which_to_change(application: Application, questions: Questionnaire) -> Message:
    rows = [
        [Button(phrase(q.title), encode("e", _id(application), "c", q.id))]
        for q in questions.questions
    ]
    back = Button(phrase("◀ Back"), encode("e", _id(application), "r"))
    return message(phrase("Which answer do you want to change?"), buttons=[*rows, [back]])


def sent_already(application: Application) -> Message:
    """`submitted_at` is set: the application is sent."""
    assert application.submitted_at is not None
    day = Day(application.submitted_at.date())
    return message(
        phrase("You sent your answers on {day}.", day=day),
        phrase("The consultant writes to you here. You can also send new answers."),
        buttons=[
            [Button(phrase("👁 See my answers"), encode("e", _id(application), "v"))],
            [Button(phrase("↺ Answer again"), encode("e", _id(application), "n"))],
            [to_consultant()],
        ],
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
    return message(
        texts[application.decision],
        buttons=[
            [Button(phrase("👁 See my answers"), encode("e", _id(application), "v"))],
            [Button(phrase("↺ Answer again"), encode("e", _id(application), "n"))],
            [to_consultant()],
        ],
    )


def my_answers(application: Application, questions: Questionnaire) -> Message:
    lines = [item(line(application, q, questions)) for q in questions.questions]
    return message(strong(phrase("Your answers")), *lines, buttons=[[to_menu()]])


def _choices(application: Application, question: Question) -> list[list[Button]]:
    """Each on a row of its own: big enough for any thumb, long enough for any language."""
    if question.kind == "several":
        return _boxes(application, question)
    return [
        [Button(phrase(c.label), encode("e", _id(application), "a", question.id, c.id))]
        for c in question.choices
    ]


def _boxes(application: Application, question: Question) -> list[list[Button]]:
    ticked = question.chosen(application.marked)
    rows = []
    for choice in question.choices:
        label = phrase(choice.label)
        box = (
            phrase("☑ {choice}", choice=label)
            if choice in ticked
            else phrase("☐ {choice}", choice=label)
        )
        rows.append([Button(box, encode("e", _id(application), "t", question.id, choice.id))])
    done = Button(phrase("✅ Done"), encode("e", _id(application), "d", question.id))
    return [*rows, [done]]


def _ways_out(
    application: Application, question: Question, questions: Questionnaire, why: bool
) -> list[list[Button]]:
    number = _id(application)
    explain = Button(phrase("❔ Why do you ask?"), encode("e", number, "w", question.id))
    moves = []
    if application.correcting or questions.neighbour(question.id, -1):
        moves.append(Button(phrase("◀ Back"), encode("e", number, "b", question.id)))
    if question.optional:
        moves.append(Button(phrase("Skip ▶"), encode("e", number, "k", question.id)))
    moves.append(Button(phrase("⏸ Pause"), encode("e", number, "p")))
    return [[] if why else [explain], moves, [to_consultant()]]


def _id(application: Application) -> int:
    assert application.id is not None, "an application is stored before it is shown"
    return application.id
