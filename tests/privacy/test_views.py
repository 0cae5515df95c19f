"""Messages about personal data, and how long the data are kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Day, Phrase, Verbatim, item, message, phrase, phrases
from bot.kernel.participants import Participant
from bot.kernel.views.people import who
from bot.onboarding import views as notices
from bot.onboarding.buttons import ReadNotice
from bot.onboarding.rules import PrivacyFacts
from bot.privacy import views
from bot.privacy.buttons import (
    ConfirmErasure,
    KeepData,
    MarkPhoneOwn,
    MarkPhoneShared,
    WithdrawConsent,
)
from bot.privacy.rules.documents import MyData, ReportLabel, ReportSection
from bot.privacy.rules.retention import ParticipantActivity, RetentionRules, is_due
from tests.helpers.messages import data, labels, parameter, texts

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
AMINA = Participant(42, "Amina", "en", NOW, id=7)


def run(command: ParticipantCommand) -> list[str]:
    return [RunCommand(command).pack()]


MY_DATA, DELETE, CALL, MENU = (
    run(command)
    for command in (
        ParticipantCommand.MY_DATA, ParticipantCommand.DELETE_ME, ParticipantCommand.CONSULTANT,
        ParticipantCommand.MENU,
    )
)  # fmt: skip
FACTS = PrivacyFacts(translated=True)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("agreed", [True, False])
def test_privacy_page_offers_what_can_be_done(shared: bool, agreed: bool) -> None:
    shown = views.privacy(shared, agreed, FACTS)
    phone = MarkPhoneOwn() if shared else MarkPhoneShared()
    assert data(shown) == [
        [ReadNotice().pack()], MY_DATA, DELETE, [phone.pack()],
        *([[WithdrawConsent().pack()]] if agreed else []), CALL, MENU,
    ]  # fmt: skip
    label = "📱 Nobody else uses my phone" if shared else "👪 Others use my phone too"
    assert labels(shown)[3] == [phrase(label)]


def test_privacy_page_says_who_reads_what() -> None:
    assert texts(views.privacy(False, True, FACTS)) == [
        *texts(notices.notice(FACTS)),
        "Never write your CPR number or about illness here.",
    ]


@pytest.mark.parametrize("agreed", [True, False])
def test_whole_notice_has_the_rights_as_buttons(agreed: bool) -> None:
    shown = views.notice(agreed, FACTS)
    assert texts(shown) == texts(message(*notices.long_notice(FACTS)))
    withdraw = [[WithdrawConsent().pack()]] if agreed else []
    assert data(shown) == [MY_DATA, DELETE, *withdraw, CALL, MENU]


def test_own_data_are_enclosed() -> None:
    shown = views.my_data(MyData(7, 2))
    assert shown.enclosure == MyData(7, 2) and data(shown) == [MENU]
    assert parameter(shown, "name") == Verbatim("my-data.pdf")


def test_erasure_is_asked_once_with_all_that_goes() -> None:
    shown = views.confirm_erasure()
    assert texts(shown) == [
        "Delete everything about you?",
        "Your answers, tasks, plan, files and messages are deleted. So is your place on the "
        "course. This can't be undone.",
        "Papers that you need later: get them first.",
    ]
    assert data(shown) == [[ConfirmErasure().pack()], [KeepData().pack()], MY_DATA, CALL]
    kept = views.nothing_erased()
    assert texts(kept) == ["Good. Nothing is deleted."] and data(kept) == [MENU]


def lines_of(erased: dict[str, int]) -> list[object]:
    return list(views.receipt(erased).paragraphs[1:-2])


def test_receipt_counts_what_was_erased_by_kind() -> None:
    erased = {
        "answers": 1, "work_answers": 2, "plan_answers": 3, "files": 4, "outbox": 5, "inbox": 6,
        "participants": 1, "enrolments": 1,
    }  # fmt: skip
    assert lines_of(erased) == [
        item(phrases("{count} answer", "{count} answers", 6)),
        item(phrases("{count} file", "{count} files", 4)),
        item(phrases("{count} message", "{count} messages", 11)),
        item(phrases("{count} other note about you", "{count} other notes about you", 2)),
    ]


def test_receipt_leaves_out_what_there_was_not() -> None:
    assert lines_of({"inbox": 1}) == [item(phrases("{count} message", "{count} messages", 1))]
    assert texts(views.receipt({})) == [
        "Everything about you is deleted.",
        "The messages in this chat are on your phone. You can delete the chat there.",
        "Thank you for being here. You can come back any time: write /start.",
    ]


def test_withdrawal_offers_to_delete_or_to_agree_again() -> None:
    shown = views.withdrawn(date(2027, 7, 1))
    assert texts(shown) == [
        "You have taken back your yes. From now on I ask nothing and send nothing.",
        "I keep your answers, tasks, plan, files and messages until {day}. Then you can still go "
        "on if you change your mind.",
        "After that day I delete all of it. Do you want it deleted now?",
    ]
    assert parameter(shown, "day") == Day(date(2027, 7, 1))
    assert data(shown) == [DELETE, run(ParticipantCommand.START), CALL]
    notice = views.withdrawal_notice(AMINA)
    assert texts(notice) == [
        "{person} has taken back the yes to storing answers.",
        "I send {person} nothing now. You can still write.",
    ]
    assert parameter(notice, "person") == who(AMINA)


def test_shared_phone_is_confirmed() -> None:
    shared, own, removed = (
        views.phone_marked_shared(), views.phone_marked_own(), views.conversation_removed(),
    )  # fmt: skip
    assert texts(shared) == [
        "Thank you for telling me. One hour after we talk, I remove my messages here."
    ]
    assert texts(own) == ["Good. My messages stay here."]
    assert texts(removed) == ["🔒 I have put our talk away. Nothing is lost."]
    assert data(shared) == data(own) == data(removed) == [MENU]


def test_consultants_are_told_of_an_erasure() -> None:
    delete = "Please delete your own notes and this talk too."
    assert texts(views.erasure_notice(AMINA)) == [
        "{person} has had everything deleted.", delete,
    ]  # fmt: skip
    assert texts(views.retention_notice(AMINA)) == [
        "Everything is deleted: {person}. The time for keeping it is over.", delete,
    ]  # fmt: skip


def test_every_section_and_label_of_the_report_has_its_words() -> None:
    sections = [views.section_title(section) for section in ReportSection]
    names = [views.label_text(label) for label in ReportLabel]
    assert len({p.text for p in sections}) == len(ReportSection)
    assert len({p.text for p in names}) == len(ReportLabel)
    assert views.label_text(ReportLabel.PRESENT) == phrase("You were there")
    assert views.section_title(ReportSection.TASKS) == phrase("Your tasks")
    assert isinstance(views.report_title(), Phrase) and views.report_intro().text.startswith("All")


# --- retention

SIX_MONTHS = timedelta(days=6 * 30.44)
RULES = RetentionRules()


def test_limits_of_what_is_kept() -> None:
    assert RULES.people_before(NOW) == NOW - SIX_MONTHS
    assert RULES.messages_before(NOW) == NOW - timedelta(days=180)
    assert RULES.updates_before(NOW) == NOW - timedelta(days=30)
    assert RULES.audit_before(NOW) == NOW - timedelta(days=24 * 30.44)
    assert RULES.withdrawn_before(NOW) == NOW - timedelta(days=30)
    assert RULES.withdrawn_until(NOW) == NOW + timedelta(days=30)


def test_withdrawn_consent_is_followed_by_erasure_after_its_term_even_on_the_course() -> None:
    activity = ParticipantActivity(
        NOW, NOW, None, on_course=True, withdrew_at=NOW - timedelta(days=30)
    )
    assert not is_due(activity, RULES, NOW)
    assert is_due(activity, RULES, NOW + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("came", "wrote", "ended", "on_course", "due"),
    [
        (7, None, None, False, True),
        (7, None, None, True, False),
        (5, None, None, False, False),
        (20, 7, None, False, True),
        (20, 5, None, False, False),
        (20, 7, 5, False, False),
        (20, 7, 8, False, True),
    ],
)
def test_people_are_erased_six_months_after_their_last_sign(
    came: int, wrote: int | None, ended: int | None, on_course: bool, due: bool
) -> None:
    def ago(months: int | None) -> datetime | None:
        return None if months is None else NOW - timedelta(days=months * 30.44)

    activity = ParticipantActivity(ago(came) or NOW, ago(wrote), ago(ended), on_course)
    assert is_due(activity, RULES, NOW) is due


def test_exactly_six_months_are_kept() -> None:
    activity = ParticipantActivity(NOW - SIX_MONTHS, None, None, on_course=False)
    assert not is_due(activity, RULES, NOW)
    assert is_due(activity, RULES, NOW + timedelta(seconds=1))
