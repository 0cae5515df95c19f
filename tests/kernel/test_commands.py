"""The participants' commands: who may use them, and what they mean for an open talk."""

import pytest

from bot.kernel.callback_data import Access, unpack
from bot.kernel.commands import ParticipantCommand, RunCommand, leaves_talk

BEFORE_CONSENT = {
    "start", "language", "help", "privacy", "mydata", "deleteme", "consultant", "words", "meeting",
}  # fmt: skip
BESIDE_A_TALK = {"consultant", "language", "privacy", "words", "help"}


def test_commands_that_work_before_consent() -> None:
    found = {command for command in ParticipantCommand if command.access is Access.ANYBODY}
    assert found == BEFORE_CONSENT


def test_all_other_commands_require_membership() -> None:
    found = {command.access for command in ParticipantCommand if command not in BEFORE_CONSENT}
    assert found == {Access.MEMBERS}


@pytest.mark.parametrize("command", list(ParticipantCommand))
def test_only_lookup_commands_keep_the_conversation_open(command: ParticipantCommand) -> None:
    assert leaves_talk(command) is (command not in BESIDE_A_TALK)


def test_unknown_command_leaves_the_conversation() -> None:
    assert ParticipantCommand.named("nonsense") is None
    assert leaves_talk("nonsense")


@pytest.mark.parametrize("command", list(ParticipantCommand))
def test_command_button_unpacks_to_its_command(command: ParticipantCommand) -> None:
    assert RunCommand(command).pack() == f"m:{command.value}"
    assert unpack(f"m:{command}") == RunCommand(command.value)
    assert ParticipantCommand.named(command.value) is command
