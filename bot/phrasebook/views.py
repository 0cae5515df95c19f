"""Messages of the phrasebook: the consultant's form, and what the participant gets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.cases.buttons import OpenPhrasebook
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Param,
    Phrase,
    Spoken,
    TimeOfDay,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.stamps import stamp
from bot.kernel.views.people import unreachable, who
from bot.phrasebook.buttons import (
    BackToPhrasebook,
    CancelPhrase,
    ChoosePhrase,
    OpenCategory,
    SendPhrase,
)
from bot.phrasebook.forms import PhraseForm
from bot.phrasebook.rules import (
    LONGEST_WORDS,
    TIMES,
    Blank,
    Category,
    Filling,
    Sentence,
    clock_stamp,
)

GAP = "____"  # shown for a blank that is not filled yet
IN_A_ROW = 4  # buttons


def categories(participant: Participant, known: Sequence[Category]) -> Message:
    shown = message(
        strong(phrase("What would you like to say to {person}?", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        buttons=[
            *[[Button(phrase(c.title), _open(participant, c))] for c in known],
            [_cancel(participant)],
        ],
    )
    return _with_form(shown, participant)


def sentences(participant: Participant, category: Category) -> Message:
    shown = message(
        _to(participant),
        strong(phrase(category.title)),
        *_numbered([_text(s, {}) for s in category.sentences]),
        quiet(phrase("Press the number of a sentence. Nothing is sent yet.")),
        buttons=[
            *_numbers([ChoosePhrase(_id(participant), s.id).pack() for s in category.sentences]),
            [
                Button(phrase("◀ Back"), BackToPhrasebook(_id(participant)).pack()),
                _cancel(participant),
            ],
        ],
    )
    return _with_form(shown, participant)


def ask(
    participant: Participant, category: Category, filling: Filling, blank: Blank,
    days: Sequence[date],
) -> Message:  # fmt: skip
    """Ask for the next blank; the sentence shows what is filled already."""
    shown = message(
        _to(participant),
        _text(filling.sentence, filling.values()),
        strong(phrase(blank.title)),
        *_numbered([preset.param for preset in blank.presets]),
        quiet(_hint(blank)),
        buttons=[
            *_choices(participant, filling, blank, days),
            [_back(participant, category, filling), _cancel(participant, filling)],
        ],
    )
    return _with_form(shown, participant, filling)


def preview(participant: Participant, category: Category, filling: Filling) -> Message:
    """The sentence as the consultant means it and as the participant reads it."""
    text, language = _text(filling.sentence, filling.values()), participant.language
    change = _back(participant, category, filling)
    send = SendPhrase(_id(participant), filling.sentence.id, filling.chosen)
    shown = message(
        _to(participant),
        text,
        *_as_read(filling.sentence, text, language),
        *(unreachable(participant).paragraphs if participant.unreachable_since else ()),
        buttons=[
            [Button(phrase("📨 Send"), send.pack())],
            [Button(phrase("✏ Change"), change.data), _cancel(participant, filling)],
        ],
    )
    return _with_form(shown, participant, filling)


def to_participant(by: str, filling: Filling) -> Message:
    """The sentence; it is rendered in the participant's language."""
    return message(
        strong(phrase("{consultant} (consultant) writes:", consultant=Verbatim(by))),
        _text(filling.sentence, filling.values()),
    )


def sent(by: str, participant: Participant, filling: Filling) -> Message:
    return message(
        strong(
            phrase(
                "{consultant} has sent this to {person} ({language}):",
                consultant=Verbatim(by), person=who(participant),
                language=LanguageName(participant.language),
            )
        ),
        _text(filling.sentence, filling.values()),
        buttons=[[to_phrasebook(participant)]],
    )  # fmt: skip


def cancelled(participant: Participant) -> Message:
    return message(
        phrase("Nothing was sent to {person}.", person=who(participant)),
        buttons=[[to_phrasebook(participant)]],
    )


def closed_already(participant: Participant) -> Message:
    """The answer to a press on a form that was sent or closed meanwhile."""
    return message(
        phrase(
            "That message to {person} was sent or closed already. Nothing more was sent.",
            person=who(participant),
        )
    )


def not_understood(blank: Blank) -> Message:
    return message(
        {
            "day": phrase("I need one day in the coming months. Please write it like 7/12."),
            "time": phrase("I need one time of day. Please write it like 9:30."),
            "words": phrase(
                "That is too long. Please use at most {limit} characters.",
                limit=Verbatim(str(LONGEST_WORDS)),
            ),
        }[blank.kind]
    )


def _with_form(
    shown: Message, participant: Participant, filling: Filling | None = None
) -> Message:
    form = PhraseForm(_id(participant))
    if filling is not None:
        form = PhraseForm(
            _id(participant), filling.sentence.id, filling.chosen, filling.typed_words()
        )
    return replace(shown, form=form)


def _text(sentence: Sentence, values: dict[str, Param]) -> Phrase:
    gaps: dict[str, Param] = {blank.id: Verbatim(GAP) for blank in sentence.blanks}
    return Phrase(sentence.text, {**gaps, **values})


def _as_read(sentence: Sentence, text: Phrase, language: str) -> list[Paragraph]:
    """The sentence in the participant's language; nothing if that is the consultants'."""
    if language == CONSULTANT_LANGUAGE:
        return []
    lines = [
        quiet(phrase("Language: {language}", language=LanguageName(language))),
        Paragraph(Spoken(text, language)),
    ]
    if sentence.needs_confirmation(language):
        lines.append(quiet(phrase("Not yet confirmed by a native speaker.")))
    elif language in sentence.confirmed:
        name = Verbatim(sentence.confirmed[language])
        lines.append(quiet(phrase("Confirmed by a native speaker: {name}", name=name)))
    return lines


def _to(participant: Participant) -> Paragraph:
    return strong(phrase("To {person}", person=who(participant)))


def _hint(blank: Blank) -> Phrase:
    if blank.kind == "day":
        return phrase("Press a day. Or reply to this message with a day, for example 7/12.")
    if blank.kind == "time":
        return phrase("Press a time. Or reply to this message with a time, for example 9:30.")
    if blank.presets:
        return phrase("Press a number. Or reply with your own words: they are not translated.")
    return phrase("Reply to this message with your own words. They are not translated.")


def _choices(
    participant: Participant, filling: Filling, blank: Blank, days: Sequence[date]
) -> list[list[Button]]:
    def following(code: str) -> str:
        return _choose(participant, filling.following(code))

    match blank.kind:
        case "day":
            return [[Button(Weekday(day), following(stamp(day)))] for day in days]
        case "time":
            return _rows([Button(TimeOfDay(at), following(clock_stamp(at))) for at in TIMES])
        case "words":
            return _numbers([following(str(place)) for place in range(len(blank.presets))])


def _numbered(texts: Sequence[Param]) -> list[Paragraph]:
    return [
        item(phrase("{number}. {text}", number=Verbatim(str(n)), text=text))
        for n, text in enumerate(texts, 1)
    ]


def _numbers(data: Sequence[str]) -> list[list[Button]]:
    return _rows([Button(Verbatim(str(n)), each) for n, each in enumerate(data, 1)])


def _rows(buttons: Sequence[Button]) -> list[list[Button]]:
    return [list(buttons[n : n + IN_A_ROW]) for n in range(0, len(buttons), IN_A_ROW)]


def _back(participant: Participant, category: Category, filling: Filling) -> Button:
    label = phrase("◀ Back")
    if not filling.chosen:
        return Button(label, _open(participant, category))
    return Button(label, _choose(participant, filling.back()))


def _cancel(participant: Participant, filling: Filling | None = None) -> Button:
    cancel = CancelPhrase(_id(participant))
    if filling is not None:
        cancel = CancelPhrase(_id(participant), filling.sentence.id, filling.chosen)
    return Button(phrase("✖ Cancel"), cancel.pack())


def _choose(participant: Participant, filling: Filling) -> str:
    return ChoosePhrase(_id(participant), filling.sentence.id, filling.chosen).pack()


def _open(participant: Participant, category: Category) -> str:
    return OpenCategory(_id(participant), category.id).pack()


def _id(participant: Participant) -> int:
    return participant.id or 0


def to_phrasebook(participant: Participant) -> Button:
    return Button(phrase("💬 Ready sentences"), OpenPhrasebook(_id(participant)).pack())
