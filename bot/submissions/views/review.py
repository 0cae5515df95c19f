"""What was handed in, as the consultants read it and decide on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.course.buttons import ApproveCertificate, OpenPerson
from bot.course.rules.course import Task
from bot.course.rules.submissions import ReviewVerdict, Stage, Submission
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.kernel.views.text import length, pieces
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import answer_given
from bot.submissions.buttons import ReviewSubmission

# Characters as Telegram counts them.  A page with its head, a note and Danish texts stays below
# Telegram's 4,096.
_PAGE = 3200


def handed_in(
    participant: Participant,
    task: Task,
    submission: Submission,
    today: date,
    cohort: str | None = None,
) -> list[Message]:
    """All answers, in as many messages as it takes; the last one has the buttons.

    `today`: the local day on which it was handed in first.
    """
    head = _head(participant, task, submission, today, cohort)
    pages = _pages([_Block(head, 400), *_blocks(task, submission)])
    last = message(*pages[-1], buttons=review_buttons(submission))
    return [*(message(*page) for page in pages[:-1]), last]


def review_buttons(submission: Submission) -> list[list[Button]]:
    """The verdicts that are possible now."""
    good = Button(phrase("✅ Good"), _data(submission, ReviewVerdict.GOOD))
    more = Button(phrase("➕ One more thing"), _data(submission, ReviewVerdict.MORE))
    talk = Button(phrase("💬 Let's talk"), _data(submission, ReviewVerdict.TALK))
    match submission.stage:
        case Stage.HANDED_IN:
            return [[good], [more, talk]]
        case Stage.TALK:
            return [[good], [more]]
        case _:
            return []


def _head(
    participant: Participant, task: Task, submission: Submission, today: date, cohort: str | None
) -> list[Paragraph]:
    title = phrase(task.title)
    week = Verbatim(str(task.week))
    place = (
        phrase("{run}, week {week}", run=Verbatim(cohort), week=week)
        if cohort
        else phrase("Week {week}", week=week)
    )
    return [
        strong(phrase("{person} has handed in: {task}", person=who(participant), task=title)),
        item(place),
        item(phrase("Language: {language}", language=LanguageName(participant.language))),
        item(_when(submission, today)),
    ]


def _when(submission: Submission, today: date) -> Phrase:
    late = (today - submission.due_on).days
    if submission.version > 1:
        return phrase("Handed in again, after a change.")
    if late <= 0:
        return phrase("Handed in on time.")
    return phrases(
        "Handed in {count} day after the date.", "Handed in {count} days after the date.", late
    )


@dataclass(frozen=True)
class _Block:
    """Paragraphs that are not parted; `size`: about how many characters they become."""

    paragraphs: list[Paragraph]
    size: int


def _blocks(task: Task, submission: Submission) -> list[_Block]:
    return [block for question in task.steps.questions for block in _answer(question, submission)]


def _answer(question: Question, submission: Submission) -> list[_Block]:
    value, files = submission.value(question.id), len(submission.files_of(question.id))
    text = value if value is not None and question.is_open else ""
    first, *others = pieces(text) or [text]
    shown = answer_given(
        question, first if question.is_open and value is not None else value, files
    )
    asked = [strong(phrase(question.text)), Paragraph(shown)]
    # Labels may be longer in Danish.
    known = 2 * len(question.text) + sum(2 * len(c.label) for c in question.choices) + 40
    return [
        _Block(asked, known + length(first)),
        *(
            _Block([Paragraph(phrase("… “{words}”", words=Verbatim(p)))], length(p) + 10)
            for p in others
        ),
    ]


def _pages(blocks: Sequence[_Block]) -> list[list[Paragraph]]:
    pages: list[list[Paragraph]] = [[]]
    room = _PAGE
    for block in blocks:
        if block.size > room and pages[-1]:
            pages.append([])
            room = _PAGE
        pages[-1].extend(block.paragraphs)
        room -= block.size
    return pages


def verdict_note(submission: Submission, by: Param) -> Phrase:
    """The note of a verdict, below what was handed in."""
    match submission.stage:
        case Stage.APPROVED:
            return phrase("{consultant}: ✅ good. The message is on its way.", consultant=by)
        case Stage.TALK:
            return phrase("{consultant}: 💬 let's talk. The message is on its way.", consultant=by)
        case _:
            return phrase(
                "{consultant}: ➕ one more thing. The message is on its way.", consultant=by
            )


def reviewed_already(
    submission: Submission, task: Task, participant: Participant, by: Param
) -> Message:
    fields: dict[str, Param] = {
        "consultant": by, "task": phrase(task.title), "person": who(participant),
    }  # fmt: skip
    match submission.stage:
        case Stage.APPROVED:
            text = phrase("{consultant} has approved “{task}” of {person} already.", **fields)
        case Stage.TALK:
            text = phrase(
                "{consultant} would like to talk with {person} about “{task}” already.", **fields
            )
        case _:
            text = phrase(
                "{consultant} has asked {person} for more at “{task}” already.", **fields
            )
    return message(text)


def a_colleague() -> Phrase:
    return phrase("A colleague")


def being_changed(task: Task, participant: Participant) -> Message:
    return message(
        phrase(
            "{person} is changing “{task}” just now. It comes again when it is handed in.",
            person=who(participant), task=phrase(task.title),
        )
    )  # fmt: skip


def changed_meanwhile(participant: Participant) -> Message:
    return message(
        phrase("{person} has changed it meanwhile. The newest is below.", person=who(participant))
    )


def ready(participant: Participant, enrolment_id: int) -> Message:
    """All tasks are approved."""
    return message(
        strong(phrase("🎓 {person} has finished all tasks", person=who(participant))),
        phrase("The certificate can be given."),
        buttons=[
            [Button(phrase("🎓 Certificate"), ApproveCertificate(enrolment_id).pack())],
            [Button(phrase("👤 See the person"), OpenPerson(enrolment_id).pack())],
        ],
    )


def _data(submission: Submission, verdict: ReviewVerdict) -> str:
    return ReviewSubmission(_id(submission), submission.version, verdict).pack()


def _id(submission: Submission) -> int:
    assert submission.id is not None, "a submission is stored before it is shown"
    return submission.id
