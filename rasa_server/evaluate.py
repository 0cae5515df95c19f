"""Examine the trained model: `python -m rasa_server.evaluate`, from the project's root.

Without arguments the held-out messages are put to it and docs/understanding.md is written.
With --exam a folder of your own <language>.tsv files (intent TAB text) is, and only printed.
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

from bot.domain.distress import DistressList
from rasa_server import crisis_words, report, runtime, scoring
from rasa_server.examples import BadExample, Example, exam, training_examples
from rasa_server.scoring import Judged

HELD_OUT = Path("tests/heldout")
REPORT = Path("docs/understanding.md")
CURVE = (0.1, 0.25, 0.5, 0.75, 1.0)
MESSAGES_BETWEEN_SIGNS_OF_LIFE = 250


def main() -> int:
    args = _arguments()
    runtime.configure_environment()
    runtime.stub_tensorflow_modules()
    try:
        messages = exam(args.exam or HELD_OUT)
        model = args.model or newest_model(Path(os.environ.get("DATA_DIR", "data")) / "models")
    except (BadExample, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    judged, megabytes = judge(model, messages)
    _tell(judged, args.json)
    if not args.exam:
        examples = training_examples(Path("nlu_data"))
        curve = learning_curve(examples, messages)
        REPORT.write_text(report.page(judged, curve, megabytes, len(examples)), encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well are people understood?")
    parser.add_argument("--exam", type=Path, help="folder of <language>.tsv: intent TAB text")
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument("--model", type=Path, help="default: the newest in DATA_DIR/models")
    return parser.parse_args()


def newest_model(folder: Path) -> Path:
    """Return the model the bot would serve.  Raises FileNotFoundError."""
    models = [path for path in folder.glob("*.tar.gz") if not path.name.startswith(".")]
    if not models:
        raise FileNotFoundError(f"no model in {folder}: `make train` first")
    return max(models, key=lambda path: path.stat().st_mtime)


def judge(model: Path, messages: Sequence[Example]) -> tuple[list[Judged], int]:
    """Read the messages as the assistant does, its word list of crises before Rasa.

    Return verdicts and the memory used, in MB.
    """
    from rasa.core.agent import load_agent  # takes seconds, and must come after `runtime`

    runtime.configure_logging()
    crises = crisis_words.load()

    async def read_all() -> list[Judged]:
        agent = await load_agent(str(model))
        judged = []
        for number, message in enumerate(messages):
            if number % MESSAGES_BETWEEN_SIGNS_OF_LIFE == 0:
                print(f"{number} of {len(messages)} messages", file=sys.stderr)
            started = time.perf_counter()
            parsed = await agent.parse_message(message.text)
            one = _judged(message, parsed["intent"], time.perf_counter() - started)
            judged.append(heard_first(one, crises))
        return judged

    return asyncio.run(read_all()), _megabytes()


def learning_curve(
    examples: Sequence[Example], messages: Sequence[Example]
) -> list[tuple[int, float]]:
    """Return (training examples, macro-F1) for models that saw a growing part of them."""
    from rasa_server.components.embedding import load_training_embedding
    from rasa_server.components.intent_model import train

    embedding = load_training_embedding()
    shuffled = random.Random(0).sample(list(examples), len(examples))  # nosec B311  # a sample
    curve = []
    for share in CURVE:
        some = shuffled[: int(share * len(shuffled))]
        print(f"learning curve: {len(some)} examples", file=sys.stderr)
        model = train([one.text for one in some], [one.intent for one in some], embedding)
        rows = model.probabilities([one.text for one in messages], embedding)
        answers = [model.intents[index] for index in rows.argmax(axis=1)]
        pairs = zip(messages, answers, strict=True)
        judged = [
            _judged(message, {"name": name, "confidence": 1.0}, 0) for message, name in pairs
        ]
        curve.append((len(some), scoring.macro_f1(judged)))
    return curve


def heard_first(one: Judged, crises: DistressList) -> Judged:
    """What the word list catches never reaches Rasa: it is distress, and certain."""
    if crises.kind_of(one.text) is None:
        return one
    return replace(one, answered="distress", confidence=1.0, by_word_list=True)


def _judged(message: Example, intent: dict[str, object], seconds: float) -> Judged:
    return Judged(
        language=message.language,
        text=message.text,
        expected=message.intent,
        answered=str(intent["name"]),
        confidence=float(str(intent["confidence"])),
        milliseconds=1000 * seconds,
    )


def _tell(judged: Sequence[Judged], path: Path | None) -> None:
    print(report.table(judged), report.recall_table(judged), sep="\n\n")
    if path:
        path.write_text(json.dumps(scoring.summary(judged), indent=1) + "\n", encoding="utf-8")


def _megabytes() -> int:
    """Return the memory this process holds now, where the system says so."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())
