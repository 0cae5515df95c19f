"""Where things are."""

from pathlib import Path

PROJECT = Path(__file__).parents[2]
