"""The languages people choose from, and which one to offer first."""

# In the order of the buttons; each language calls itself what its speakers call it.
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

# What Telegram may send instead: Dari is written with the Persian catalogue.
_ALIASES = {"prs": "fa", "fa-af": "fa", "nb": "da", "nn": "da", "no": "da"}


def offer(language_code: str | None) -> str:
    """The language to greet a newcomer in, from Telegram's IETF tag ("ar", "pt-br", None).

    A tag we have no catalogue for falls back to English, an absent one to Danish.
    """
    if not language_code:
        return DEFAULT
    tag = language_code.lower().replace("_", "-")
    primary = _ALIASES.get(tag) or _ALIASES.get(tag.split("-")[0]) or tag.split("-")[0]
    return primary if primary in OWN_NAMES else "en"
