"""The text or caption of a message: limits, markup, and detected entities."""

import re

from tests.telegram_server.html_text import parse_html, utf16_length
from tests.telegram_server.wire import Call, Json, bad_request, not_modelled

MAX_TEXT = 4096
MAX_CAPTION = 1024
_BLANK = "\n \t"
_FOUND_BY_ITSELF = (
    ("bot_command", re.compile(r"(?<![\w/@])/\w{1,64}(?:@\w{3,32})?", re.ASCII)),
    ("url", re.compile(r"https?://[^\s<>\"]+")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w@.])@[a-zA-Z]\w{3,31}")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)


def sent_text(call: Call) -> Json:
    """Return `text` and `entities` of a call, or raise Telegram's refusal."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    text, entities = _formatted(call, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MAX_TEXT:  # counted after the markup is gone
        raise bad_request("message is too long")
    return _content("text", text, "entities", entities)


def sent_caption(call: Call) -> Json:
    text, entities = _formatted(call, "caption", "caption_entities")
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return _content("caption", text, "caption_entities", entities) if text else {}


def written_text(text: str) -> Json:
    """Return a person's text with the entities that Telegram adds."""
    return _content("text", text, "entities", _found(text))


def written_caption(text: str) -> Json:
    return _content("caption", text, "caption_entities", _found(text)) if text else {}


def _content(text_key: str, text: str, entities_key: str, entities: list[Json]) -> Json:
    return {text_key: text} | ({entities_key: entities} if entities else {})


def _formatted(call: Call, text_key: str, entities_key: str) -> tuple[str, list[Json]]:
    text, mode = call.text(text_key), call.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode.startswith("markdown"):
        raise not_modelled(f"parse_mode {mode}")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        entities = call.parsed(entities_key, [])
    return _trimmed(text, entities)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Strip white space at both ends, and shift the entities."""
    shift = utf16_length(text) - utf16_length(text.lstrip(_BLANK))
    text = text.strip(_BLANK)
    end = utf16_length(text)
    kept = []
    for entity in entities:
        begin = max(0, entity["offset"] - shift)
        stop = min(end, entity["offset"] + entity["length"] - shift)
        if stop > begin:
            kept.append(entity | {"offset": begin, "length": stop - begin})
    return text, _in_order(kept + [new for new in _found(text) if not _overlaps(new, kept)])


def _found(text: str) -> list[Json]:
    found: list[Json] = []
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            begin = utf16_length(text[: match.start()])
            entity = {"type": kind, "offset": begin, "length": utf16_length(match[0])}
            if not _overlaps(entity, found, any_type=True):
                found.append(entity)
    return _in_order(found)


def _overlaps(entity: Json, others: list[Json], *, any_type: bool = False) -> bool:
    """Links and code allow no entities inside; bold and the like do."""
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    return any(
        other["offset"] < end and begin < other["offset"] + other["length"]
        for other in others
        if any_type or other["type"] in {"text_link", "code", "pre"}
    )


def _in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
