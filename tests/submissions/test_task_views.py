"""Messages of a task to the participant: the introduction, the steps, handing in."""

from datetime import date, timedelta

import pytest

from bot.course.buttons import OpenTask
from bot.course.rules.course import Task
from bot.course.rules.submissions import Stage, Submission
from bot.files.rules.files import FileState, SentFile
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Paragraph, Verbatim, Weekday, phrase, phrases, quiet, strong
from bot.questionnaire.buttons import (
    ChangeAnswer,
    ChooseAnswerToChange,
    ExplainSimpler,
    Finish,
    GiveAnswer,
    GoBack,
    KeepAnswer,
    Pause,
    Ref,
    RemoveFiles,
    Reopen,
    Resume,
    ShowAnswers,
    ShowExample,
    SkipQuestion,
    ToggleChoice,
)
from bot.questionnaire.rules.questionnaire import Choice, Kind, Question, Questionnaire
from bot.questionnaire.views.steps import Explanation, answer_given, answered_question
from bot.submissions.views import tasks, verdicts
from bot.submissions.views.tasks import TaskWords
from tests.helpers.messages import data, labels, texts
from tests.helpers.world import MONDAY

CHOICES = (Choice("a", "A"), Choice("b", "B"))
PICK = Question("pick", "Pick", "Pick one", "one", choices=CHOICES, minutes=1)
TICK = Question("tick", "Tick", "Tick some", "several", choices=CHOICES)
TELL = Question("tell", "Tell", "Tell it", "text", optional=True, example="e", simpler="s")
SHOW = Question("show", "Show", "Show it", "photo")
STEPS = Questionnaire((PICK, TICK, TELL, SHOW))
TASK = Task("task", 2, "The task", "It helps.", "Samira did it.", 4, False, STEPS)
TODAY = date(2026, 11, 6)
REF = Ref("w", 31)
CALL, MENU, NEXT, ALL, PROGRESS = (
    RunCommand(command).pack()
    for command in (
        ParticipantCommand.CONSULTANT,
        ParticipantCommand.MENU,
        ParticipantCommand.TASK,
        ParticipantCommand.TASKS,
        ParticipantCommand.PROGRESS,
    )
)


def submission(stage: Stage = Stage.STARTED, **answers: str) -> Submission:
    started = Submission(
        started_at=MONDAY, enrolment_id=1, participant_id=7, task_id="task", due_on=TODAY,
        stage=stage, id=31,
    )  # fmt: skip
    for step, value in answers.items():
        started.answers[step] = started.new_answer(step, value, 1, MONDAY)
    return started


def attach(to: Submission, step: str, state: FileState = FileState.KEPT) -> None:
    to.files.append(SentFile(7, 31, step, "photo", "t", 10, MONDAY, state))


def view(of: Submission) -> TaskWords:
    return TaskWords(of, TASK)


def contents(of: Submission, step: Question, more: Explanation | None = None) -> list[Paragraph]:
    return list(view(of).question(step, more).paragraphs)


def test_step_says_its_place_and_how_long_it_takes() -> None:
    shown = view(submission()).question(PICK)
    place = {"place": Verbatim("1"), "total": Verbatim("4")}
    minutes = phrases(
        "Step {place} of {total} · about {count} minute",
        "Step {place} of {total} · about {count} minutes",
        1,
        **place,
    )
    assert shown.paragraphs == (quiet(minutes), strong(phrase("Pick one")))
    assert data(shown) == [
        [REF.data(GiveAnswer, "pick", "a")], [REF.data(GiveAnswer, "pick", "b")],
        [REF.data(Pause)], [CALL],
    ]  # fmt: skip


def test_corrected_step_says_which_answer_is_changed() -> None:
    correcting = submission()
    correcting.correcting = True
    assert contents(correcting, SHOW)[0] == quiet(
        phrase("You change answer {place} of {total}", place=Verbatim("4"), total=Verbatim("4"))
    )


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("text", "Write your answer. You can also send a voice message."),
        ("voice", "Hold the microphone and tell it. You can also write."),
        ("photo", "Send a picture. You can also write."),
        ("file", "Send a document or a picture. You can also write."),
        ("number", "Write a number."),
    ],
)
def test_step_without_an_answer_says_how_to_answer(kind: Kind, hint: str) -> None:
    step = Question("step", "Step", "Step?", kind)
    task = Task("task", 1, "T", "W", "S", 4, False, Questionnaire((step,)))
    shown = TaskWords(submission(), task).question(step)
    assert shown.paragraphs[-1] == quiet(phrase(hint))


def test_step_with_an_answer_shows_it_and_offers_to_go_on() -> None:
    answered = submission(tell="hello")
    shown = view(answered).question(TELL)
    now = answer_given(TELL, "hello")
    assert shown.paragraphs[-1] == Paragraph(phrase("Your answer now: {answer}", answer=now))
    assert data(shown) == [
        [REF.data(KeepAnswer, "tell")],
        [REF.data(ShowExample, "tell"), REF.data(ExplainSimpler, "tell")],
        [REF.data(GoBack, "tell"), REF.data(SkipQuestion, "tell"), REF.data(Pause)],
        [CALL],
    ]


def test_explained_step_shows_the_help_above_the_answer() -> None:
    shown = view(submission()).question(TELL, "example")
    assert texts(shown)[2:] == [
        "💡 For example: “{example}”", "Write your answer. You can also send a voice message.",
    ]  # fmt: skip
    assert [REF.data(ExplainSimpler, "tell")] in data(shown)


def test_ticked_choices_are_shown_on_their_buttons_only() -> None:
    shown = view(submission(tick="a")).question(TICK)
    assert texts(shown)[1:] == ["Tick some"]
    assert [REF.data(KeepAnswer, "tick")] not in data(shown)
    assert data(shown)[0] == [REF.data(ToggleChoice, "tick", "a")]


def test_files_can_be_removed_and_are_counted() -> None:
    answered = submission(show="")
    attach(answered, "show")
    attach(answered, "show", FileState.REMOVED)
    shown = view(answered).question(SHOW)
    now = answer_given(SHOW, "", 1)
    assert shown.paragraphs[-1] == Paragraph(phrase("Your answer now: {answer}", answer=now))
    assert data(shown)[:2] == [[REF.data(KeepAnswer, "show")], [REF.data(RemoveFiles, "show")]]
    assert view(answered).answered(SHOW) == answered_question(SHOW, "", 1)


def test_step_without_a_file_has_no_button_to_remove_one() -> None:
    assert [REF.data(RemoveFiles, "show")] not in data(view(submission(show="x")).question(SHOW))


def test_summary_shows_every_answer_and_what_can_be_done() -> None:
    answered = submission(pick="a", tell="hello", show="")
    attach(answered, "show")
    shown = view(answered).summary()
    assert texts(shown) == [
        "“{task}”: this is what you have.",
        *["{place}. {title}: {answer}"] * 4,
        "Is it ready for the consultant? You can change it until it is looked at.",
    ]
    assert [p.content for p in shown.paragraphs[1:5]] == [
        phrase("{place}. {title}: {answer}", place=Verbatim(str(place)), title=phrase(step.title),
               answer=answer_given(step, answered.value(step.id), files))
        for place, step, files in [(1, PICK, 0), (2, TICK, 0), (3, TELL, 0), (4, SHOW, 1)]
    ]  # fmt: skip
    assert data(shown) == [
        [REF.data(Finish)], [REF.data(ChooseAnswerToChange)], [REF.data(Pause)],
    ]  # fmt: skip


def test_long_answers_share_the_room_of_the_summary() -> None:
    shown = view(submission(tell="x" * 2000, show="short")).summary()
    long = phrase("{place}. {title}: {answer}", place=Verbatim("3"), title=phrase("Tell"),
                  answer=answer_given(TELL, "x" * 2000, 0, 1300))  # fmt: skip
    assert shown.paragraphs[3].content == long


def test_every_answer_can_be_chosen_for_a_change() -> None:
    shown = view(submission()).which_to_change()
    assert data(shown) == [
        *([REF.data(ChangeAnswer, q.id)] for q in STEPS.questions), [REF.data(Resume)],
    ]  # fmt: skip
    assert labels(shown)[0] == [phrase("Pick")]


def test_all_answers_lead_on_to_the_next_task() -> None:
    shown = view(submission()).all_answers()
    assert texts(shown)[0] == "The task" and len(texts(shown)) == 5
    assert data(shown) == [[NEXT], [MENU]]


def test_place_in_the_task_is_told_after_an_interruption() -> None:
    at_step, at_summary = (view(submission()).where_we_were(q) for q in (TELL, None))
    assert at_step.paragraphs[0].content == phrase(
        "We were at step {place} of {total} in “{task}”:",
        place=Verbatim("3"), total=Verbatim("4"), task=phrase("The task"),
    )  # fmt: skip
    assert texts(at_summary) == ["Now back to your task “{task}”:"]


def test_pause_offers_to_go_on_with_the_task() -> None:
    assert data(view(submission()).paused()) == [[NEXT], [MENU]]


def test_introduction_shows_what_the_task_is_and_when_it_is_due() -> None:
    shown = tasks.introduction(TASK, submission(Stage.NEW), TODAY)
    assert texts(shown) == [
        "Week {week} · about {count} minute", "The task", "It helps.", "📖 {story}",
        "Please hand it in today.",
    ]  # fmt: skip
    assert data(shown) == [[REF.data(Resume)], [ALL], [CALL]]
    assert labels(shown)[0] == [phrase("▶ Start")]
    begun = tasks.introduction(TASK, submission(pick="a"), TODAY)
    assert labels(begun)[0] == [phrase("▶ Go on")]


def test_introduction_of_a_guarded_task_says_to_ask_first() -> None:
    guarded = Task("task", 2, "The task", "It helps.", "S.", 4, True, STEPS)
    assert tasks.guard().text in texts(tasks.introduction(guarded, submission(), TODAY))


@pytest.mark.parametrize("stage", [Stage.RETURNED, Stage.STARTED])
def test_introduction_of_a_returned_task_shows_the_comment(stage: Stage) -> None:
    returned = submission(stage)
    returned.comment = "Who buys it?"
    asked = phrase(
        "The consultant asks for one more thing: “{words}”", words=Verbatim("Who buys it?")
    )
    assert tasks.introduction(TASK, returned, TODAY).paragraphs[2] == Paragraph(asked)


def test_comment_is_not_shown_once_the_task_is_handed_in_again() -> None:
    done = submission(Stage.HANDED_IN)
    done.comment = "Who buys it?"
    shown = tasks.introduction(TASK, done, TODAY)
    assert "The consultant asks for one more thing: “{words}”" not in texts(shown)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (-1, "It was due on {day}. It still counts. Begin with one small step."),
        (0, "Please hand it in today."),
        (1, "Please hand it in by tomorrow."),
        (2, "Please hand it in by {day}."),
    ],
)
def test_deadline_is_told_in_words(days: int, text: str) -> None:
    due = submission()
    due.due_on = TODAY + timedelta(days=days)
    shown = tasks.due(due, TODAY)
    assert shown.text == text
    if "{day}" in text:
        assert shown.params["day"] == Weekday(due.due_on)


def test_returned_task_has_no_deadline() -> None:
    again = submission()
    again.first_handed_in_at = MONDAY
    assert tasks.due(again, TODAY).text == "Take the time you need, and hand it in again."


@pytest.mark.parametrize("more", [True, False])
def test_handed_in_task_is_confirmed_with_the_way_on(more: bool) -> None:
    shown = tasks.handed_in(TASK, 2, 5, more)
    assert texts(shown) == [
        "🎉 Handed in: “{task}”. Well done!",
        "You have handed in {count} of {total} tasks so far.",
        "The consultant looks at it and answers you here.",
    ]
    assert data(shown) == [*([[NEXT]] if more else []), [PROGRESS], [MENU]]


def test_approved_task_stays_as_it_is() -> None:
    shown = tasks.is_approved(TASK)
    assert data(shown) == [[NEXT], [MENU]]
    assert texts(shown) == ["“{task}” is approved already, so it stays as it is. Well done!"]


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        (Stage.HANDED_IN, "“{task}” is with the consultant. You hear here about it."),
        (Stage.TALK, "The consultant would like to talk with you about “{task}”."),
    ],
)
def test_waiting_task_can_be_read_and_changed(stage: Stage, text: str) -> None:
    shown = tasks.waits_for_consultant(TASK, submission(stage))
    assert texts(shown) == [text]
    assert data(shown) == [[REF.data(ShowAnswers)], [REF.data(Reopen)], [ALL], [CALL]]


@pytest.mark.parametrize(("more", "on"), [(True, NEXT), (False, PROGRESS)])
def test_approval_counts_the_approved_tasks(more: bool, on: str) -> None:
    shown = verdicts.good(TASK, 2, more=more)
    assert texts(shown)[0] == "✅ The consultant has looked at “{task}”: well done!"
    assert shown.paragraphs[1].content == phrases(
        "{count} task is approved now. You have made that yourself.",
        "{count} tasks are approved now. You have made that yourself.",
        2,
    )
    assert data(shown) == [[on], [MENU]]


def test_comment_on_a_returned_task_names_the_consultant() -> None:
    returned = submission(Stage.RETURNED)
    returned.comment = "Who buys it?"
    shown = verdicts.one_more_thing(TASK, returned, "Mette")
    assert [p.content for p in shown.paragraphs[1:3]] == [
        phrase("{consultant} (consultant) writes:", consultant=Verbatim("Mette")),
        Verbatim("Who buys it?"),
    ]
    assert texts(shown)[0] == "“{task}”: good work, and one more thing"
    assert texts(shown)[-1] == "Your answers are all there. You add to them and hand in again."
    assert data(shown) == [[OpenTask(31).pack()], [CALL]]


def test_task_returned_without_a_comment_asks_to_look_again() -> None:
    shown = verdicts.one_more_thing(TASK, submission(Stage.RETURNED), "Mette")
    assert texts(shown)[1] == "The consultant asks you to look at it once more."


def test_invitation_to_a_talk_takes_away_the_worry_first() -> None:
    shown = verdicts.lets_talk(TASK)
    assert texts(shown) == [
        "The consultant would like to talk with you about “{task}”.",
        "Nothing is wrong. Some things are easier to say than to write.",
        "The consultant writes to you here about day and time.",
    ]
    assert data(shown) == [[CALL], [NEXT], [MENU]]
