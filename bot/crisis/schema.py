"""YAML shape of the distress word list; `DistressList` checks the patterns themselves."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.crisis.rules import DistressList, DistressWords
from bot.kernel.content_schema import Strict

Pattern = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True)]


class WordsYaml(Strict):
    kind: Literal["life", "violence", "shelter", "idiom"]
    words: tuple[Pattern, ...] = Field(min_length=1)


class DistressYaml(Strict):
    languages: dict[str, tuple[WordsYaml, ...]]

    def word_list(self) -> DistressList:
        """Raises ValueError for an invalid pattern."""
        return DistressList(
            {
                code: [DistressWords(g.kind, g.words) for g in groups]
                for code, groups in self.languages.items()
            }
        )
