"""Participants in the eligibility check: at a question, at the summary, with the answers sent.

Everything is derived from the shipped content: which questions there are, their order, and for
each an answer by a rule for its kind.  So a new question in `eligibility.yml` is answered too.
"""

from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.messages import Param, phrase
from bot.questionnaire.rules.questionnaire import Choice, Question, Verdict
from tests.helpers.world import Person, shipped

JOIN = "🌱 May I join?"
AT_SUMMARY = "These are your answers. Is everything right?"
SEND = "📨 Yes, send to the consultant"
WORDS = "I sew well and want to feed my children"
_RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText(), "44 77 20 00")
_BEST_FIRST = [Verdict.FITS, None, Verdict.UNCLEAR, Verdict.AGAINST]


def said(text: str, language: str = "en", **params: Param) -> str:
    """A text of the content or the views as it is shown in a language."""
    return _RENDERER.plain(phrase(text, **params), language)


# Questions of the check.


def questions() -> tuple[Question, ...]:
    """All of them, in their order."""
    return shipped().eligibility.questions


def by_id(question_id: str) -> Question:
    """For tests about one certain question."""
    return next(q for q in questions() if q.id == question_id)


def place(question: Question) -> int:
    """The position of a question, from 1."""
    return questions().index(question) + 1


def first_question(**wanted: object) -> Question:
    """The first question with these attributes, such as `kind="text", optional=False`."""
    found = (q for q in questions() if all(getattr(q, k) == v for k, v in wanted.items()))
    first = next(found, None)
    assert first is not None, f"the shipped check has no question with {wanted}"
    return first


def yes_no_question() -> Question:
    """The first question that a typed yes or no answers."""
    return next(q for q in questions() if {"affirm", "deny"} <= {c.means for c in q.choices})


def meaning(question: Question, means: Literal["affirm", "deny"]) -> Choice:
    """The choice that a typed yes (`affirm`) or no (`deny`) selects."""
    return next(c for c in question.choices if c.means == means)


def number_question(number: int) -> tuple[Question, Choice]:
    """The first question that this number answers, and the choice that it selects."""
    found = ((q, c) for q in questions() for c in q.choices if c.covers(Decimal(number)))
    return next(found)


def before(question: Question) -> Question:
    """The question before this one, which is not the first."""
    assert place(question) > 1, f"{question.id} is the first question"
    return questions()[place(question) - 2]


def after(question: Question) -> Question | None:
    """The question after this one; None after the last."""
    return next(iter(questions()[place(question) :]), None)


# What is on the screen.


def progress(question: Question) -> str:
    """The line above a question, such as "Question 2 of 10"."""
    return f"Question {place(question)} of {len(questions())}"


def shown_after(question: Question) -> str:
    """The first line of what follows a question: the next one, or the summary."""
    following = after(question)
    return progress(following) if following else AT_SUMMARY


def line_of(question: Question, answer: str) -> str:
    """The line of a question in the summary; `answer` as `answer_shown` gives it."""
    return f"{place(question)}. {said(question.title)}: {answer}"


# The answer to a question: the best choice, two of the best of `several`, words; an optional
# question for words is skipped.


def chosen(question: Question) -> list[Choice]:
    """The choices to select in a question of kind `one` or `several`."""
    together = [c for c in question.choices if not c.alone]
    best = min(_BEST_FIRST.index(c.verdict) for c in together)
    found = [c for c in together if _BEST_FIRST.index(c.verdict) == best]
    return found[: 2 if question.kind == "several" else 1]


def another_choice(question: Question) -> Choice:
    """A choice of a question of kind `one` that is not the answer."""
    return next(c for c in question.choices if c not in chosen(question))


def labels(question: Question, language: str = "en") -> list[str]:
    """The buttons to press, one after the other; empty where the answer is typed."""
    match question.kind:
        case "one":
            return [said(choice.label, language) for choice in chosen(question)]
        case "several":
            choices = [phrase(choice.label) for choice in chosen(question)]
            boxes = [said("☐ {choice}", language, choice=choice) for choice in choices]
            return [*boxes, said("✅ Done", language)]
        case "text":
            return [said("Skip ▶", language)] if question.optional else []
        case kind:
            raise AssertionError(f"no rule for an answer of kind {kind}")


def value(question: Question, words: str = WORDS) -> str | None:
    """The answer as it is stored."""
    if question.kind == "text":
        return None if question.optional else words
    return ",".join(choice.id for choice in chosen(question))


def answer_shown(question: Question, words: str = WORDS) -> str:
    """The answer as it is shown in English."""
    if question.kind == "text":
        return "➖ no answer" if question.optional else f"✔ “{words}”"
    return "✔ " + " and ".join(said(choice.label) for choice in chosen(question))


# The way through the check.


async def answers(person: Person, question: Question, words: str = WORDS) -> None:
    """Answer the question on the screen; the next one, or the summary, is there then."""
    assert progress(question) in person.last.text, person.draw(person.world.screen(person.id))
    pressed = labels(question)
    for label in pressed:
        await person.presses(label)
    if not pressed:
        await person.says(words)


async def to_question(person: Person, question: Question, words: str = WORDS) -> None:
    """Begin the check and answer the questions before this one."""
    await person.presses(JOIN)
    for earlier in questions()[: place(question) - 1]:
        await answers(person, earlier, words)
    assert progress(question) in person.last.text


async def to_the_summary(person: Person, words: str = WORDS) -> None:
    """Begin the check and answer all questions."""
    last = questions()[-1]
    await to_question(person, last, words)
    await answers(person, last, words)
    assert AT_SUMMARY in person.last.text


async def sends_the_check(person: Person, words: str = WORDS) -> None:
    """Answer all questions and send the answers to the consultants."""
    await to_the_summary(person, words)
    await person.presses(SEND)
