"""Buttons of a questionnaire: the same for the eligibility check, the tasks and the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Literal, ParamSpec

from bot.kernel.callback_data import Access, CallbackData

# Eligibility check, submission of a task, business plan.
Topic = Literal["e", "w", "b"]
Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class StepButton(CallbackData, access=Access.MEMBERS, leaves_talk=True):
    """A press on a questionnaire; `owner` is the id of the application, submission or plan."""

    topic: Topic
    owner: int


@dataclass(frozen=True)
class QuestionButton(StepButton):
    """A press that only counts while its question is the current one."""

    question: str


@dataclass(frozen=True)
class GiveAnswer(StepButton, wire="{topic}:{owner}:a:{question}:{choice}"):
    """Answer a question with one choice; an earlier question too."""

    question: str
    choice: str


@dataclass(frozen=True)
class ToggleChoice(QuestionButton, wire="{topic}:{owner}:t:{question}:{choice}"):
    """Tick or untick one choice of a question with several answers."""

    choice: str


@dataclass(frozen=True)
class FinishChoices(QuestionButton, wire="{topic}:{owner}:d:{question}"):
    """Answer with the ticked choices."""


@dataclass(frozen=True)
class ExplainWhy(QuestionButton, wire="{topic}:{owner}:w:{question}"):
    """Show why the question is asked."""


@dataclass(frozen=True)
class ShowExample(QuestionButton, wire="{topic}:{owner}:h:{question}"):
    """Show an example of an answer."""


@dataclass(frozen=True)
class ExplainSimpler(QuestionButton, wire="{topic}:{owner}:s:{question}"):
    """Show the question in simpler words."""


@dataclass(frozen=True)
class GoBack(QuestionButton, wire="{topic}:{owner}:b:{question}"):
    """Go back to the question before."""


@dataclass(frozen=True)
class SkipQuestion(QuestionButton, wire="{topic}:{owner}:k:{question}"):
    """Leave the question without an answer."""


@dataclass(frozen=True)
class KeepAnswer(QuestionButton, wire="{topic}:{owner}:g:{question}"):
    """Go on with the answer that is there."""


@dataclass(frozen=True)
class RemoveFiles(QuestionButton, wire="{topic}:{owner}:z:{question}"):
    """Remove the files sent to the question."""


@dataclass(frozen=True)
class Pause(StepButton, wire="{topic}:{owner}:p"):
    """Take a break; the answers are kept."""


@dataclass(frozen=True)
class Resume(StepButton, wire="{topic}:{owner}:r"):
    """Go on with the open question, or show the summary."""


@dataclass(frozen=True)
class StartOver(StepButton, wire="{topic}:{owner}:n"):
    """Begin again without the earlier answers."""


@dataclass(frozen=True)
class ChooseAnswerToChange(StepButton, wire="{topic}:{owner}:c"):
    """Ask which answer is to be changed."""


@dataclass(frozen=True)
class ChangeAnswer(StepButton, wire="{topic}:{owner}:c:{question}"):
    """Ask one question again."""

    question: str


@dataclass(frozen=True)
class Finish(StepButton, wire="{topic}:{owner}:x"):
    """Send the answers, hand the task in, or go to the next part of the plan."""


@dataclass(frozen=True)
class ShowAnswers(StepButton, wire="{topic}:{owner}:v"):
    """Show all answers."""


@dataclass(frozen=True)
class Reopen(StepButton, wire="{topic}:{owner}:u"):
    """Take back what was handed in, to change it."""


@dataclass(frozen=True)
class Ref:
    """Whose buttons these are: the topic, and the id of the application, submission or plan."""

    topic: Topic
    id: int

    def data(
        self,
        button: Callable[Concatenate[Topic, int, Arguments], StepButton],
        *arguments: Arguments.args,
        **keywords: Arguments.kwargs,
    ) -> str:
        """Callback data of one button, for example `ref.data(ChangeAnswer, question.id)`."""
        return button(self.topic, self.id, *arguments, **keywords).pack()
