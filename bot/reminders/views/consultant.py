"""What consultants read about a participant's reminders, and about one that they send."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course.rules.cohorts import Cohort
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Param,
    Phrase,
    TimeOfDay,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.people import who
from bot.reminders.buttons import (
    ChooseReminderText,
    ChooseReminderTopic,
    ManualReminderButton,
    PauseRemindersOf,
    PreviewReminder,
    ResumeRemindersOf,
    SendReminder,
)
from bot.reminders.rules.manual import AudienceKind, ReminderAudience
from bot.reminders.rules.preferences import Preferences
from bot.reminders.rules.reminders import DecisionReason, Reminder, ReminderKind
from bot.reminders.rules.texts import FIELDS, ReminderTexts, ReminderTopic, TopicTexts
from bot.reminders.views import settings as settings_views
from bot.roster.views.status import PersonView, to_card

MAX_NAMED = 20


@dataclass(frozen=True)
class AudiencePreview:
    """Who gets a reminder and who does not.

    The reason is None where the reminder does not fit the participant.  `later`: the first local
    time of those that have to wait.
    """

    recipients: Sequence[Participant]
    excluded: Sequence[tuple[Participant, DecisionReason | None]]
    later: datetime | None


def overview(
    view: PersonView, preferences: Preferences, last: Reminder | None, upcoming: Reminder | None,
    texts: ReminderTexts, local: dict[int, datetime],
) -> Message:  # fmt: skip
    """`local`: the local time of each of the reminders, by id."""
    participant = view.participant
    shown: list[Paragraph] = []
    if last is not None:
        shown.append(item(_moment_line(phrase("Last"), last, texts, local[last.id])))
    if upcoming is not None:
        shown.append(item(_moment_line(phrase("Next"), upcoming, texts, local[upcoming.id])))
    return message(
        strong(phrase("Reminders for {person}", person=who(participant))),
        *settings_views.lines(preferences),
        *[item(line) for line in _stop_lines(participant, preferences)],
        *shown,
        buttons=_person_buttons(view, preferences),
    )


def _stop_lines(participant: Participant, preferences: Preferences) -> list[Phrase]:
    found = []
    if preferences.stopped_at is not None:
        found.append(phrase("🔕 Stopped by the person"))
    if preferences.paused_at is not None:
        found.append(phrase("⏸ Paused by a consultant"))
    if participant.unreachable_since is not None:
        found.append(phrase("🚫 The person has blocked the assistant"))
    return found


def _person_buttons(view: PersonView, preferences: Preferences) -> list[list[Button]]:
    pause = Button(phrase("⏸ Pause the reminders"), PauseRemindersOf(view.id).pack())
    go_on = Button(phrase("▶ Let the reminders go on"), ResumeRemindersOf(view.id).pack())
    to = ReminderAudience(AudienceKind.ENROLMENT, view.id)
    send = Button(phrase("📣 Send one now"), ChooseReminderTopic(to).pack())
    return [[go_on if preferences.paused_at else pause], [send], [to_card(view)]]


def _moment_line(
    label: Phrase, reminder: Reminder, texts: ReminderTexts, local: datetime
) -> Phrase:
    return phrase(
        "{label}: {what}, {day} {time}",
        label=label, what=kind_title(reminder.kind, texts), day=Weekday(local.date()),
        time=TimeOfDay(local.time()),
    )  # fmt: skip


def kind_title(kind: ReminderKind, texts: ReminderTexts) -> Phrase:
    if kind is ReminderKind.ASK:
        return phrase("When may I remind you?")
    if kind is ReminderKind.SILENT:
        return phrase("Told to the consultants")
    return phrase(texts.kinds[ReminderTopic(kind.value)].title)


def choose_cohort(cohorts: Sequence[Cohort]) -> Message:
    if not cohorts:
        return message(phrase("There is no run yet."))
    rows = [[Button(Verbatim(r.name), ChooseReminderTopic(_members(r)).pack())] for r in cohorts]
    return message(
        strong(phrase("Send a reminder to a run")),
        quiet(phrase("For one person: /status, the person, 🔔.")),
        buttons=rows,
    )


def _members(cohort: Cohort) -> ReminderAudience:
    return ReminderAudience(AudienceKind.COHORT, cohort.id or 0)


def choose_topic(to: ReminderAudience, texts: ReminderTexts) -> Message:
    buttons = [
        [Button(phrase(topic_texts.title), ChooseReminderText(to, topic).pack())]
        for topic, topic_texts in texts.kinds.items()
        if topic is not ReminderTopic.QUIET_WEEK
    ]
    return message(strong(phrase("What shall the reminder be about?")), buttons=buttons)


def choose_text(to: ReminderAudience, topic: ReminderTopic, topic_texts: TopicTexts) -> Message:
    """Each text in the reader's language, with … in place of its fields."""
    numbers = [
        Button(Verbatim(str(n)), PreviewReminder(to, topic, n).pack())
        for n in range(1, len(topic_texts.variants) + 1)
    ]
    return message(
        strong(phrase(topic_texts.title)),
        *[
            item(phrase("{n}. {text}", n=Verbatim(str(n)), text=sample(text, topic)))
            for n, text in enumerate(topic_texts.variants, start=1)
        ],
        buttons=[*in_pairs(numbers), [Button(phrase("◀ Back"), ChooseReminderTopic(to).pack())]],
    )


def sample(text: str, topic: ReminderTopic) -> Phrase:
    used = {name: Verbatim("…") for name in FIELDS[topic] if f"{{{name}}}" in text}
    return phrase(text, **used)


def preview(
    chosen: ManualReminderButton, topic_texts: TopicTexts, audience: AudiencePreview
) -> Message:
    languages = Counter(p.language for p in audience.recipients)
    send = Button(
        phrase("📨 Send it"), SendReminder(chosen.to, chosen.topic, chosen.variant).pack()
    )
    back = Button(phrase("◀ Back"), ChooseReminderText(chosen.to, chosen.topic).pack())
    return message(
        strong(_recipients_line(len(audience.recipients))),
        sample(topic_texts.variants[chosen.variant - 1], chosen.topic),
        *[item(_language_line(code, n)) for code, n in languages.most_common()],
        *_excluded_lines(audience),
        *_notes(audience),
        buttons=[[send] if audience.recipients else [], [back]],
    )


def sent(audience: AudiencePreview) -> Message:
    return message(
        strong(_recipients_line(len(audience.recipients))),
        phrase("It is on its way. ✔"),
        *_notes(audience),
    )


def _recipients_line(people: int) -> Phrase:
    return phrases("A reminder to {count} person", "A reminder to {count} people", people)


def _language_line(code: str, people: int) -> Phrase:
    return phrase("{language}: {n}", language=LanguageName(code), n=Verbatim(str(people)))


def _excluded_lines(audience: AudiencePreview) -> list[Paragraph]:
    if not audience.excluded:
        return []
    lines = [
        item(phrase("{person}: {why}", person=who(p), why=_reason_phrase(reason)))
        for p, reason in audience.excluded[:MAX_NAMED]
    ]
    return [strong(phrase("These people do not get it")), *lines]


def _notes(audience: AudiencePreview) -> list[Paragraph]:
    if not audience.recipients:
        return []
    notes = [quiet(phrase("It counts as the one reminder of that day."))]
    if audience.later is not None:
        when: dict[str, Param] = {
            "day": Weekday(audience.later.date()), "time": TimeOfDay(audience.later.time())
        }  # fmt: skip
        notes.insert(
            0,
            quiet(
                phrase(
                    "Some get it on {day} at {time}: it is quiet time, or they had one today.",
                    **when,
                )
            ),
        )
    return notes


def _reason_phrase(reason: DecisionReason | None) -> Phrase:
    match reason:
        case DecisionReason.STOPPED:
            return phrase("wants no reminders")
        case DecisionReason.PAUSED:
            return phrase("reminders are paused")
        case DecisionReason.UNREACHABLE:
            return phrase("has blocked the assistant")
        case DecisionReason.AWAY:
            return phrase("takes a pause")
        case DecisionReason.IN_CASE:
            return phrase("talks with a consultant")
        case DecisionReason.REPEATED:
            return phrase("heard this lately")
        case _:
            return phrase("it does not fit just now")
