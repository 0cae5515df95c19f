import pytest

from bot.kernel.languages import OWN_NAMES
from bot.parsing.mentions import find_mentions


@pytest.fixture(scope="session", autouse=True)
def compiled_patterns() -> None:
    """Compile the patterns of every language before Hypothesis measures its examples."""
    for language in OWN_NAMES:
        find_mentions("", language)
