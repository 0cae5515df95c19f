"""Messages of a task: the introduction, the steps, handing in."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.course.rules.course import Task
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.commands import ParticipantCommand
from bot.kernel.messages import (
    Button,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.views.commands import (
    command_button,
    to_consultant,
    to_menu,
    to_progress,
    to_task,
    to_tasks,
)
from bot.questionnaire.buttons import (
    ChangeAnswer,
    ChooseAnswerToChange,
    Finish,
    KeepAnswer,
    Pause,
    Ref,
    RemoveFiles,
    Reopen,
    Resume,
    ShowAnswers,
)
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.views.steps import (
    Explanation,
    answer_given,
    answered_question,
    choice_buttons,
    explanation,
    explanation_buttons,
    navigation_buttons,
)

# Characters for all answers in one message of 4,096, beside the headings.
_ROOM = 2600


@dataclass(frozen=True)
class TaskWords:
    """The messages of one task in a questionnaire session."""

    submission: Submission
    task: Task

    def question(self, question: Question, more: Explanation | None = None) -> Message:
        submission, ref = self.submission, _ref(self.submission)
        content: list[Param | Paragraph] = [
            quiet(self._place(question)),
            strong(phrase(question.text)),
            *explanation(question, more),
            *self._so_far(question),
        ]
        rows = [
            *choice_buttons(ref, submission, question),
            self._next(ref, question),
            self._remove(ref, question),
            explanation_buttons(ref, question, more),
            navigation_buttons(ref, submission, question, self.task.steps),
            [to_consultant()],
        ]
        return message(*content, buttons=rows)

    def answered(self, question: Question) -> Message:
        files = len(self.submission.files_of(question.id))
        return answered_question(question, self.submission.value(question.id), files)

    def summary(self) -> Message:
        ref = _ref(self.submission)
        return message(
            strong(phrase("“{task}”: this is what you have.", task=phrase(self.task.title))),
            *self._lines(),
            phrase("Is it ready for the consultant? You can change it until it is looked at."),
            buttons=[
                [Button(phrase("📨 Hand it in"), ref.data(Finish))],
                [Button(phrase("✏ Change an answer"), ref.data(ChooseAnswerToChange))],
                [Button(phrase("⏸ Pause"), ref.data(Pause))],
            ],
        )

    def which_to_change(self) -> Message:
        ref = _ref(self.submission)
        steps = self.task.steps.questions
        rows = [[Button(phrase(q.title), ref.data(ChangeAnswer, q.id))] for q in steps]
        back = Button(phrase("◀ Back"), ref.data(Resume))
        return message(phrase("Which answer do you want to change?"), buttons=[*rows, [back]])

    def all_answers(self) -> Message:
        return message(
            strong(phrase(self.task.title)), *self._lines(), buttons=[[to_task()], [to_menu()]]
        )

    def where_we_were(self, question: Question | None) -> Message:
        task = phrase(self.task.title)
        if question is None:
            return message(phrase("Now back to your task “{task}”:", task=task))
        place, total = self._numbers(question)
        return message(
            phrase("We were at step {place} of {total} in “{task}”:",
                   place=place, total=total, task=task)
        )  # fmt: skip

    def paused(self) -> Message:
        return message(
            phrase("Take your time. What you wrote is safe. Go on whenever you like."),
            buttons=[[command_button(phrase("▶ Go on"), ParticipantCommand.TASK)], [to_menu()]],
        )

    def _place(self, question: Question) -> Phrase:
        place, total = self._numbers(question)
        if self.submission.correcting:
            return phrase("You change answer {place} of {total}", place=place, total=total)
        return phrases(
            "Step {place} of {total} · about {count} minute",
            "Step {place} of {total} · about {count} minutes",
            question.minutes,
            place=place,
            total=total,
        )

    def _numbers(self, question: Question) -> tuple[Verbatim, Verbatim]:
        steps = self.task.steps
        return Verbatim(str(steps.place(question.id))), Verbatim(str(len(steps.questions)))

    def _so_far(self, question: Question) -> list[Paragraph]:
        """The answer so far, or how to answer."""
        files = len(self.submission.files_of(question.id))
        value = self.submission.value(question.id)
        if files or (value and question.kind != "several"):
            now = answer_given(question, value, files, _ROOM)
            return [Paragraph(phrase("Your answer now: {answer}", answer=now))]
        hints = {
            "text": phrase("Write your answer. You can also send a voice message."),
            "voice": phrase("Hold the microphone and tell it. You can also write."),
            "photo": phrase("Send a picture. You can also write."),
            "file": phrase("Send a document or a picture. You can also write."),
            "number": phrase("Write a number."),
        }
        hint = hints.get(question.kind)
        return [quiet(hint)] if hint else []

    def _next(self, ref: Ref, question: Question) -> list[Button]:
        """An answer can be changed until this button is pressed."""
        if not self.submission.has_answer(question.id) or question.kind == "several":
            return []
        return [Button(phrase("✔ Go on with this answer"), ref.data(KeepAnswer, question.id))]

    def _remove(self, ref: Ref, question: Question) -> list[Button]:
        if not self.submission.files_of(question.id):
            return []
        return [Button(phrase("🗑 Remove the files"), ref.data(RemoveFiles, question.id))]

    def _lines(self) -> list[Paragraph]:
        steps = self.task.steps.questions
        room = _ROOM // max(1, sum(q.is_open for q in steps))
        return [
            item(
                phrase(
                    "{place}. {title}: {answer}",
                    place=Verbatim(str(place)),
                    title=phrase(q.title),
                    answer=answer_given(
                        q, self.submission.value(q.id), len(self.submission.files_of(q.id)), room
                    ),
                )
            )
            for place, q in enumerate(steps, start=1)
        ]


def introduction(task: Task, submission: Submission, today: date) -> Message:
    """What the task is, why it matters, an example person, and the deadline."""
    content: list[Param | Paragraph] = [
        quiet(
            phrases(
                "Week {week} · about {count} minute",
                "Week {week} · about {count} minutes",
                task.minutes,
                week=Verbatim(str(task.week)),
            )
        ),
        strong(phrase(task.title)),
        *_comment(submission),
        phrase(task.why),
        phrase("📖 {story}", story=phrase(task.story)),
        *([guard()] if task.guard else []),
        due(submission, today),
    ]
    begun = bool(submission.answers)
    label = phrase("▶ Go on") if begun else phrase("▶ Start")
    start = Button(label, _ref(submission).data(Resume))
    return message(*content, buttons=[[start], [to_tasks()], [to_consultant()]])


def _comment(submission: Submission) -> list[Paragraph]:
    if not submission.comment or submission.is_done:
        return []
    words = Verbatim(submission.comment)
    return [Paragraph(phrase("The consultant asks for one more thing: “{words}”", words=words))]


def guard() -> Phrase:
    return phrase(
        "Ask your consultant before you register or advertise anything. Starting too early can "
        "cost you your benefit."
    )


def due(submission: Submission, today: date) -> Phrase:
    """The deadline in words; a late task still counts."""
    if submission.first_handed_in_at is not None:
        return phrase("Take the time you need, and hand it in again.")
    if submission.due_on < today:
        day = Weekday(submission.due_on)
        return phrase("It was due on {day}. It still counts. Begin with one small step.", day=day)
    if submission.due_on == today:
        return phrase("Please hand it in today.")
    if submission.due_on == today + timedelta(days=1):
        return phrase("Please hand it in by tomorrow.")
    return phrase("Please hand it in by {day}.", day=Weekday(submission.due_on))


def handed_in(task: Task, done: int, total: int, more_to_do: bool) -> Message:
    """After handing in: this task, and how many there are so far."""
    content: list[Param | Paragraph] = [
        strong(phrase("🎉 Handed in: “{task}”. Well done!", task=phrase(task.title))),
        phrases(
            "You have handed in {count} of {total} tasks so far.",
            "You have handed in {count} of {total} tasks so far.",
            done,
            total=Verbatim(str(total)),
        ),
        phrase("The consultant looks at it and answers you here."),
    ]
    following = [[to_task()]] if more_to_do else []
    return message(*content, buttons=[*following, [to_progress()], [to_menu()]])


def is_approved(task: Task) -> Message:
    title = phrase(task.title)
    return message(
        phrase("“{task}” is approved already, so it stays as it is. Well done!", task=title),
        buttons=[[to_task()], [to_menu()]],
    )


def waits_for_consultant(task: Task, submission: Submission) -> Message:
    """Handed in: it can be changed until it is approved."""
    ref, title = _ref(submission), phrase(task.title)
    text = (
        phrase("The consultant would like to talk with you about “{task}”.", task=title)
        if submission.stage is Stage.TALK
        else phrase("“{task}” is with the consultant. You hear here about it.", task=title)
    )
    return message(
        text,
        buttons=[
            [Button(phrase("👁 See my answers"), ref.data(ShowAnswers))],
            [Button(phrase("✏ Change it"), ref.data(Reopen))],
            [to_tasks()],
            [to_consultant()],
        ],
    )


def _ref(submission: Submission) -> Ref:
    assert submission.id is not None, "a submission is stored before it is shown"
    return Ref("w", submission.id)
