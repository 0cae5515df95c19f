"""A question with its buttons, and what becomes of it: the same in the check and in a task."""

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

# What can be shown below a question on demand.
More = Literal["why", "example", "simpler"]


def answered(question: Question, value: str | None, files: int = 0) -> Message:
    """What becomes of a question that has its answer: no more buttons, the answer below."""
    return message(strong(phrase(question.text)), Paragraph(given(question, value, files)))


def left(question: Question) -> Message:
    """A question the person went back from: its buttons would only confuse."""
    return message(quiet(phrase(question.text)))


def given(
    question: Question, value: str | None, files: int = 0, longest: int | None = None
) -> Param:
    """An answer as it can be shown: labels for choices, the own words in quotation marks.

    `longest`: own words beyond so many characters are cut, with an ellipsis.
    """
    if value is None and not files:
        return phrase("➖ no answer")
    if value is None or question.is_open:
        return _own(cut(value or "", longest), files)
    if question.kind == "number":
        return phrase("✔ {answer}", answer=figure(question, value))
    if question.kind == "items":
        return phrase("✔ {answer}", answer=listed(value))
    labels = tuple(phrase(c.label) for c in question.chosen(value))
    if not labels:  # the content has dropped the choice
        return phrase("➖ no answer")
    return phrase("✔ {answer}", answer=labels[0] if len(labels) == 1 else Listing(labels))


def plain(question: Question, value: str, files: int) -> Param:
    """An answer as it stands in a document: without marks and quotation marks."""
    if question.kind == "number":
        return figure(question, value)
    if question.kind == "items":
        return listed(value)
    if question.is_open:
        kept = phrases("{count} file", "{count} files", files)
        return Verbatim(value) if value else kept
    labels = tuple(phrase(c.label) for c in question.chosen(value))
    if not labels:  # the content has dropped the choice
        return phrase("➖ no answer")
    return labels[0] if len(labels) == 1 else Listing(labels)


def listed(value: str) -> Param:
    """A list of what costs money."""
    lines = tuple(line_of(line) for line in load(value))
    if not lines:
        return phrase("nothing to pay")
    return lines[0] if len(lines) == 1 else Listing(lines)


def line_of(line: ItemLine) -> Phrase:
    name = name_of(line)
    if line.amount is None:
        return phrase("{name}: how much?", name=name)
    return phrase("{name}: {amount} kr", name=name, amount=Amount(line.amount))


def name_of(line: ItemLine) -> Param:
    if not line.name:
        return phrase("Without a name")
    return Verbatim(line.name) if line.own else phrase(line.name)


def figure(question: Question, value: str) -> Param:
    try:
        number = Amount(Decimal(value))
    except InvalidOperation:  # it was given when the content still asked for words
        return Verbatim(value)
    return phrase("{amount} kr", amount=number) if question.unit == "kr" else number


def cut(words: str, longest: int | None) -> str:
    return words if longest is None or len(words) <= longest else words[:longest].rstrip() + "…"


def _own(words: str, files: int) -> Phrase:
    if not words and not files:  # a file came that could not be taken
        return phrase("➖ no answer")
    if not files:
        return phrase("✔ “{words}”", words=Verbatim(words))
    kept = phrases("{count} file", "{count} files", files)
    if not words:
        return phrase("✔ 📎 {files}", files=kept)
    return phrase("✔ “{words}” 📎 {files}", words=Verbatim(words), files=kept)


def choices(ref: Ref, session: QuestionnaireSession, question: Question) -> list[list[Button]]:
    """Each on a row of its own: big enough for any thumb, long enough for any language."""
    if question.kind == "several":
        return _boxes(ref, session, question)
    return [
        [Button(phrase(c.label), ref.data(GiveAnswer, question.id, c.id))]
        for c in question.choices
    ]


def moves(
    ref: Ref, session: QuestionnaireSession, question: Question, questions: Questionnaire
) -> list[Button]:
    """Back, skip, pause: what is possible just now."""
    row = []
    if session.correcting or questions.neighbour(question.id, -1):
        row.append(Button(phrase("◀ Back"), ref.data(GoBack, question.id)))
    if question.optional or session.passes:
        row.append(Button(phrase("Skip ▶"), ref.data(SkipQuestion, question.id)))
    return [*row, Button(phrase("⏸ Pause"), ref.data(Pause))]


def press_a_button() -> Message:
    return message(phrase("Please press one of the buttons. Then we go on."))


def a_few_words() -> Message:
    return message(phrase("Please write a few words about it. There is no wrong answer."))


def a_number() -> Message:
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


def _boxes(ref: Ref, session: QuestionnaireSession, question: Question) -> list[list[Button]]:
    ticked = question.chosen(session.marked)
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


def explained(question: Question, more: More | None) -> list[Param]:
    if more == "example" and question.example:
        return [phrase("💡 For example: “{example}”", example=phrase(question.example))]
    if more == "simpler" and question.simpler:
        return [phrase("🔎 {simpler}", simpler=phrase(question.simpler))]
    return []


def explain(ref: Ref, question: Question, more: More | None) -> list[Button]:
    row = []
    if question.example and more != "example":
        row.append(Button(phrase("💡 An example"), ref.data(ShowExample, question.id)))
    if question.simpler and more != "simpler":
        row.append(Button(phrase("🔎 Explain simpler"), ref.data(ExplainSimpler, question.id)))
    return row
