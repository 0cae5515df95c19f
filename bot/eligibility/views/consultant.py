"""Messages about applications to the consultants."""

from dataclasses import dataclass
from typing import Literal

from bot.eligibility.buttons import Decide
from bot.eligibility.rules.application import Application, Decision
from bot.eligibility.rules.assessment import Assessment, Outcome
from bot.kernel.messages import (
    Button,
    Form,
    LanguageName,
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
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.questionnaire.rules.questionnaire import Question, Questionnaire, Verdict
from bot.questionnaire.views.steps import answer_given


@dataclass(frozen=True)
class SummaryForm(Form):
    """State of the last page of a summary.

    `paragraphs`: how many belong to the summary; what follows is the note of the decision.
    """

    paragraphs: int
    kind: Literal["application_summary"] = "application_summary"


# Characters a page; below Telegram's 4,096 even when every label is long.
_PAGE = 2800


def application_pages(
    participant: Participant,
    application: Application,
    questions: Questionnaire,
    assessment: Assessment,
) -> list[Message]:
    """The summary: participant, recommendation, all answers; buttons below the last page."""
    head: list[Param | Paragraph] = [
        strong(phrase("{person} has answered the questions", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        strong(recommendation(assessment.outcome)),
    ]
    lines = [item(_line(application, q)) for q in questions.questions]
    pages = _pages(lines, application, questions)
    messages = [message(*(head if n == 0 else []), *page) for n, page in enumerate(pages)]
    footer = quiet(phrase("The words in quotation marks are the person's own."))
    last = messages[-1]
    paragraphs = (*last.paragraphs, footer)
    form = SummaryForm(len(paragraphs))
    messages[-1] = Message(paragraphs, tuple(decision_buttons(application)), form=form)
    return messages


def summary_form(shown: Message) -> SummaryForm:
    """The form of the last page of a summary."""
    return shown.form if isinstance(shown.form, SummaryForm) else _legacy_form(shown)


def _legacy_form(shown: Message) -> SummaryForm:
    """For messages stored before forms were: only a note has a phrase that names a consultant."""
    notes = sum("consultant" in getattr(p.content, "params", {}) for p in shown.paragraphs)
    return SummaryForm(len(shown.paragraphs) - notes)


def recommendation(outcome: Outcome) -> Phrase:
    return {
        Outcome.LOOKS_RIGHT: phrase("Recommendation: looks right"),
        Outcome.UNCLEAR: phrase("Recommendation: unclear, needs a talk"),
        Outcome.PROBABLY_NOT: phrase("Recommendation: probably not this course"),
    }[outcome]


def decision_buttons(application: Application) -> list[tuple[Button, ...]]:
    labels = {
        Decision.INVITED: phrase("📅 Invite to a meeting"),
        Decision.SUITABLE: phrase("✅ Looks right for the course"),
        Decision.UNSUITABLE: phrase("↪ Not this course"),
    }
    assert application.id is not None
    return [
        (Button(label, Decide(application.id, decision).pack()),)
        for decision, label in labels.items()
    ]


def decided(participant: Participant, decision: Decision, by: str) -> Message:
    texts = {
        Decision.INVITED: phrase(
            "{consultant} invites {person} to a meeting. The message is on its way.",
            consultant=Verbatim(by), person=who(participant),
        ),
        Decision.SUITABLE: phrase(
            "{consultant}: the course is right for {person}. The message is on its way.",
            consultant=Verbatim(by), person=who(participant),
        ),
        Decision.UNSUITABLE: phrase(
            "{consultant}: not this course for {person}. The message is on its way.",
            consultant=Verbatim(by), person=who(participant),
        ),
    }  # fmt: skip
    return message(texts[decision])


def decided_already(participant: Participant) -> Message:
    return message(phrase("That was decided already for {person}.", person=who(participant)))


def replaced_by_newer(participant: Participant) -> Message:
    return message(
        phrase("{person} has sent newer answers. Please use those.", person=who(participant))
    )


def _line(application: Application, question: Question) -> Phrase:
    value = application.value(question.id)
    answer = answer_given(question, value)
    title = phrase(question.title)
    verdicts = {c.verdict for c in question.chosen(value or "")} if value else set()
    if question.kind != "text" and Verdict.AGAINST in verdicts:
        return phrase("🔸 {title}: {answer}", title=title, answer=answer)
    if question.kind != "text" and Verdict.UNCLEAR in verdicts:
        return phrase("💬 {title}: {answer}", title=title, answer=answer)
    return phrase("{title}: {answer}", title=title, answer=answer)


def _pages(
    lines: list[Paragraph], application: Application, questions: Questionnaire
) -> list[list[Paragraph]]:
    pages: list[list[Paragraph]] = [[]]
    room = _PAGE
    for text, question in zip(lines, questions.questions, strict=True):
        need = len(application.value(question.id) or "") + 120
        if need > room and pages[-1]:
            pages.append([])
            room = _PAGE
        pages[-1].append(text)
        room -= need
    return pages
