"""Extraction of texts from the YAML content for `pybabel extract`."""

from collections.abc import Collection, Generator, Iterator
from typing import IO, Any

import yaml

# Keys with translatable values.
_TEXTS = frozenset(
    {
        "title", "text", "why", "label", "reason", "agreement", "messages", "more", "story",
        "example", "simpler", "variants", "reasons",
    }
)  # fmt: skip


def extract_yaml(
    fileobj: IO[bytes], keywords: Any, comment_tags: Collection[str], options: Any
) -> Generator[tuple[int, str, str, list[str]], None, None]:
    """Yield (line, function name, message, comments), as Babel requires."""
    node = yaml.compose(fileobj, Loader=yaml.SafeLoader)
    for line, text in _texts(node, wanted=False):
        yield line, "", text, []


def _texts(node: Any, wanted: bool) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts(value, key.value in _TEXTS)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, wanted)
    elif wanted and isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str"):
        yield node.start_mark.line + 1, node.value
