"""Load the assistant's crisis word list without the packages of the assistant's environment.

The assistant applies this list before it asks Rasa, so an evaluation has to apply it too.
"""

from pathlib import Path

import yaml

from bot.crisis.rules import DistressList, DistressWords

FILE = Path("bot/content/distress.yml")


def load(path: Path = FILE) -> DistressList:
    """Read the list without validating it: the assistant does that when it starts."""
    languages = yaml.safe_load(path.read_text(encoding="utf-8"))["languages"]
    return DistressList(
        {
            code: [DistressWords(group["kind"], tuple(group["words"])) for group in groups]
            for code, groups in languages.items()
        }
    )
