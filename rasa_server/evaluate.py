"""Evaluate the trained model: `python -m rasa_server.evaluate`, from the project's root.

Without arguments it runs the held-out messages of tests/heldout and writes docs/understanding.md.
With --exam it runs a folder of <language>.tsv files (intent TAB text) and only prints the figures.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.adapters.rasa.model_digest import ModelRefused, check_digest
from bot.crisis.rules import DistressList
from rasa_server import crisis_words, report, runtime, scoring
from rasa_server.examples import Example, InvalidExample, load_test_set, training_examples
from rasa_server.models import newest_model
from rasa_server.scoring import Prediction

HELD_OUT = Path("tests/heldout")
REPORT = Path("docs/understanding.md")
LEARNING_CURVE_SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
PROGRESS_INTERVAL = 250  # messages


def main() -> int:
    args = _arguments()
    runtime.configure_environment()
    runtime.stub_tensorflow_modules()
    try:
        messages = load_test_set(args.exam or HELD_OUT)
        model = args.model or newest_model(Path(os.environ.get("DATA_DIR", "data")) / "models")
        check_digest(model)
    except (InvalidExample, FileNotFoundError, ModelRefused) as error:
        print(error, file=sys.stderr)
        return 1
    predictions, megabytes = predict(model, messages)
    _print_figures(predictions, args.json)
    if not args.exam:
        examples = training_examples(Path("nlu_data"))
        curve = learning_curve(examples, messages)
        page = report.page(predictions, curve, megabytes, len(examples))
        REPORT.write_text(page, encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Evaluate the trained model.")
    parser.add_argument("--exam", type=Path, help="folder of <language>.tsv: intent TAB text")
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument("--model", type=Path, help="default: the newest in DATA_DIR/models")
    return parser.parse_args()


def predict(model: Path, messages: Sequence[Example]) -> tuple[list[Prediction], int]:
    """Classify the messages as the assistant does: crisis word list first, then Rasa.

    Return the predictions and the memory of this process afterwards, in MB.
    """
    from rasa.core.agent import load_agent  # takes seconds; the environment must be set before

    runtime.configure_logging()
    crises = crisis_words.load()

    async def predict_all() -> list[Prediction]:
        agent = await load_agent(str(model))
        predictions = []
        for number, message in enumerate(messages):
            if number % PROGRESS_INTERVAL == 0:
                print(f"{number} of {len(messages)} messages", file=sys.stderr)
            started = time.perf_counter()
            parsed = await agent.parse_message(message.text)
            one = _prediction(message, parsed["intent"], time.perf_counter() - started)
            predictions.append(apply_word_list(one, crises))
        return predictions

    return asyncio.run(predict_all()), _memory_megabytes()


def learning_curve(
    examples: Sequence[Example], messages: Sequence[Example]
) -> list[tuple[int, float]]:
    """Return (number of training examples, macro-F1) for models trained on growing samples."""
    from rasa_server.components.embedding import load_training_embedding
    from rasa_server.components.intent_model import train

    embedding = load_training_embedding()
    shuffled = random.Random(0).sample(list(examples), len(examples))  # nosec B311  # a sample
    curve = []
    for share in LEARNING_CURVE_SHARES:
        some = shuffled[: int(share * len(shuffled))]
        print(f"learning curve: {len(some)} examples", file=sys.stderr)
        model = train([one.text for one in some], [one.intent for one in some], embedding)
        rows = model.probabilities([one.text for one in messages], embedding)
        names = [model.intents[index] for index in rows.argmax(axis=1)]
        predictions = [
            _prediction(message, {"name": name, "confidence": 1.0}, 0)
            for message, name in zip(messages, names, strict=True)
        ]
        curve.append((len(some), scoring.macro_f1(predictions)))
    return curve


def apply_word_list(one: Prediction, crises: DistressList) -> Prediction:
    """Predict distress with confidence 1 where the word list matches the text."""
    if crises.kind_of(one.text) is None:
        return one
    return replace(one, predicted="distress", confidence=1.0, by_word_list=True)


def _prediction(message: Example, intent: dict[str, object], seconds: float) -> Prediction:
    return Prediction(
        language=message.language,
        text=message.text,
        expected=message.intent,
        predicted=str(intent["name"]),
        confidence=float(str(intent["confidence"])),
        milliseconds=1000 * seconds,
    )


def _print_figures(predictions: Sequence[Prediction], path: Path | None) -> None:
    print(report.table(predictions), report.recall_table(predictions), sep="\n\n")
    if path:
        figures = json.dumps(scoring.summary(predictions), indent=1)
        path.write_text(figures + "\n", encoding="utf-8")


def _memory_megabytes() -> int:
    """Return the resident memory of this process; 0 where there is no /proc."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())
