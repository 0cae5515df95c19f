"""The plan as a file: file format, language, and earlier versions."""

from collections.abc import Sequence
from dataclasses import replace

from bot.kernel.callback_data import CallbackData
from bot.kernel.messages import Button, Message, Moment, Phrase, message, phrase, strong
from bot.kernel.views.commands import to_menu, to_plan
from bot.plan.buttons import GetPlanFile, GetVersionFile, ListVersions, OpenVersion
from bot.plan.rules.document import FileFormat, PlanDocument, Variant
from bot.plan.rules.versions import PlanVersion


def files(version: PlanVersion | None = None) -> list[Button]:
    """Of the plan as it is now, or of an earlier version."""
    pdf = Button(phrase("📄 As PDF"), _file(version, "pdf").pack())
    return [pdf, Button(phrase("📝 As Word"), _file(version, "docx").pack())]


def which_file(older: bool) -> Message:
    return message(
        phrase("Here is your plan, as it is today."),
        buttons=[files(), *_older(older), [to_plan()], [to_menu()]],
    )


def which_language(form: FileFormat, version: PlanVersion | None = None) -> Message:
    """The language of everything but own words."""
    labels: dict[Variant, Phrase] = {
        "own": phrase("In my language"),
        "danish": phrase("In Danish"),
        "both": phrase("Both beside one another"),
    }
    rows = [[Button(label, _file(version, form, v).pack())] for v, label in labels.items()]
    return message(strong(phrase("In which language?")), buttons=[*rows, [to_menu()]])


def plan_file(document: PlanDocument, older: bool) -> Message:
    caption = message(
        phrase("Here is your plan, as it is today."), buttons=[*_older(older), [to_menu()]]
    )
    return replace(caption, enclosure=document)


def _older(exist: bool) -> list[list[Button]]:
    return [[to_versions()]] if exist else []


def to_versions() -> Button:
    return Button(phrase("🗂 Older versions"), ListVersions().pack())


def versions(kept: Sequence[PlanVersion]) -> Message:
    """The newest first."""
    if not kept:
        return message(
            phrase("You have not taken your plan along as a file yet. Here it is."),
            buttons=[files(), [to_plan()], [to_menu()]],
        )
    rows = [
        [Button(phrase("📘 {moment}", moment=Moment(one.made_at)), OpenVersion(_id(one)).pack())]
        for one in kept
    ]
    return message(
        strong(phrase("Your plan, as it was before")),
        phrase("I keep the last ten versions. The newest one is at the top."),
        buttons=[*rows, [to_plan()], [to_menu()]],
    )


def version(one: PlanVersion) -> Message:
    return message(
        phrase("This is your plan as it was on {moment}.", moment=Moment(one.made_at)),
        buttons=[files(one), [to_versions()], [to_menu()]],
    )


def version_file(one: PlanVersion, document: PlanDocument) -> Message:
    caption = message(
        phrase("Here is your plan as it was on {moment}.", moment=Moment(one.made_at)),
        buttons=[[to_versions()], [to_menu()]],
    )
    return replace(caption, enclosure=document)


def version_gone() -> Message:
    """An old button may refer to a version that was deleted."""
    return message(
        phrase("I no longer have that version. Here are the ones I have."),
        buttons=[[to_versions()], [to_menu()]],
    )


def _file(
    version: PlanVersion | None, form: FileFormat, variant: Variant | None = None
) -> CallbackData:
    """`version`: None for the plan as it is now."""
    if version is None:
        return GetPlanFile(form, variant)
    return GetVersionFile(_id(version), form, variant)


def _id(version: PlanVersion) -> int:
    assert version.id is not None, "a version is stored before it is shown"
    return version.id
