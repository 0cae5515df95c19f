"""Supported languages and the choice of the first one offered."""

# Native names, in the order of the buttons.
OWN_NAMES: dict[str, str] = {
    "da": "Dansk",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "fa": "فارسی",
    "ur": "اردو",
    "so": "Soomaali",
    "pl": "Polski",
    "uk": "Українська",
}
DEFAULT = "da"
CONSULTANT_LANGUAGE = "da"

# Other codes that Telegram may send; Dari uses the Persian catalogue.
_ALIASES = {"prs": "fa", "fa-af": "fa", "nb": "da", "nn": "da", "no": "da"}


def offer(language_code: str | None) -> str:
    """Return the first language for a newcomer with this IETF tag ("ar", "pt-br", None).

    Unsupported tags fall back to English, a missing tag to Danish.
    """
    if not language_code:
        return DEFAULT
    tag = language_code.lower().replace("_", "-")
    primary = _ALIASES.get(tag) or _ALIASES.get(tag.split("-")[0]) or tag.split("-")[0]
    return primary if primary in OWN_NAMES else "en"
