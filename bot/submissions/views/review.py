"""What is handed in, as the consultants read it, and what they and the participant hear then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.course.rules.course import Task
from bot.course.rules.submissions import ReviewVerdict, Stage, Submission
from bot.kernel.buttons import encode
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
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.kernel.views.text import length, pieces
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import answer_given

LONGEST_COMMENT = 3000
# Characters as Telegram counts them.  A page stays below its 4,096 with the texts in Danish, the
# heads of the page and a consultant's note; a piece below a page.
_PAGE = 3200


def handed_in(
    participant: Participant,
    task: Task,
    submission: Submission,
    today: date,
    run: str | None = None,
) -> list[Message]:
    """All of it, in as many messages as it takes; the buttons stand under the last.

    `today`: the local day on which it was handed in first.
    """
    head = _head(participant, task, submission, today, run)
    pages = _pages([_Block(head, 400), *_blocks(task, submission)])
    last = message(*pages[-1], buttons=review_buttons(submission))
    return [*(message(*page) for page in pages[:-1]), last]


def review_buttons(submission: Submission) -> list[list[Button]]:
    """What makes sense now; after a talk it can be good, or lack something."""
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
    participant: Participant, task: Task, submission: Submission, today: date, run: str | None
) -> list[Paragraph]:
    title = phrase(task.title)
    week = Verbatim(str(task.week))
    place = (
        phrase("{run}, week {week}", run=Verbatim(run), week=week)
        if run
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
    """What stands together; `size` is about how long it becomes."""

    paragraphs: list[Paragraph]
    size: int


def _blocks(task: Task, submission: Submission) -> list[_Block]:
    return [block for question in task.steps.questions for block in _answer(question, submission)]


def _answer(question: Question, submission: Submission) -> list[_Block]:
    value, files = submission.value(question.id), len(submission.files_of(question.id))
    words = value if value is not None and question.is_open else ""
    first, *others = pieces(words) or [words]
    shown = answer_given(
        question, first if question.is_open and value is not None else value, files
    )
    asked = [strong(phrase(question.text)), Paragraph(shown)]
    # A choice's label may be longer in Danish too.
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


def looked_at(submission: Submission, by: Param) -> Phrase:
    """Who decided what; stands under what was handed in."""
    match submission.stage:
        case Stage.APPROVED:
            return phrase("{consultant}: ✅ good. The message is on its way.", consultant=by)
        case Stage.TALK:
            return phrase("{consultant}: 💬 let's talk. The message is on its way.", consultant=by)
        case _:
            return phrase(
                "{consultant}: ➕ one more thing. The message is on its way.", consultant=by
            )


def looked_at_already(
    submission: Submission, task: Task, participant: Participant, by: Param
) -> Message:
    fields: dict[str, Param] = {
        "consultant": by, "task": phrase(task.title), "person": who(participant),
    }  # fmt: skip
    match submission.stage:
        case Stage.APPROVED:
            said = phrase("{consultant} has approved “{task}” of {person} already.", **fields)
        case Stage.TALK:
            said = phrase(
                "{consultant} would like to talk with {person} about “{task}” already.", **fields
            )
        case _:
            said = phrase(
                "{consultant} has asked {person} for more at “{task}” already.", **fields
            )
    return message(said)


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


def ask_for_comment(
    submission: Submission, task: Task, participant: Participant, at: int | None
) -> Message:
    """`at`: the message with what was handed in, to note the decision there."""
    place = () if at is None else (at,)
    data = ("v", _id(submission), submission.version)
    return message(
        strong(
            phrase("What is missing in “{task}”? Reply to this message.", task=phrase(task.title))
        ),
        phrase("I pass your words on to {person} as you write them.", person=who(participant)),
        buttons=[
            [Button(phrase("Send without words"), encode(*data, "bare", *place))],
            [Button(phrase("✖ Cancel"), encode(*data, "no", *place))],
        ],
    )


def comment_sent(participant: Participant) -> Message:
    return message(quiet(phrase("Passed on to {person}.", person=who(participant))))


def comment_cancelled() -> Message:
    return message(quiet(phrase("Cancelled. It still waits for an answer.")))


def comment_is_empty() -> Message:
    return message(
        phrase("Please write a few words, or press the button “Send without words” there.")
    )


def comment_too_long(size: int) -> Message:
    return message(
        phrase(
            "That is {size} characters. Please reply again with at most {limit}.",
            size=Verbatim(str(size)), limit=Verbatim(str(LONGEST_COMMENT)),
        )
    )  # fmt: skip


def only_words() -> Message:
    """A picture or a voice note as a reply."""
    return message(phrase("I can only pass on written words. Please write it."))


def ready(participant: Participant, enrolment_id: int) -> Message:
    """Everything is approved."""
    return message(
        strong(phrase("🎓 {person} has finished all tasks", person=who(participant))),
        phrase("The certificate can be given."),
        buttons=[
            [Button(phrase("🎓 Certificate"), encode("s", "c", enrolment_id))],
            [Button(phrase("👤 See the person"), encode("s", "p", enrolment_id))],
        ],
    )


def _data(submission: Submission, verdict: ReviewVerdict) -> str:
    return encode("v", _id(submission), submission.version, verdict.value)


def _id(submission: Submission) -> int:
    assert submission.id is not None, "a work is stored before it is shown"
    return submission.id
