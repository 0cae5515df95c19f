"""Reminders as the consultants see them: one person's, and one that is sent by hand."""

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
from bot.reminders.rules.texts import FIELDS, ReminderTexts, ReminderTopic, ReminderWords
from bot.reminders.views import settings as reminder_settings
from bot.roster.views.status import PersonView, to_card

MOST_NAMED = 20


@dataclass(frozen=True)
class Preview:
    """Who gets it, who does not and why; `later`: when, in local time, where it has to wait."""

    gets: Sequence[Participant]
    not_to: Sequence[
        tuple[Participant, DecisionReason | None]
    ]  # None: it does not fit this person
    later: datetime | None


def of_person(
    view: PersonView, wishes: Preferences, last: Reminder | None, following: Reminder | None,
    texts: ReminderTexts, local: dict[int, datetime],
) -> Message:  # fmt: skip
    """`local`: the moments of these reminders by their ids."""
    person = view.participant
    shown: list[Paragraph] = []
    if last is not None:
        shown.append(item(_moment_line(phrase("Last"), last, texts, local[last.id])))
    if following is not None:
        shown.append(item(_moment_line(phrase("Next"), following, texts, local[following.id])))
    return message(
        strong(phrase("Reminders for {person}", person=who(person))),
        *reminder_settings.lines(wishes),
        *[item(line) for line in _standstill(person, wishes)],
        *shown,
        buttons=_person_buttons(view, wishes),
    )


def _standstill(person: Participant, wishes: Preferences) -> list[Phrase]:
    found = []
    if wishes.stopped_at is not None:
        found.append(phrase("🔕 Stopped by the person"))
    if wishes.paused_at is not None:
        found.append(phrase("⏸ Paused by a consultant"))
    if person.unreachable_since is not None:
        found.append(phrase("🚫 The person has blocked the assistant"))
    return found


def _person_buttons(view: PersonView, wishes: Preferences) -> list[list[Button]]:
    pause = Button(phrase("⏸ Pause the reminders"), PauseRemindersOf(view.id).pack())
    go_on = Button(phrase("▶ Let the reminders go on"), ResumeRemindersOf(view.id).pack())
    to = ReminderAudience(AudienceKind.ENROLMENT, view.id)
    send = Button(phrase("📣 Send one now"), ChooseReminderTopic(to).pack())
    return [[go_on if wishes.paused_at else pause], [send], [to_card(view)]]


def _moment_line(label: Phrase, one: Reminder, texts: ReminderTexts, local: datetime) -> Phrase:
    return phrase(
        "{label}: {what}, {day} {time}",
        label=label, what=kind_title(one.kind, texts), day=Weekday(local.date()),
        time=TimeOfDay(local.time()),
    )  # fmt: skip


def kind_title(kind: ReminderKind, texts: ReminderTexts) -> Phrase:
    if kind is ReminderKind.ASK:
        return phrase("When may I remind you?")
    if kind is ReminderKind.SILENT:
        return phrase("Told to the consultants")
    return phrase(texts.kinds[ReminderTopic(kind.value)].title)


def to_whom(runs: Sequence[Cohort]) -> Message:
    if not runs:
        return message(phrase("There is no run yet."))
    rows = [[Button(Verbatim(r.name), ChooseReminderTopic(_members(r)).pack())] for r in runs]
    return message(
        strong(phrase("Send a reminder to a run")),
        quiet(phrase("For one person: /status, the person, 🔔.")),
        buttons=rows,
    )


def _members(cohort: Cohort) -> ReminderAudience:
    return ReminderAudience(AudienceKind.COHORT, cohort.id or 0)


def which_kind(to: ReminderAudience, texts: ReminderTexts) -> Message:
    buttons = [
        [Button(phrase(words.title), ChooseReminderText(to, topic).pack())]
        for topic, words in texts.kinds.items()
        if topic is not ReminderTopic.QUIET_WEEK
    ]
    return message(strong(phrase("What shall the reminder be about?")), buttons=buttons)


def which_variant(to: ReminderAudience, topic: ReminderTopic, words: ReminderWords) -> Message:
    """Each text as the people read it, in the reader's language, with … for what is filled in."""
    numbers = [
        Button(Verbatim(str(n)), PreviewReminder(to, topic, n).pack())
        for n in range(1, len(words.variants) + 1)
    ]
    return message(
        strong(phrase(words.title)),
        *[
            item(phrase("{n}. {text}", n=Verbatim(str(n)), text=sample(text, topic)))
            for n, text in enumerate(words.variants, start=1)
        ],
        buttons=[*in_pairs(numbers), [Button(phrase("◀ Back"), ChooseReminderTopic(to).pack())]],
    )


def sample(text: str, topic: ReminderTopic) -> Phrase:
    used = {name: Verbatim("…") for name in FIELDS[topic] if f"{{{name}}}" in text}
    return phrase(text, **used)


def preview(chosen: ManualReminderButton, words: ReminderWords, seen: Preview) -> Message:
    languages = Counter(p.language for p in seen.gets)
    send = Button(
        phrase("📨 Send it"), SendReminder(chosen.to, chosen.topic, chosen.variant).pack()
    )
    back = Button(phrase("◀ Back"), ChooseReminderText(chosen.to, chosen.topic).pack())
    return message(
        strong(_count(len(seen.gets))),
        sample(words.variants[chosen.variant - 1], chosen.topic),
        *[item(_language(code, n)) for code, n in languages.most_common()],
        *_not_to(seen),
        *_notes(seen),
        buttons=[[send] if seen.gets else [], [back]],
    )


def sent(seen: Preview) -> Message:
    return message(strong(_count(len(seen.gets))), phrase("It is on its way. ✔"), *_notes(seen))


def _count(people: int) -> Phrase:
    return phrases("A reminder to {count} person", "A reminder to {count} people", people)


def _language(code: str, people: int) -> Phrase:
    return phrase("{language}: {n}", language=LanguageName(code), n=Verbatim(str(people)))


def _not_to(seen: Preview) -> list[Paragraph]:
    if not seen.not_to:
        return []
    lines = [
        item(phrase("{person}: {why}", person=who(p), why=_why(why)))
        for p, why in seen.not_to[:MOST_NAMED]
    ]
    return [strong(phrase("These people do not get it")), *lines]


def _notes(seen: Preview) -> list[Paragraph]:
    if not seen.gets:
        return []
    notes = [quiet(phrase("It counts as the one reminder of that day."))]
    if seen.later is not None:
        when: dict[str, Param] = {
            "day": Weekday(seen.later.date()), "time": TimeOfDay(seen.later.time())
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


def _why(why: DecisionReason | None) -> Phrase:
    match why:
        case DecisionReason.STOPPED:
            return phrase("wants no reminders")
        case DecisionReason.PAUSED:
            return phrase("reminders are paused")
        case DecisionReason.UNREACHABLE:
            return phrase("has blocked the assistant")
        case DecisionReason.AWAY:
            return phrase("takes a pause")
        case DecisionReason.HANDOVER:
            return phrase("talks with a consultant")
        case DecisionReason.WORN:
            return phrase("heard this lately")
        case _:
            return phrase("it does not fit just now")
