"""The names of a plan's sections, and the plan as text in the chat."""

from collections.abc import Sequence

from bot.kernel.messages import (
    Listing,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu, to_plan, to_task
from bot.plan.views.files import files

_PAGE = 3000


def section(name: str) -> Phrase:
    """The name of a section.  Raises KeyError for an unknown one."""
    return {
        "idea": phrase("The idea"),
        "me": phrase("Me and what I bring"),
        "product": phrase("What I sell"),
        "customers": phrase("Customers and market"),
        "competitors": phrase("Competitors"),
        "sales": phrase("Sales and marketing"),
        "operation": phrase("The working day"),
        "legal": phrase("Company form and permits"),
        "startup": phrase("Money to start"),
        "running": phrase("Money every month"),
        "goals": phrase("Goals and next steps"),
    }[name]


def plan_so_far(sections: Sequence[tuple[Phrase, Sequence[Param]]]) -> list[Message]:
    """The whole plan as text, in as many messages as Telegram needs."""
    found = [message(*page) for page in pages([strong(phrase("Your plan so far"))], sections)]
    last = [*found[-1].paragraphs, quiet(phrase("You can change every answer at any time."))]
    found[-1] = message(*last, buttons=[files(), [to_plan(), to_consultant()], [to_menu()]])
    return found


def pages(
    head: Sequence[Paragraph], sections: Sequence[tuple[Phrase, Sequence[Param]]]
) -> list[list[Paragraph]]:
    """Cut into pages that each fit into one message."""
    found: list[list[Paragraph]] = [list(head)]
    room = _PAGE
    for title, entries in sections:
        first, *others = [item(entry) for entry in entries]
        for block in ([strong(title), first], *([entry] for entry in others)):
            need = sum(_length(p.content) for p in block)
            only_head = len(found) == 1 and len(found[0]) == len(head)
            if need > room and not only_head:
                found.append([])
                room = _PAGE
            found[-1].extend(block)
            room -= need
    return found


def plan_is_empty() -> Message:
    return message(
        phrase("Your plan is still empty. It grows by itself with the tasks you do."),
        buttons=[[to_plan()], [to_task()], [to_menu()]],
    )


def _length(content: Param) -> int:
    """Estimated length when rendered; texts count twice, as translations may be longer."""
    if isinstance(content, Verbatim):
        return len(content.text.encode("utf-16-le", "surrogatepass")) // 2  # as Telegram counts
    if isinstance(content, Phrase):
        return 2 * len(content.text) + sum(_length(p) for p in content.params.values())
    if isinstance(content, Listing):
        return sum(_length(item) + 2 for item in content.items)
    return 20
