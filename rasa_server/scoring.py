"""How well a set of messages was understood: pure arithmetic over pairs of intents."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
# With no question waiting, the bot meets all three alike: with help instead of an action.
NOTHING_TO_DO = frozenset({OUT_OF_SCOPE, "answer", "nlu_fallback"})


@dataclass(frozen=True)
class Judged:
    """One message: what it means, what the pipeline made of it, and how sure it was, 0 to 1."""

    language: str
    text: str
    expected: str
    answered: str
    confidence: float
    milliseconds: float
    by_word_list: bool = False  # the assistant's list of crises spoke, not the classifier

    @property
    def counted(self) -> str:
        return OUT_OF_SCOPE if self.answered in NOTHING_TO_DO else self.answered

    @property
    def is_right(self) -> bool:
        return self.counted == self.expected

    @property
    def is_harmful(self) -> bool:
        """Say whether something else was done than was meant, which is worse than asking back."""
        return not self.is_right and self.counted != OUT_OF_SCOPE


def accuracy(judged: Sequence[Judged]) -> float:
    return mean(one.is_right for one in judged)


def recalls(judged: Sequence[Judged]) -> dict[str, float]:
    """Return for every expected intent the share of its messages that were recognised."""
    return {
        intent: mean(one.is_right for one in judged if one.expected == intent)
        for intent in sorted({one.expected for one in judged})
    }


def f1_scores(judged: Sequence[Judged]) -> dict[str, float]:
    """Return F1 of every expected intent."""
    right = Counter(one.expected for one in judged if one.is_right)
    expected = Counter(one.expected for one in judged)
    counted = Counter(one.counted for one in judged)
    return {
        intent: 2 * right[intent] / (expected[intent] + counted[intent])
        for intent in sorted(expected)
    }


def macro_f1(judged: Sequence[Judged]) -> float:
    return mean(f1_scores(judged).values())


def confusions(judged: Sequence[Judged]) -> list[tuple[str, str, int]]:
    """Return (expected, taken for, times), the most frequent first."""
    pairs = Counter((one.expected, one.counted) for one in judged if not one.is_right)
    return [(expected, counted, times) for (expected, counted), times in pairs.most_common()]


def by_language(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    languages = sorted({one.language for one in judged})
    return {name: [one for one in judged if one.language == name] for name in languages}


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return {language: {accuracy, macro_f1, recall: {intent: …}}, …, all: {…}}."""
    parts = by_language(judged) | {"all": list(judged)}
    return {name: _figures(part) for name, part in parts.items()}


def reliability(judged: Sequence[Judged], steps: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, messages) for each step of confidence in use."""
    sure = [one for one in judged if one.answered != "nlu_fallback"]
    binned: dict[int, list[Judged]] = {}
    for one in sure:
        binned.setdefault(min(int(one.confidence * steps), steps - 1), []).append(one)
    return [
        (mean(one.confidence for one in some), accuracy(some), len(some))
        for _, some in sorted(binned.items())
    ]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Return by how much confidence misses the share that is right, weighted (ECE)."""
    steps = reliability(judged)
    total = sum(count for _, _, count in steps)
    return sum(abs(sure - right) * count for sure, right, count in steps) / total


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "accuracy": round(accuracy(judged), 4),
        "macro_f1": round(macro_f1(judged), 4),
        "recall": {intent: round(share, 4) for intent, share in recalls(judged).items()},
    }
