"""Messages about files that were not fetched or not accepted: what to do instead."""

from decimal import Decimal

from bot.files.rules.refusals import Refusal
from bot.kernel.incoming import LARGEST
from bot.kernel.messages import Amount, Message, message, phrase
from bot.kernel.views.commands import to_consultant, to_menu, to_task

_MEGABYTES = LARGEST // (1024 * 1024)


def not_taken(refusal: Refusal) -> Message:
    match refusal:
        case Refusal.TOO_BIG:
            return too_big()
        case Refusal.KIND:
            return of_other_kind()
        case Refusal.NOT_THERE:
            return not_fetched()
        case Refusal.ACTIVE:
            return not_safe()
        case Refusal.PICTURE:
            return no_picture()
        case Refusal.TODAY:
            return enough_today()
        case Refusal.FULL:
            return no_room()


def too_big() -> Message:
    return message(
        phrase("Your file is too big for me. I can take up to {limit} MB.",
               limit=Amount(Decimal(_MEGABYTES))),
        phrase("Please send a shorter recording or a smaller file. A photo of it works too."),
        buttons=[[to_consultant()], [to_menu()]],
    )  # fmt: skip


def of_other_kind() -> Message:
    return message(
        phrase("I cannot open a file of that kind."),
        phrase("A photo, a voice message, a PDF or a Word file works. You can also write to me."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def not_safe() -> Message:
    return message(
        phrase("I did not take your file. It is locked, or something in it can start by itself."),
        phrase("Most often nobody meant it so. Please take a photo of the page and send me that."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def no_picture() -> Message:
    """Broken, far too large, moving, or of a kind that cannot be cleaned, such as HEIC."""
    return message(
        phrase("I cannot open this picture."),
        phrase("Please send it as a photo, not as a file. A screenshot works too."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def enough_today() -> Message:
    return message(
        phrase("Thank you! You have sent me many files today."),
        phrase("I can take more tomorrow. You can write to me now."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def no_room() -> Message:
    return message(
        phrase("I have no more room for your files."),
        phrase("Please talk to your consultant about it. You can go on writing to me."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def not_fetched() -> Message:
    return message(
        phrase("I did not get your file. That is not your fault."),
        phrase("Please send it once more."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def to_which_task() -> Message:
    return message(
        phrase("Thank you! I do not know which task this is for."),
        phrase("Open the task first, then send it again there."),
        buttons=[[to_task()], [to_consultant()], [to_menu()]],
    )


def enough() -> Message:
    return message(phrase("That is enough for this step. You can remove the files, or go on."))
