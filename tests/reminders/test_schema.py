"""A mistake in the words of reminders is told with its line; the shipped words keep the rules."""

from pathlib import Path

import pytest

from bot.content.loader import FOLDER, ContentError, load, read
from bot.reminders.rules.reminders import ReminderKind
from bot.reminders.rules.texts import ReminderTopic
from bot.reminders.schema import RemindersYaml

SHIPPED = (FOLDER / "reminders.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("is ready for you. The first", "is ready, {name}. The first", "nothing fills name"),
        ("“{task}” is due on {day}.", "“{task is due on {day}.", "braces"),
        ("kind: praise ", "kind: prays ", "kind"),
        ("kind: quiet_week ", "kind: look_back ", "given twice: look_back"),
        ("Your own words: “{reason}”", "Your own words", "{reason}"),
        ("title: A task waits", "titel: A task waits", "title"),
        ("This is your week.", "This is " + "so " * 20 + "your week.", "20 words"),
        ("One more week on your way. This is what you did.",
         "This is your week. Look at what you have done!", "said twice"),
    ],
)  # fmt: skip
def test_content_error_has_its_line(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    assert SHIPPED.count(old) == 1, "the test breaks exactly one place"
    file = tmp_path / "reminders.yml"
    file.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(file, RemindersYaml)
    assert mistake in caught.value.mistake
    broken = new.split(" ")[0] if old.startswith(("kind", "title")) else new
    lines = file.read_text(encoding="utf-8").splitlines()
    kind_of_mistake = [n for n, line in enumerate(lines, 1) if broken in line]
    near = min(abs(caught.value.line - n) for n in kind_of_mistake)
    assert near <= 1


def test_at_least_six_variants_are_required(tmp_path: Path) -> None:
    file = tmp_path / "reminders.yml"
    cut = '      - "You finished the course, that stays. What would you like to do next?"\n'
    file.write_text(SHIPPED.replace(cut, ""), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(file, RemindersYaml)
    assert "variants" in caught.value.mistake


def test_every_kind_for_participants_has_texts() -> None:
    topics = {topic.value for topic in ReminderTopic}
    assert {kind.value for kind in ReminderKind} - {"ask", "silent"} <= topics
    assert set(load().reminders.kinds) == set(ReminderTopic)


def test_longest_reminder_is_short() -> None:
    texts = load().reminders
    longest = max(len(v.split()) for words in texts.kinds.values() for v in words.variants)
    assert 3 * longest <= 60
    assert longest + max(len(r.split()) for r in texts.reasons) <= 40
