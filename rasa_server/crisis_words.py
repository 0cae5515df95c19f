"""The assistant's word list of crises, read without the assistant's packages.

The assistant asks it before it asks Rasa, so whoever examines understanding must do the same.
"""

from pathlib import Path

import yaml

from bot.domain.distress import DistressList, Words

FILE = Path("bot/content/distress.yml")


def load(path: Path = FILE) -> DistressList:
    """Read the list that the assistant has checked before: here a mistake is a plain exception."""
    languages = yaml.safe_load(path.read_text(encoding="utf-8"))["languages"]
    return DistressList(
        {
            code: [Words(group["kind"], tuple(group["words"])) for group in groups]
            for code, groups in languages.items()
        }
    )
