"""What was handed in, as the consultants read it, and the answers to their presses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.course.buttons import ApproveCertificate, OpenPerson
from bot.course.rules.course import Task
from bot.course.rules.submissions import ReviewVerdict, Stage, Submission
from bot.eligibility.views.consultant import SummaryForm
from bot.files.rules.files import FileState, SentFile
from bot.kernel.messages import (
    LanguageName,
    Paragraph,
    Param,
    Verbatim,
    Weekday,
    item,
    phrase,
    phrases,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire
from bot.questionnaire.views.steps import answer_given
from bot.submissions.buttons import CancelComment, ReviewSubmission, SendBackWithoutComment
from bot.submissions.forms import CommentForm
from bot.submissions.views import comments, notices, review
from tests.helpers.messages import data, parameter, texts
from tests.helpers.world import MONDAY

PICK = Question("pick", "Pick", "Pick one", "one", choices=(Choice("a", "A"), Choice("b", "B")))
TELL = Question("tell", "Tell", "Tell it", "text")
TASK = Task("task", 2, "The task", "It helps.", "S.", 4, False, Questionnaire((PICK, TELL)))
AMINA = Participant(42, "Amina", "so", MONDAY, id=7)
TODAY = date(2026, 11, 6)
PERSON, TITLE = who(AMINA), phrase("The task")


def submission(stage: Stage = Stage.HANDED_IN, **answers: str) -> Submission:
    handed_in = Submission(
        started_at=MONDAY, enrolment_id=1, participant_id=7, task_id="task", due_on=TODAY,
        stage=stage, version=1, id=31,
    )  # fmt: skip
    for step, value in answers.items():
        handed_in.answers[step] = handed_in.new_answer(step, value, 1, MONDAY)
    return handed_in


def verdict(of: ReviewVerdict) -> str:
    return ReviewSubmission(31, 1, of).pack()


GOOD, MORE, TALK = (verdict(of) for of in ReviewVerdict)


def test_page_shows_who_handed_in_what_and_every_answer() -> None:
    [page] = review.handed_in(AMINA, TASK, submission(pick="a", tell="hello"), TODAY, "Hold 1")
    assert page.paragraphs == (
        strong(phrase("{person} has handed in: {task}", person=PERSON, task=TITLE)),
        item(phrase("{run}, week {week}", run=Verbatim("Hold 1"), week=Verbatim("2"))),
        item(phrase("Language: {language}", language=LanguageName("so"))),
        item(phrase("Handed in on time.")),
        strong(phrase("Pick one")),
        Paragraph(answer_given(PICK, "a")),
        strong(phrase("Tell it")),
        Paragraph(answer_given(TELL, "hello")),
    )
    assert data(page) == [[GOOD], [MORE, TALK]]


def test_place_without_a_cohort_is_the_week() -> None:
    [page] = review.handed_in(AMINA, TASK, submission(), TODAY)
    assert page.paragraphs[1] == item(phrase("Week {week}", week=Verbatim("2")))


@pytest.mark.parametrize("late", [1, 2])
def test_late_task_says_by_how_many_days(late: int) -> None:
    [page] = review.handed_in(AMINA, TASK, submission(), TODAY + timedelta(days=late))
    days = phrases(
        "Handed in {count} day after the date.", "Handed in {count} days after the date.", late
    )
    assert page.paragraphs[3] == item(days)


def test_task_handed_in_again_has_no_deadline() -> None:
    again = submission()
    again.version = 2
    [page] = review.handed_in(AMINA, TASK, again, TODAY + timedelta(days=9))
    assert texts(page)[3] == "Handed in again, after a change."


def test_long_answer_goes_on_in_further_paragraphs_and_pages() -> None:
    words = "x" * 6000
    pages = review.handed_in(AMINA, TASK, submission(tell=words), TODAY)
    assert len(pages) == 4
    assert texts(pages[1]) == ["Tell it", "✔ “{words}”"] and len(texts(pages[2])) == 1
    assert texts(pages[3]) == ["… “{words}”"]
    assert [bool(page.buttons) for page in pages] == [False, False, False, True]


def test_answer_that_still_fits_stays_on_the_first_page() -> None:
    heading, step, choices = 400, 2 * len("Pick one") + 4 + 40, 0
    room = 3200 - heading - step - choices - len("") - (2 * len("Tell it") + 40)
    for length, count in ((room, 1), (room + 1, 2)):
        words = submission(pick="a", tell="x" * length)
        assert len(review.handed_in(AMINA, TASK, words, TODAY)) == count


@pytest.mark.parametrize(
    ("stage", "rows"),
    [
        (Stage.HANDED_IN, [[GOOD], [MORE, TALK]]),
        (Stage.TALK, [[GOOD], [MORE]]),
        (Stage.APPROVED, []),
        (Stage.RETURNED, []),
    ],
)
def test_verdicts_that_are_possible_have_buttons(stage: Stage, rows: list[list[str]]) -> None:
    found = review.review_buttons(submission(stage))
    assert [[button.data for button in row] for row in found] == rows


@pytest.mark.parametrize(
    ("stage", "note", "already"),
    [
        (
            Stage.APPROVED,
            "{consultant}: ✅ good. The message is on its way.",
            "{consultant} has approved “{task}” of {person} already.",
        ),
        (
            Stage.TALK,
            "{consultant}: 💬 let's talk. The message is on its way.",
            "{consultant} would like to talk with {person} about “{task}” already.",
        ),
        (
            Stage.RETURNED,
            "{consultant}: ➕ one more thing. The message is on its way.",
            "{consultant} has asked {person} for more at “{task}” already.",
        ),
    ],
)
def test_verdict_is_noted_and_told_to_a_second_consultant(
    stage: Stage, note: str, already: str
) -> None:
    by = Verbatim("Mette")
    assert review.verdict_note(submission(stage), by) == phrase(note, consultant=by)
    shown = review.reviewed_already(submission(stage), TASK, AMINA, by)
    fields: dict[str, Param] = {"consultant": by, "task": TITLE, "person": PERSON}
    assert shown.paragraphs == (Paragraph(phrase(already, **fields)),)
    assert review.a_colleague() == phrase("A colleague")


def test_consultant_is_told_when_the_task_changes_or_has_changed() -> None:
    changing = review.being_changed(TASK, AMINA)
    assert texts(changing) == [
        "{person} is changing “{task}” just now. It comes again when it is handed in."
    ]
    assert (parameter(changing, "person"), parameter(changing, "task")) == (PERSON, TITLE)
    changed = review.changed_meanwhile(AMINA)
    assert texts(changed) == ["{person} has changed it meanwhile. The newest is below."]


def test_finished_course_offers_the_certificate() -> None:
    shown = review.ready(AMINA, 5)
    assert texts(shown) == [
        "🎓 {person} has finished all tasks", "The certificate can be given.",
    ]  # fmt: skip
    assert data(shown) == [[ApproveCertificate(5).pack()], [OpenPerson(5).pack()]]


def test_question_for_a_comment_says_how_to_answer() -> None:
    shown = comments.ask_for_comment(submission(), TASK, AMINA, 12)
    assert texts(shown) == [
        "What is missing in “{task}”? Reply to this message.",
        "I pass your words on to {person} as you write them.",
    ]
    assert data(shown) == [
        [SendBackWithoutComment(31, 1, 12).pack()], [CancelComment(31, 1, 12).pack()],
    ]  # fmt: skip
    assert shown.form == CommentForm(31, 1, 12)


def test_form_of_another_kind_asks_for_no_comment() -> None:
    shown = comments.ask_for_comment(submission(), TASK, AMINA, 12)
    other = replace(shown, form=SummaryForm(1))
    assert comments.form_of(other) is None


def test_answers_to_a_comment() -> None:
    assert texts(comments.comment_sent(AMINA)) == ["Passed on to {person}."]
    assert texts(comments.comment_cancelled()) == ["Cancelled. It still waits for an answer."]
    assert texts(comments.comment_is_empty()) == [
        "Please write a few words, or press the button “Send without words” there."
    ]
    assert texts(comments.only_words()) == ["I can only pass on written words. Please write it."]
    long = comments.comment_too_long(3001)
    assert (parameter(long, "size"), parameter(long, "limit")) == (
        Verbatim("3001"),
        Verbatim("3000"),
    )


@pytest.mark.parametrize(
    ("step", "title"), [("tell", "Tell"), ("gone", "The task"), (None, "The task")]
)
def test_file_is_named_by_its_step_or_its_task(step: str | None, title: str) -> None:
    file = SentFile(
        7, 31, step, "photo", "t", 10, MONDAY, FileState.KEPT, "key", "image/png", id=9
    )
    shown = notices.file(AMINA, TASK, file)
    named = phrase("{person}: {title}", person=PERSON, title=phrase(title))
    assert shown.paragraphs == (Paragraph(named),)
    assert shown.enclosure == file.as_enclosure()


def test_absence_is_told_with_its_last_day() -> None:
    shown = notices.pause(AMINA, TODAY)
    assert texts(shown) == [
        "{person} takes a pause until {day}.",
        "The deadlines have moved. Nothing is needed from you.",
    ]
    assert parameter(shown, "day") == Weekday(TODAY)
