"""Metrics of intent classification over (expected, predicted) pairs.  Pure, no I/O."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
# With no question pending, the bot answers all three with help and does nothing else.
NO_ACTION = frozenset({OUT_OF_SCOPE, "answer", "nlu_fallback"})


@dataclass(frozen=True)
class Prediction:
    """One message with its expected and its predicted intent; `confidence` is 0 to 1."""

    language: str
    text: str
    expected: str
    predicted: str
    confidence: float
    milliseconds: float
    by_word_list: bool = False  # the assistant's crisis word list decided, not the classifier

    @property
    def scored(self) -> str:
        """The predicted intent, with everything in NO_ACTION counted as out_of_scope."""
        return OUT_OF_SCOPE if self.predicted in NO_ACTION else self.predicted

    @property
    def is_correct(self) -> bool:
        return self.scored == self.expected

    @property
    def is_wrong_action(self) -> bool:
        """Whether the bot would do something else than was meant, which is worse than asking."""
        return not self.is_correct and self.scored != OUT_OF_SCOPE


def accuracy(predictions: Sequence[Prediction]) -> float:
    return mean(one.is_correct for one in predictions)


def recalls(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return the recall of every expected intent, sorted by its name."""
    return {
        intent: mean(one.is_correct for one in predictions if one.expected == intent)
        for intent in sorted({one.expected for one in predictions})
    }


def f1_scores(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return the F1 score of every expected intent, sorted by its name."""
    correct = Counter(one.expected for one in predictions if one.is_correct)
    expected = Counter(one.expected for one in predictions)
    scored = Counter(one.scored for one in predictions)
    return {
        intent: 2 * correct[intent] / (expected[intent] + scored[intent])
        for intent in sorted(expected)
    }


def macro_f1(predictions: Sequence[Prediction]) -> float:
    return mean(f1_scores(predictions).values())


def confusions(predictions: Sequence[Prediction]) -> list[tuple[str, str, int]]:
    """Return (expected, predicted, count) of the wrong predictions, the most frequent first."""
    pairs = Counter((one.expected, one.scored) for one in predictions if not one.is_correct)
    return [(expected, scored, count) for (expected, scored), count in pairs.most_common()]


def by_language(predictions: Sequence[Prediction]) -> dict[str, list[Prediction]]:
    languages = sorted({one.language for one in predictions})
    return {name: [one for one in predictions if one.language == name] for name in languages}


def summary(predictions: Sequence[Prediction]) -> dict[str, Any]:
    """Return {language: {accuracy, macro_f1, recall: {intent: …}}, …, all: {…}}."""
    parts = by_language(predictions) | {"all": list(predictions)}
    return {name: _figures(part) for name, part in parts.items()}


def reliability(
    predictions: Sequence[Prediction], bins: int = 10
) -> list[tuple[float, float, int]]:
    """Return (mean confidence, accuracy, count) of each non-empty bin of confidence.

    The fallback is left out, as its confidence is its threshold and not a probability.
    """
    binned: dict[int, list[Prediction]] = {}
    for one in predictions:
        if one.predicted != "nlu_fallback":
            binned.setdefault(min(int(one.confidence * bins), bins - 1), []).append(one)
    return [
        (mean(one.confidence for one in some), accuracy(some), len(some))
        for _, some in sorted(binned.items())
    ]


def calibration_error(predictions: Sequence[Prediction]) -> float:
    """Return the expected calibration error (ECE): mean |confidence - accuracy| over the bins."""
    bins = reliability(predictions)
    total = sum(count for _, _, count in bins)
    return sum(abs(confidence - correct) * count for confidence, correct, count in bins) / total


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _figures(predictions: Sequence[Prediction]) -> dict[str, Any]:
    return {
        "accuracy": round(accuracy(predictions), 4),
        "macro_f1": round(macro_f1(predictions), 4),
        "recall": {intent: round(share, 4) for intent, share in recalls(predictions).items()},
    }
