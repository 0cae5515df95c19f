"""Own words of a plan with their Danish, for consultants."""

from dataclasses import dataclass, replace

from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Phrase,
    Verbatim,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.pager import Page
from bot.kernel.views.people import who
from bot.kernel.views.text import length, pieces
from bot.plan.buttons import (
    ChangeDanish,
    ConfirmDanish,
    LeaveDanish,
    ListOwnWords,
    OpenOwnWords,
)
from bot.plan.forms import DanishForm, OwnWordsListForm
from bot.plan.rules.document import Danish

LONGEST = 3000
_FITS_ONE_MESSAGE = 2700  # characters of original and Danish


@dataclass(frozen=True)
class OwnWords:
    """The text of an answer, with its key (see `text_key`) and its Danish."""

    key: str
    title: Phrase
    text: str
    danish: Danish | None


def to_danish(enrolment_id: int) -> Button:
    return Button(phrase("🇩🇰 The plan in Danish"), ListOwnWords(enrolment_id).pack())


def own_words_list(participant: Participant, enrolment_id: int, page: Page[OwnWords]) -> Message:
    if not page.items:
        return message(
            phrase("There are no own words in the plan of {person} yet.", person=who(participant))
        )
    rows = [
        [Button(_label(one), OpenOwnWords(enrolment_id, one.key).pack())] for one in page.items
    ]
    shown = message(
        strong(phrase("The own words of {person} in Danish", person=who(participant))),
        phrase("Press an answer to give or check its Danish."),
        quiet(phrase("▫ no Danish yet · 🤖 made by a machine · ✅ checked")),
        buttons=[*rows, page.turning(lambda number: ListOwnWords(enrolment_id, number))],
    )
    return replace(shown, form=OwnWordsListForm())


def writes_danish(participant: Participant) -> Message:
    return message(
        phrase("{person} writes in Danish. Nothing has to be put into Danish.",
               person=who(participant))
    )  # fmt: skip


def ask_for_danish(participant: Participant, enrolment_id: int, one: OwnWords) -> list[Message]:
    """The words and their Danish; a reply to any of these messages is taken as their Danish."""
    head = [
        strong(phrase("{person}: {title}", person=who(participant), title=one.title)),
        quiet(phrase("Language: {language}", language=LanguageName(participant.language))),
    ]
    danish = _danish(one)
    if length(one.text) + (length(one.danish.text) if one.danish else 0) <= _FITS_ONE_MESSAGE:
        pages = [[*head, *_own(one.text), *danish]]
    else:
        parts = pieces(one.text)
        pages = [[*(head if n == 0 else []), *_own(part)] for n, part in enumerate(parts)]
        pages.append(danish)
    rows = _buttons(enrolment_id, one)
    pages[-1].append(Paragraph(phrase("Reply to this message with the Danish words.")))
    form = DanishForm(enrolment_id, one.key)
    return [replace(message(*page, buttons=rows), form=form) for page in pages]


def saved(participant: Participant, enrolment_id: int, one: OwnWords,
          following: OwnWords | None) -> Message:  # fmt: skip
    rows = [[_change(enrolment_id, one)], [to_danish(enrolment_id)]]
    if following:
        following_data = OpenOwnWords(enrolment_id, following.key).pack()
        rows.insert(0, [Button(phrase("▶ The next answer"), following_data)])
    shown = message(
        phrase("✅ Saved. “{title}” is now in Danish in the plan of {person}.",
               title=one.title, person=who(participant)),
        buttons=rows,
    )  # fmt: skip
    return replace(shown, form=DanishForm(enrolment_id, one.key))


def left_unchanged(enrolment_id: int, one: OwnWords) -> Message:
    shown = message(
        quiet(phrase("“{title}” stays as it is.", title=one.title)),
        buttons=[[_change(enrolment_id, one)], [to_danish(enrolment_id)]],
    )
    return replace(shown, form=DanishForm(enrolment_id, one.key))


def words_changed(participant: Participant, enrolment_id: int) -> Message:
    return message(
        phrase("{person} has changed these words meanwhile.", person=who(participant)),
        buttons=[[to_danish(enrolment_id)]],
    )


def press_an_answer() -> Message:
    """Answer to a reply to the list."""
    return message(phrase("Please press one of the answers first. Then reply with its Danish."))


def too_long(size: int) -> Message:
    return message(
        phrase(
            "That is {size} characters. Please reply again with at most {limit}.",
            size=Verbatim(str(size)), limit=Verbatim(str(LONGEST)),
        )
    )  # fmt: skip


def _own(text: str) -> list[Paragraph]:
    return [Paragraph(phrase("“{words}”", words=Verbatim(text)))]


def _danish(one: OwnWords) -> list[Paragraph]:
    match one.danish:
        case None:
            return [Paragraph(phrase("There is no Danish for it yet."))]
        case Danish(text, "machine"):
            return [strong(phrase("🤖 The machine says:")), *_own(text)]
        case Danish(text):
            return [strong(phrase("✅ Checked:")), *_own(text)]


def _buttons(enrolment_id: int, one: OwnWords) -> list[list[Button]]:
    rows = []
    if one.danish and one.danish.by == "machine":
        confirm = ConfirmDanish(enrolment_id, one.key)
        rows.append([Button(phrase("✅ The Danish is right"), confirm.pack())])
    leave = LeaveDanish(enrolment_id, one.key)
    rows.append([Button(phrase("✖ Leave it as it is"), leave.pack())])
    return rows


def _change(enrolment_id: int, one: OwnWords) -> Button:
    return Button(phrase("✏ Change the Danish"), ChangeDanish(enrolment_id, one.key).pack())


def _label(one: OwnWords) -> Phrase:
    match one.danish:
        case None:
            return phrase("▫ {title}", title=one.title)
        case Danish(by="machine"):
            return phrase("🤖 {title}", title=one.title)
        case _:
            return phrase("✅ {title}", title=one.title)
