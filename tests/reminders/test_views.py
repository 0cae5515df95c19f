"""What participants and consultants read about reminders, and what the buttons carry."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.content.loader import load
from bot.course.rules.cohorts import Cohort
from bot.course.rules.documents import WeekPicture
from bot.course.rules.enrolments import Enrolment
from bot.course.rules.submissions import Submission
from bot.kernel.callback_data import Access, CallbackData
from bot.kernel.messages import Message, Verbatim
from bot.kernel.participants import Participant
from bot.reminders import buttons
from bot.reminders.buttons import PreviewReminder
from bot.reminders.rules.manual import AudienceKind, ReminderAudience
from bot.reminders.rules.preferences import EVERY_DAY, WEEKEND, Preferences
from bot.reminders.rules.reminders import DecisionReason, Reminder, ReminderKind
from bot.reminders.rules.texts import ReminderTexts, ReminderTopic, TopicTexts
from bot.reminders.rules.triggers import Trigger
from bot.reminders.views import consultant, reminders, settings
from bot.reminders.views.consultant import AudiencePreview
from bot.reminders.views.reminders import ReminderLine
from bot.roster.views.status import PersonView
from tests.helpers.rendered import data, labels, lines

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
COURSE = load().course
TASK = COURSE.tasks["why"]
PREFERENCES = Preferences(7)
AMINA = Participant(42, "Amina", "en", NOON, id=7)
BILAL = Participant(43, "Bilal", "ar", NOON, id=8)
VIEW = PersonView(Enrolment(1, 7, NOON, 900, id=3), AMINA, None, [])
TEXTS = ReminderTexts(
    {
        ReminderTopic.TASK: TopicTexts("☰ Menu", ("Look at “{task}”.", "Begin “{task}”?"), True),
        ReminderTopic.QUIET_WEEK: TopicTexts("A quiet week", ("x",), False),
    },
    (),
)
PERSON = ReminderAudience(AudienceKind.ENROLMENT, 3)
SNOOZE = [["n:s:31:h", "n:s:31:t"], ["n:s:31:n", "m:reminders"]]
SHOWN = ["📅 Monday to Friday", "🕙 10:00", "🌙 Nothing between 20:00 and 08:00"]
SETTINGS = [
    ["n:t:morning", "n:t:noon"], ["n:t:afternoon", "n:t:evening"], ["n:d", "n:q"],
]  # fmt: skip
END = [["n:x"], ["m:menu"]]


def submission() -> Submission:
    return Submission(
        started_at=NOON, enrolment_id=3, participant_id=7, task_id="why",
        due_on=date(2026, 11, 8), id=9,
    )  # fmt: skip


def line(kind: ReminderKind, text: str = "Hello.", **more: Any) -> ReminderLine:
    return ReminderLine(text, Trigger(kind, "x", TODAY, **more))


# --- reminders


@pytest.mark.parametrize(
    ("kind", "more", "button"),
    [
        (ReminderKind.TASK, {"submission": submission()}, "k:o:9"),
        (ReminderKind.DEADLINE, {"submission": submission()}, "k:o:9"),
        (ReminderKind.PASSED, {"submission": submission()}, "k:o:9"),
        (ReminderKind.QUESTION, {"submission": submission()}, "w:9:r"),
        (ReminderKind.QUESTION, {}, "m:join"),
        (ReminderKind.PLAN, {}, "m:plan"),
        (ReminderKind.PRAISE, {}, "m:progress"),
        (ReminderKind.LOOK_BACK, {}, "m:progress"),
        (ReminderKind.FOLLOW_UP, {}, "m:consultant"),
        (ReminderKind.SILENCE, {}, "m:task"),
        (ReminderKind.TASK, {}, "m:task"),
        (ReminderKind.SILENCE, {"total": 5}, "m:join"),
    ],
)
def test_reminder_leads_to_what_it_is_about_and_can_be_put_off(
    kind: ReminderKind, more: dict[str, Any], button: str
) -> None:
    shown = reminders.reminder(31, [line(kind, **more)])
    assert lines(shown) == ["Hello."] and data(shown) == [[button], *SNOOZE]
    assert shown.enclosure is None


def test_texts_of_a_reminder_name_what_they_are_about() -> None:
    text = "{task}|{week}|{day}|{section}|{place}|{filled}|{total}"
    about = line(
        ReminderKind.TASK, text, task=TASK, submission=submission(), week=COURSE.weeks[0],
        section="idea", place=2, total=5,
    )  # fmt: skip
    [shown] = lines(reminders.reminder(31, [about]))
    assert shown.split("|") == [
        TASK.title, COURSE.weeks[0].title, "Sunday, November 8", "The idea", "2", "2", "5",
    ]  # fmt: skip


def test_several_reminders_share_one_message_with_the_participants_reason() -> None:
    picture = WeekPicture.__new__(WeekPicture)
    both = [line(ReminderKind.PLAN, "One."), line(ReminderKind.TASK, "Two.")]
    words = "w" * 90
    shown = reminders.reminder(31, both, ("Because “{reason}”.", f"{words}\n"), picture)
    assert lines(shown) == ["🌱 One.", "🌱 Two.", f"Because “{words}”."]
    assert data(shown)[0] == ["m:plan"] and shown.enclosure is picture
    long = reminders.reminder(31, both[:1], ("“{reason}”", "my  own\nwords " * 9))
    [_, quoted] = lines(long)
    assert quoted.startswith("“my own words my own words") and quoted.endswith("…”")
    assert len(quoted) <= 93


@pytest.mark.parametrize(
    ("message", "text", "buttons_"),
    [
        (reminders.comes_at(NOON), ["All right. I remind you on Monday, November 2 at 12:00."],
         [["m:menu"]]),
        (reminders.not_today(), ["All right, no more reminders today. Take care of yourself."],
         [["m:menu"]]),
        (reminders.silent(Verbatim("Amina"), 1, 3),
         ["Amina has been silent for 1 day.",
          "I do not remind this person any more. A word from you may help."], [["s:p:3"]]),
        (reminders.silent(Verbatim("Amina"), 10, 3),
         ["Amina has been silent for 10 days.",
          "I do not remind this person any more. A word from you may help."], [["s:p:3"]]),
        (settings.stopped(),
         ["I do not remind you any more. The weeks of the course still come.",
          "You can change your mind at any time."], [["n:on"], ["m:menu"]]),
        (settings.ask_time(), ["You can also write it, for example: on Sundays at 17:00."], []),
    ],
)  # fmt: skip
def test_short_messages(message: Message, text: list[str], buttons_: list[list[str]]) -> None:
    assert lines(message) == text and data(message) == buttons_


# --- the settings


def test_settings_are_asked_for_with_what_is_set() -> None:
    shown = settings.ask(PREFERENCES, ramadan=False)
    assert lines(shown) == [
        "When may I remind you?",
        "Once a day at most, and only when there is something for you.", *SHOWN,
    ]  # fmt: skip
    assert data(shown) == [*SETTINGS, *END]
    assert labels(shown)[:2] == [["🌅 Morning", "☀ Noon"], ["🌤 Afternoon", "🌆 Evening"]]


def test_ramadan_is_offered_when_it_is_near_or_chosen() -> None:
    near = settings.settings(PREFERENCES, ramadan=True)
    assert lines(near) == ["Your reminders", *SHOWN]
    assert data(near) == [*SETTINGS, ["n:r:1"], *END]
    chosen = settings.settings(replace(PREFERENCES, ramadan=True), ramadan=False, changed=True)
    head = "Good. This is how I remind you now:"
    assert lines(chosen) == [head, *SHOWN, "🌇 In Ramadan after sunset"]
    assert data(chosen) == [*SETTINGS, ["n:r:0"], *END]
    boxes = [label for row in labels(near) + labels(chosen) for label in row if "Ramadan" in label]
    assert boxes == ["☐ In Ramadan after sunset", "☑ In Ramadan after sunset"]


def test_part_of_the_day_that_is_set_is_marked_and_a_stop_is_said() -> None:
    noon = settings.settings(replace(PREFERENCES, at=time(12)), ramadan=False)
    assert labels(noon)[0] == ["🌅 Morning", "✔ ☀ Noon"]
    stopped = settings.settings(replace(PREFERENCES, stopped_at=NOON), ramadan=False)
    assert lines(stopped) == lines(settings.stopped())


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (EVERY_DAY, "📅 Every day"),
        (WEEKEND, "📅 Saturday and Sunday"),
        (frozenset({4, 0}), "📅 Monday and Friday"),
    ],
)
def test_days_have_a_name_together_or_are_listed(days: frozenset[int], text: str) -> None:
    assert lines(settings.settings(replace(PREFERENCES, days=days), ramadan=False))[1] == text


def test_days_and_quiet_hours_are_chosen_with_what_is_set_marked() -> None:
    days = settings.choose_days(PREFERENCES)
    assert lines(days) == ["On which days may I remind you?"]
    assert [row[0][:1] for row in labels(days)[:4]] == ["☑", "☑", "☑", "☐"]
    assert data(days) == [
        ["n:w:0", "n:w:1"], ["n:w:2", "n:w:3"], ["n:w:4", "n:w:5"], ["n:w:6"],
        ["n:d:all", "n:d:work"], ["n:m"],
    ]  # fmt: skip
    quiet = settings.choose_quiet_hours(PREFERENCES)
    assert lines(quiet) == [
        "When shall I be quiet?", "Between these hours I send you no reminders.",
    ]  # fmt: skip
    assert data(quiet) == [["n:q:20:8"], ["n:q:21:7"], ["n:q:22:8"], ["n:q:19:9"], ["n:m"]]
    assert [row[0].startswith("✔") for row in labels(quiet)[:4]] == [True, False, False, False]


def test_presses_on_the_settings_end_a_talk() -> None:
    own = [kind for kind in CallbackData.by_topic["n"]]
    kept = {buttons.SnoozeReminder, buttons.StopReminders}
    assert {kind for kind in own if not kind.leaves_talk} == kept
    assert {kind.access for kind in own} == {Access.MEMBERS}


# --- to the consultants


def of(reminder: Reminder | None, following: Reminder | None = None, **more: object) -> Message:
    preferences = replace(PREFERENCES, **more)  # type: ignore[arg-type]  # fields by name
    local = {1: NOON, 2: NOON.replace(day=3, hour=10)}
    return consultant.overview(VIEW, preferences, reminder, following, TEXTS, local)


def test_overview_shows_the_settings_and_the_last_and_next_reminder() -> None:
    last = Reminder(7, ReminderKind.TASK, "x", NOON, NOON, id=1)
    following = replace(last, kind=ReminderKind.ASK, id=2)
    shown = of(last, following)
    assert lines(shown) == [
        "Reminders for Amina", *SHOWN, "Last: ☰ Menu, Monday, November 2 12:00",
        "Next: When may I remind you?, Tuesday, November 3 10:00",
    ]  # fmt: skip
    assert data(shown) == [["nr:x:3"], ["nr:k:p3"], ["s:pe:3"]]
    assert lines(of(None, replace(following, kind=ReminderKind.SILENT)))[-1].startswith(
        "Next: Told to the consultants, "
    )


def test_overview_says_why_nothing_is_sent() -> None:
    shown = of(None, stopped_at=NOON, paused_at=NOON)
    assert lines(shown)[-2:] == ["🔕 Stopped by the person", "⏸ Paused by a consultant"]
    assert data(shown)[0] == ["nr:g:3"] and labels(shown)[0] == ["▶ Let the reminders go on"]
    blocked = replace(VIEW, participant=replace(AMINA, unreachable_since=NOON))
    last = consultant.overview(blocked, PREFERENCES, None, None, TEXTS, {})
    assert lines(last)[-1] == "🚫 The person has blocked the assistant"
    assert labels(last)[0] == ["⏸ Pause the reminders"]


def test_run_topic_and_text_of_a_reminder_are_chosen() -> None:
    assert lines(consultant.choose_cohort([])) == ["There is no run yet."]
    runs = consultant.choose_cohort([Cohort("Hold 1", TODAY, 0, 9, 12, NOON, 1, id=4)])
    assert lines(runs) == ["Send a reminder to a run", "For one person: /status, the person, 🔔."]
    assert (labels(runs)[0], data(runs)) == (["Hold 1", "🇩🇰"], [["nr:k:r4"]])
    topics = consultant.choose_topic(PERSON, TEXTS)
    assert lines(topics) == ["What shall the reminder be about?"]
    assert data(topics) == [["nr:v:p3:task"]], "a quiet week is no topic of its own"
    texts = consultant.choose_text(PERSON, ReminderTopic.TASK, TEXTS.kinds[ReminderTopic.TASK])
    assert lines(texts) == ["☰ Menu", "1. Look at “…”.", "2. Begin “…”?"]
    assert labels(texts)[0] == ["1", "2"]
    assert data(texts) == [["nr:w:p3:task:1", "nr:w:p3:task:2"], ["nr:k:p3"]]


CHOSEN = PreviewReminder(PERSON, ReminderTopic.TASK, 2)
COUNTS = "It counts as the one reminder of that day."
LATER = "Some get it on Monday, November 2 at 12:00: it is quiet time, or they had one today."


def preview(audience: AudiencePreview) -> Message:
    return consultant.preview(CHOSEN, TEXTS.kinds[ReminderTopic.TASK], audience)


def test_preview_says_who_gets_the_reminder_and_who_does_not() -> None:
    english = [AMINA, replace(AMINA, id=9)]
    shown = preview(AudiencePreview([BILAL, *english], [(BILAL, DecisionReason.AWAY)], NOON))
    assert lines(shown) == [
        "A reminder to 3 people", "Begin “…”?", "English: 2", "Arabic: 1",
        "These people do not get it", "Bilal: takes a pause", LATER, COUNTS,
    ]  # fmt: skip
    assert data(shown) == [["nr:y:p3:task:2"], ["nr:v:p3:task"]]
    nobody = preview(AudiencePreview([], [(AMINA, None)] * 21, NOON))
    assert lines(nobody)[0] == "A reminder to 0 people" and data(nobody) == [["nr:v:p3:task"]]
    assert lines(nobody)[3:] == ["Amina: it does not fit just now"] * 20
    sent = consultant.sent(AudiencePreview([AMINA], [], None))
    assert lines(sent) == ["A reminder to 1 person", "It is on its way. ✔", COUNTS]


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (DecisionReason.STOPPED, "wants no reminders"),
        (DecisionReason.PAUSED, "reminders are paused"),
        (DecisionReason.UNREACHABLE, "has blocked the assistant"),
        (DecisionReason.AWAY, "takes a pause"),
        (DecisionReason.IN_CASE, "talks with a consultant"),
        (DecisionReason.REPEATED, "heard this lately"),
        (DecisionReason.OBSOLETE, "it does not fit just now"),
        (None, "it does not fit just now"),
    ],
)
def test_each_reason_against_a_reminder_has_its_words(
    reason: DecisionReason | None, text: str
) -> None:
    assert f"Amina: {text}" in lines(preview(AudiencePreview([], [(AMINA, reason)], None)))
