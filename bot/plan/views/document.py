from bot.kernel.messages import Phrase, Verbatim, phrase


def plan_title(name: str) -> Phrase:
    return phrase("Business plan of {name}", name=Verbatim(name))


def plan_still_to_come() -> Phrase:
    """Stands in a section that has nothing in it yet."""
    return phrase("This part is still to come. It grows with the tasks of the course.")


def plan_words_title() -> Phrase:
    """Above the list of Danish words and their meaning, at the end of the plan."""
    return phrase("Danish words in this plan")


def plan_word_label() -> Phrase:
    return phrase("Danish word")


def plan_meaning_label() -> Phrase:
    return phrase("What it means")
