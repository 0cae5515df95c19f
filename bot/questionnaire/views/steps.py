"""Messages of a questionnaire: buttons of a question, answers, short replies."""

from decimal import Decimal, InvalidOperation
from typing import Literal

from bot.kernel.messages import (
    Amount,
    Button,
    Listing,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.questionnaire.buttons import (
    ExplainSimpler,
    FinishChoices,
    GiveAnswer,
    GoBack,
    Pause,
    Ref,
    ShowExample,
    SkipQuestion,
    ToggleChoice,
)
from bot.questionnaire.rules.item_lines import ItemLine, load
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import QuestionnaireSession

# Help that can be shown below a question.
Explanation = Literal["why", "example", "simpler"]


def answered_question(question: Question, value: str | None, files: int = 0) -> Message:
    """A question after it was answered: without buttons, with the answer."""
    return message(strong(phrase(question.text)), Paragraph(answer_given(question, value, files)))


def question_left(question: Question) -> Message:
    """A question after the participant went back: without buttons."""
    return message(quiet(phrase(question.text)))


def answer_given(
    question: Question, value: str | None, files: int = 0, longest: int | None = None
) -> Param:
    """An answer as it is shown: labels of choices, the participant's text in quotation marks.

    `files`: how many were sent; `longest`: characters after which the text is cut.
    """
    if value is None and not files:
        return phrase("➖ no answer")
    if value is None or question.is_open:
        return _free_text(shortened(value or "", longest), files)
    if question.kind == "number":
        return phrase("✔ {answer}", answer=number_text(question, value))
    if question.kind == "items":
        return phrase("✔ {answer}", answer=item_list(value))
    labels = tuple(phrase(c.label) for c in question.chosen(value))
    if not labels:  # the content has dropped the choice
        return phrase("➖ no answer")
    return phrase("✔ {answer}", answer=labels[0] if len(labels) == 1 else Listing(labels))


def plain_answer(question: Question, value: str, files: int) -> Param:
    """An answer in a document: without marks and quotation marks."""
    if question.kind == "number":
        return number_text(question, value)
    if question.kind == "items":
        return item_list(value)
    if question.is_open:
        kept = phrases("{count} file", "{count} files", files)
        return Verbatim(value) if value else kept
    labels = tuple(phrase(c.label) for c in question.chosen(value))
    if not labels:  # the content has dropped the choice
        return phrase("➖ no answer")
    return labels[0] if len(labels) == 1 else Listing(labels)


def item_list(value: str) -> Param:
    """A list of items with their amounts."""
    lines = tuple(item_text(line) for line in load(value))
    if not lines:
        return phrase("nothing to pay")
    return lines[0] if len(lines) == 1 else Listing(lines)


def item_text(line: ItemLine) -> Phrase:
    name = item_name(line)
    if line.amount is None:
        return phrase("{name}: how much?", name=name)
    return phrase("{name}: {amount} kr", name=name, amount=Amount(line.amount))


def item_name(line: ItemLine) -> Param:
    if not line.name:
        return phrase("Without a name")
    return Verbatim(line.name) if line.own else phrase(line.name)


def number_text(question: Question, value: str) -> Param:
    try:
        number = Amount(Decimal(value))
    except InvalidOperation:  # given when the content still asked for a text
        return Verbatim(value)
    return phrase("{amount} kr", amount=number) if question.unit == "kr" else number


def shortened(words: str, longest: int | None) -> str:
    """The text, cut after `longest` characters with an ellipsis."""
    return words if longest is None or len(words) <= longest else words[:longest].rstrip() + "…"


def _free_text(words: str, files: int) -> Phrase:
    if not words and not files:  # a file was sent that could not be stored
        return phrase("➖ no answer")
    if not files:
        return phrase("✔ “{words}”", words=Verbatim(words))
    kept = phrases("{count} file", "{count} files", files)
    if not words:
        return phrase("✔ 📎 {files}", files=kept)
    return phrase("✔ “{words}” 📎 {files}", words=Verbatim(words), files=kept)


def choice_buttons(
    ref: Ref, session: QuestionnaireSession, question: Question
) -> list[list[Button]]:
    """One button a row, so that labels of every language fit."""
    if question.kind == "several":
        return _checkboxes(ref, session, question)
    return [
        [Button(phrase(c.label), ref.data(GiveAnswer, question.id, c.id))]
        for c in question.choices
    ]


def navigation_buttons(
    ref: Ref, session: QuestionnaireSession, question: Question, questions: Questionnaire
) -> list[Button]:
    """The buttons back, skip and pause, as far as they are possible now."""
    row = []
    if session.correcting or questions.neighbour(question.id, -1):
        row.append(Button(phrase("◀ Back"), ref.data(GoBack, question.id)))
    if question.optional or session.may_leave_gaps:
        row.append(Button(phrase("Skip ▶"), ref.data(SkipQuestion, question.id)))
    return [*row, Button(phrase("⏸ Pause"), ref.data(Pause))]


def press_a_button() -> Message:
    return message(phrase("Please press one of the buttons. Then we go on."))


def ask_for_words() -> Message:
    return message(phrase("Please write a few words about it. There is no wrong answer."))


def ask_for_number() -> Message:
    return message(phrase("Please write it as a number, for example 25. A guess is fine."))


def cannot_skip() -> Message:
    return message(
        phrase("This question is needed, so it can't be skipped. You can take a break.")
    )


def nothing_ticked() -> Message:
    return message(phrase("Press what fits you first. If you need nothing, press the last one."))


def nothing_yet() -> Message:
    return message(phrase("There is no answer yet. Write a few words, or send a picture."))


def first_question_already() -> Message:
    return message(phrase("This is the first question. There is nothing before it."))


def _checkboxes(ref: Ref, session: QuestionnaireSession, question: Question) -> list[list[Button]]:
    ticked = question.chosen(session.pending)
    rows = []
    for choice in question.choices:
        label = phrase(choice.label)
        box = (
            phrase("☑ {choice}", choice=label)
            if choice in ticked
            else phrase("☐ {choice}", choice=label)
        )
        rows.append([Button(box, ref.data(ToggleChoice, question.id, choice.id))])
    return [*rows, [Button(phrase("✅ Done"), ref.data(FinishChoices, question.id))]]


def explanation(question: Question, more: Explanation | None) -> list[Param]:
    """The example or simpler text of a question, if that help was asked for."""
    if more == "example" and question.example:
        return [phrase("💡 For example: “{example}”", example=phrase(question.example))]
    if more == "simpler" and question.simpler:
        return [phrase("🔎 {simpler}", simpler=phrase(question.simpler))]
    return []


def explanation_buttons(ref: Ref, question: Question, more: Explanation | None) -> list[Button]:
    """The buttons for the help that is not shown yet."""
    row = []
    if question.example and more != "example":
        row.append(Button(phrase("💡 An example"), ref.data(ShowExample, question.id)))
    if question.simpler and more != "simpler":
        row.append(Button(phrase("🔎 Explain simpler"), ref.data(ExplainSimpler, question.id)))
    return row
