"""YAML shape of the phrasebook."""

from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.kernel.content_schema import FIELDS, Id, Label, Strict, unique
from bot.kernel.languages import OWN_NAMES
from bot.phrasebook.rules import UNCONFIRMED, Blank, Category, Phrasebook, Preset, Sentence

MOST_BLANKS = 4  # their codes must fit into one button
MOST_SENTENCES = 12  # of a category; they are shown in one message

# Its fields are checked in PhrasebookYaml, where the blanks are known.
SentenceText = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class PresetYaml(Strict):
    """`text` is translated, `words` are not."""

    text: Label | None = None
    words: Label | None = None

    @model_validator(mode="after")
    def one_of_the_two(self) -> Self:
        if (self.text is None) == (self.words is None):
            raise ValueError("a preset has either text (translated) or words (shown as they are)")
        return self

    def preset(self) -> Preset:
        return Preset(self.text or self.words or "", self.text is not None)


class BlankYaml(Strict):
    id: Id
    kind: Literal["day", "time", "words"]
    title: Label
    presets: tuple[PresetYaml, ...] = Field((), max_length=9)

    @model_validator(mode="after")
    def presets_are_words(self) -> Self:
        if self.presets and self.kind != "words":
            raise ValueError("only a blank of kind words has presets")
        return self

    def blank(self) -> Blank:
        return Blank(self.id, self.kind, self.title, tuple(p.preset() for p in self.presets))


class SentenceYaml(Strict):
    id: Id
    text: SentenceText
    confirmed: dict[str, Name] = Field(default_factory=dict)

    @model_validator(mode="after")
    def only_languages_are_confirmed(self) -> Self:
        for language in self.confirmed:
            if language not in OWN_NAMES or language in UNCONFIRMED:
                raise ValueError(f"nobody needs to confirm {language}")
        return self

    @property
    def fields(self) -> list[str]:
        """Names of the fields, in order, each once.  Raises ValueError for unbalanced braces."""
        names = [name for _, name, _, _ in Formatter().parse(self.text) if name is not None]
        return list(dict.fromkeys(names))


class CategoryYaml(Strict):
    id: Id
    title: Label
    phrases: tuple[SentenceYaml, ...] = Field(min_length=1, max_length=MOST_SENTENCES)


class PhrasebookYaml(Strict):
    blanks: tuple[BlankYaml, ...]
    categories: tuple[CategoryYaml, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        unique([b.id for b in self.blanks], "blanks", "blank")
        unique([c.id for c in self.categories], "categories", "category")
        seen: set[str] = set()
        for place, category in enumerate(self.categories):
            for row, sentence in enumerate(category.phrases):
                if sentence.id in seen:
                    raise _error(f"phrase id used twice: {sentence.id}", place, row, "id")
                seen.add(sentence.id)
        return self

    @model_validator(mode="after")
    def every_field_is_a_blank(self) -> Self:
        known = {b.id for b in self.blanks} | FIELDS
        for place, category in enumerate(self.categories):
            for row, sentence in enumerate(category.phrases):
                try:
                    fields = sentence.fields
                except ValueError as error:
                    raise _error(f"braces: {error}", place, row, "text") from None
                unknown = [f"{{{name}}}" for name in fields if name not in known]
                if unknown:
                    raise _error(f"nothing fills {', '.join(unknown)}", place, row, "text")
                if len(set(fields) - FIELDS) > MOST_BLANKS:
                    raise _error(f"more than {MOST_BLANKS} blanks", place, row, "text")
        return self

    def phrasebook(self) -> Phrasebook:
        blanks = {b.id: b.blank() for b in self.blanks}
        return Phrasebook(tuple(_category(c, blanks) for c in self.categories))


def _category(category: CategoryYaml, blanks: dict[str, Blank]) -> Category:
    sentences = tuple(
        Sentence(s.id, s.text, tuple(blanks[f] for f in s.fields if f in blanks), s.confirmed)
        for s in category.phrases
    )
    return Category(category.id, category.title, sentences)


def _error(what: str, category: int, row: int, key: str) -> PydanticCustomError:
    """`at` in the context says where in the YAML the error is."""
    at: tuple[Any, ...] = ("categories", category, "phrases", row, key)
    return PydanticCustomError("phrase", "{what}", {"what": what, "at": at})
