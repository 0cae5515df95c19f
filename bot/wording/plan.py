"""The business plan: the names of its sections."""

from bot.domain.messages import Phrase, phrase


def section(name: str) -> Phrase:
    """Raises KeyError for a section there is not."""
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
