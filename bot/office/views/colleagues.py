"""Messages about who is a consultant, and to those who are none."""

from bot.kernel.messages import (
    Button,
    Message,
    Param,
    PersonLink,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.office.buttons import AskRemoval, KeepColleague, RemoveColleague
from bot.office.rules.consultants import Staff


def colleagues(staff: Staff) -> Message:
    """The list, with a button for each who can be removed."""
    ids = sorted(staff.all_ids, key=lambda i: (staff.name_of(i), i))
    removable = [i for i in ids if i not in staff.named]
    return message(
        strong(phrase("The consultants")),
        *(item(_line(staff, user_id)) for user_id in ids),
        quiet(how_to_add()),
        buttons=[[_button(staff, user_id)] for user_id in removable],
    )


def _line(staff: Staff, user_id: int) -> Param:
    name = Verbatim(staff.name_of(user_id))
    if staff.has_left(user_id):
        return phrase("{consultant} (not in this group)", consultant=name)
    return name


def _button(staff: Staff, user_id: int) -> Button:
    label = phrase("➖ Remove {consultant}", consultant=Verbatim(staff.name_of(user_id)))
    return Button(label, AskRemoval(user_id).pack())


def how_to_add() -> Param:
    return phrase(
        "Add a colleague: reply to a message of theirs with /consultant add. Or write their "
        "number after it; they get it with /id in a private chat with me."
    )


def ask_removal(staff: Staff, user_id: int) -> Message:
    return message(
        phrase(
            "Remove {consultant} as a consultant? They can do nothing with me then.",
            consultant=Verbatim(staff.name_of(user_id)),
        ),
        buttons=[
            [Button(phrase("Yes, remove"), RemoveColleague(user_id).pack())],
            [Button(phrase("✖ Cancel"), KeepColleague(user_id).pack())],
        ],
    )


def kept() -> Message:
    return message(quiet(phrase("Nothing was changed.")))


def added(name: str) -> Message:
    return message(
        phrase("{consultant} is a consultant now.", consultant=Verbatim(name)),
        quiet(phrase("In a private chat with me too, as long as they are in this group.")),
    )


def added_already(name: str) -> Message:
    return message(phrase("{consultant} is a consultant already.", consultant=Verbatim(name)))


def removed(name: str) -> Message:
    return message(
        phrase("{consultant} is no longer a consultant.", consultant=Verbatim(name)),
        phrase("Remove them from this group too, or they go on reading here."),
    )


def last_one(name: str) -> Message:
    return message(
        phrase(
            "{consultant} is the last consultant. Add somebody else first.",
            consultant=Verbatim(name),
        )
    )


def in_settings(name: str) -> Message:
    return message(
        phrase(
            "{consultant} stands in the setting CONSULTANT_IDS. Whoever runs me can change that.",
            consultant=Verbatim(name),
        )
    )


def no_consultant() -> Message:
    return message(phrase("That is none of the consultants. Nothing was changed."))


def no_person() -> Message:
    return message(phrase("Only a person can be a consultant. Nothing was changed."))


def whom() -> Message:
    return message(how_to_add())


# --- to those who can't act


def anonymous() -> Message:
    """For an administrator of the group who stays anonymous."""
    return message(
        phrase(
            "I can't see who you are when you write as the group, so I did nothing with it. Turn "
            "off “Remain anonymous” in your rights as administrator, and write it again."
        )
    )


def channel() -> Message:
    return message(
        phrase(
            "I can't see who writes in the name of a channel, so I do nothing with it. Please "
            "write as yourself."
        )
    )


def other_bot() -> Message:
    return message(phrase("I do nothing with what other bots write here."))


def stranger(name: str, user_id: int) -> Message:
    return message(
        phrase(
            "{person}, you are not a consultant with me yet, so I did nothing. A consultant can "
            "reply to a message of yours with /consultant add.",
            person=PersonLink(name, user_id),
        )
    )


def left_the_group() -> Message:
    return message(
        phrase(
            "Only those who are in the consultants' group can do that here. You are not in it now."
        )
    )


def membership_unknown() -> Message:
    return message(
        phrase(
            "I can't ask Telegram just now if you are in the consultants' group. Please try "
            "again in a minute, or write in the group."
        )
    )


# --- pairing


def how_to_pair() -> Message:
    """In a group, while the bot has none."""
    return message(
        phrase(
            "Hello! Is this the group of the consultants? Then one of you writes /pair and the "
            "code of six digits. Whoever runs me finds it in my log."
        )
    )


def wrong_code() -> Message:
    return message(phrase("That is not the code. Please look again."))


def no_code() -> Message:
    return message(
        phrase("That code does not work now. Please ask whoever runs me for a new one.")
    )


def pair_in_group() -> Message:
    return message(phrase("Please write that in the group that I shall work with."))


def paired(name: str) -> Message:
    return message(
        phrase(
            "This group and I are connected. {consultant} is a consultant now.",
            consultant=Verbatim(name),
        ),
        how_to_add(),
    )


def paired_already() -> Message:
    return message(phrase("This group and I are connected already."))


def own_number(user_id: int) -> Message:
    return message(
        phrase(
            "Your number in Telegram is {number}. With it a consultant can add you.",
            number=Verbatim(str(user_id)),
        )
    )
