"""The figures as a page for people: docs/understanding.md."""

from collections.abc import Iterable, Sequence

from rasa_server import scoring
from rasa_server.scoring import Judged

SHOWN_CONFUSIONS = 20
SHOWN_INTENTS = 12
INTRODUCTION = """# How well people are understood

Written by `make eval`: change the program, not this page.
Why the pipeline is as it is: [understanding-choices.md](understanding-choices.md).

{messages} held-out messages (`tests/heldout`), never trained on, were read by the whole pipeline
with its fallback and threshold override; it had learnt from {examples} messages. As in the running
assistant, the word list of crises (`bot/content/distress.yml`) was asked first, and what it
catches is distress: {caught} of the {crises} messages of distress, and {falsely} others.

`answer` and the fallback count as out_of_scope here: with no question waiting, the bot meets all
three with help instead of an action. *Done wrongly* is the share of messages that would have led
to something else than was meant."""

Curve = Sequence[tuple[int, float]]


def table(judged: Sequence[Judged]) -> str:
    """Return languages with accuracy, macro-F1 and what matters most, as a Markdown table."""
    parts = scoring.by_language(judged) | {"all": list(judged)}
    head = ("", "messages", "accuracy", "macro-F1", "distress", "out_of_scope", "done wrongly")
    return _table(head, [_row(name, part) for name, part in parts.items()])


def recall_table(judged: Sequence[Judged]) -> str:
    """Return the recall of every intent in every language, as a Markdown table."""
    parts = scoring.by_language(judged) | {"all": list(judged)}
    recalls = {name: scoring.recalls(part) for name, part in parts.items()}
    intents = sorted({one.expected for one in judged})
    rows = [[intent, *(_share(recalls[name].get(intent)) for name in parts)] for intent in intents]
    return _table(["recall", *parts], rows)


def page(judged: Sequence[Judged], curve: Curve, megabytes: int, examples: int) -> str:
    """Return the whole page; `curve` is (training examples, macro-F1) in rising order."""
    parts = [
        _introduction(judged, examples),
        table(judged),
        "## The weakest intents\n\n" + _weakest(judged),
        "## What is taken for what\n\n" + _confusions(judged),
        "## Is it as sure as it is right?\n\n" + _calibration(judged),
        "## What would more examples give?\n\n" + _curve(curve),
        "## What it costs\n\n" + _costs(judged, megabytes),
        "## Every intent in every language\n\n" + recall_table(judged),
    ]
    return "\n\n".join(parts) + "\n"


def _introduction(judged: Sequence[Judged], examples: int) -> str:
    crises = [one for one in judged if one.expected == "distress"]
    caught = sum(one.by_word_list for one in crises)
    return INTRODUCTION.format(
        messages=len(judged),
        examples=examples,
        caught=caught,
        crises=len(crises),
        falsely=sum(one.by_word_list for one in judged) - caught,
    )


def _row(name: str, judged: Sequence[Judged]) -> list[str]:
    recalls = scoring.recalls(judged)
    return [
        name,
        str(len(judged)),
        _share(scoring.accuracy(judged)),
        _share(scoring.macro_f1(judged)),
        _share(recalls.get("distress")),
        _share(recalls.get("out_of_scope")),
        _share(sum(one.is_harmful for one in judged) / len(judged)),
    ]


def _weakest(judged: Sequence[Judged]) -> str:
    scores = sorted(scoring.f1_scores(judged).items(), key=lambda item: item[1])
    recalls = scoring.recalls(judged)
    rows = [[name, _share(f1), _share(recalls[name])] for name, f1 in scores[:SHOWN_INTENTS]]
    return _table(("intent", "F1", "recall"), rows)


def _confusions(judged: Sequence[Judged]) -> str:
    pairs = scoring.confusions(judged)[:SHOWN_CONFUSIONS]
    return _table(("meant", "taken for", "times"), [[a, b, str(times)] for a, b, times in pairs])


def _calibration(judged: Sequence[Judged]) -> str:
    rows = [
        [_share(sure), _share(right), str(count)]
        for sure, right, count in scoring.reliability(judged)
    ]
    error = f"Expected calibration error {scoring.calibration_error(judged):.3f}."
    return _table(("confidence", "right", "messages"), rows) + f"\n\n{error}"


def _costs(judged: Sequence[Judged], megabytes: int) -> str:
    times = [one.milliseconds for one in judged]
    median, slow = (scoring.percentile(times, share) for share in (0.5, 0.95))
    return (
        f"Understanding one message: median {median:.0f} ms, 95th percentile {slow:.0f} ms. "
        f"Memory with the model loaded: {megabytes} MB."
    )


def _curve(curve: Curve) -> str:
    return _table(
        ("training messages", "macro-F1 without fallback"),
        [[str(count), _share(score)] for count, score in curve],
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
