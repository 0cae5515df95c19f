"""The phrasebook as a consultant sees it, and what the person gets."""

from collections.abc import Sequence
from datetime import date

from bot.kernel.buttons import encode
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
from bot.phrasebook.rules import (
    LONGEST_WORDS,
    TIMES,
    Blank,
    Category,
    Filling,
    Sentence,
    clock_stamp,
)

GAP = "____"
IN_A_ROW = 4


def categories(participant: Participant, known: Sequence[Category]) -> Message:
    return message(
        strong(phrase("What would you like to say to {person}?", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        buttons=[
            *[[Button(phrase(c.title), encode("q", "c", _id(participant), c.id))] for c in known],
            [_cancel(participant)],
        ],
    )


def sentences(participant: Participant, category: Category) -> Message:
    return message(
        _to(participant),
        strong(phrase(category.title)),
        *_numbered([_text(s, {}) for s in category.sentences]),
        quiet(phrase("Press the number of a sentence. Nothing is sent yet.")),
        buttons=[
            *_numbers([encode("q", "p", _id(participant), s.id) for s in category.sentences]),
            [
                Button(phrase("◀ Back"), encode("q", "oe", _id(participant))),
                _cancel(participant),
            ],
        ],
    )


def ask(
    participant: Participant, category: Category, filling: Filling, blank: Blank,
    days: Sequence[date],
) -> Message:  # fmt: skip
    """For what fills the next blank; what is filled already stands in the sentence."""
    return message(
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


def preview(participant: Participant, category: Category, filling: Filling) -> Message:
    """What the consultant means, and what the person reads."""
    said, language = _text(filling.sentence, filling.values()), participant.language
    change = _back(participant, category, filling)
    return message(
        _to(participant),
        said,
        *_as_read(filling.sentence, said, language),
        *(unreachable(participant).paragraphs if participant.unreachable_since else ()),
        buttons=[
            [Button(phrase("📨 Send"), _data("s", participant, filling))],
            [Button(phrase("✏ Change"), change.data), _cancel(participant, filling)],
        ],
    )


def to_person(by: str, filling: Filling) -> Message:
    """The consultant's words, in whatever language the person reads."""
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


def over_already(participant: Participant) -> Message:
    """For a second press, or a button that is not there any more."""
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


def words_in(shown: Message, sentence: Sentence) -> dict[str, str]:
    """What was typed into a sentence that a message shows, by blank: it fits into no button."""
    for paragraph in shown.paragraphs:
        content = paragraph.content
        if isinstance(content, Phrase) and content.text == sentence.text:
            typed = {k: v.text for k, v in content.params.items() if isinstance(v, Verbatim)}
            return {blank: words for blank, words in typed.items() if words != GAP}
    return {}


def _text(sentence: Sentence, values: dict[str, Param]) -> Phrase:
    gaps: dict[str, Param] = {blank.id: Verbatim(GAP) for blank in sentence.blanks}
    return Phrase(sentence.text, {**gaps, **values})


def _as_read(sentence: Sentence, said: Phrase, language: str) -> list[Paragraph]:
    """Nothing where the person reads the consultant's own language."""
    if language == CONSULTANT_LANGUAGE:
        return []
    lines = [
        quiet(phrase("Language: {language}", language=LanguageName(language))),
        Paragraph(Spoken(said, language)),
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
        return _data("p", participant, filling.following(code))

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
        return Button(label, encode("q", "c", _id(participant), category.id))
    return Button(label, _data("p", participant, filling.back()))


def _cancel(participant: Participant, filling: Filling | None = None) -> Button:
    """A typed reply finds its place by what this button carries."""
    data = _data("x", participant, filling) if filling else encode("q", "x", _id(participant))
    return Button(phrase("✖ Cancel"), data)


def _data(verb: str, participant: Participant, filling: Filling) -> str:
    return encode("q", verb, _id(participant), filling.sentence.id, *filling.chosen)


def _id(participant: Participant) -> int:
    return participant.id or 0


def to_phrasebook(participant: Participant) -> Button:
    """For consultants: a sentence that the person reads in their own language."""
    return Button(phrase("💬 Ready sentences"), encode("q", "o", participant.id or 0))
