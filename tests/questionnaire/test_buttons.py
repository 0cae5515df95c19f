"""Buttons of a questionnaire: their data, and which presses depend on the current question."""

from typing import get_args

import pytest

from bot.kernel.callback_data import Access, unpack
from bot.questionnaire import buttons
from bot.questionnaire.buttons import QuestionButton, Ref, StepButton, Topic

CLASSES = [
    kind
    for kind in vars(buttons).values()
    if isinstance(kind, type) and issubclass(kind, StepButton) and "wire" in vars(kind)
]


@pytest.mark.parametrize("topic", get_args(Topic))
@pytest.mark.parametrize("kind", CLASSES)
def test_every_button_is_read_back_for_each_questionnaire(
    kind: type[StepButton], topic: Topic
) -> None:
    fields = kind.wire.count("{") - 2  # beside topic and owner
    button = kind(topic, 31, *["why", "money"][:fields])
    assert unpack(button.pack()) == button


def test_no_two_buttons_share_their_data() -> None:
    data = {kind.wire.split(":")[2] + str(kind.wire.count(":")) for kind in CLASSES}
    assert len(data) == len(CLASSES) == 18


def test_a_reference_packs_buttons_of_its_owner() -> None:
    ref = Ref("w", 31)
    assert ref.data(buttons.GiveAnswer, "form", "pmv") == "w:31:a:form:pmv"
    assert ref.data(buttons.Pause) == "w:31:p"


@pytest.mark.parametrize("kind", CLASSES)
def test_presses_need_consent_and_end_a_talk(kind: type[StepButton]) -> None:
    assert kind.access is Access.MEMBERS and kind.leaves_talk


def test_answers_to_earlier_questions_can_be_given_and_changed() -> None:
    anytime = {buttons.GiveAnswer, buttons.ChangeAnswer}
    asking = {kind for kind in CLASSES if "{question}" in kind.wire}
    assert {kind for kind in asking if not issubclass(kind, QuestionButton)} == anytime
