"""Translated relays: the translation where possible, always with the original."""

from dataclasses import dataclass, field

import pytest

from tests.helpers.talk import banner, edits, post_of, writes
from tests.helpers.world import Person, World


@dataclass
class Dictionary:
    """A translator; `away`: it returns no translation."""

    away: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def translate(self, text: str, source: str, target: str) -> str | None:
        self.asked.append((text, source, target))
        return None if self.away else f"{text} in {target}"


@pytest.fixture
def dictionary(world: World) -> Dictionary:
    world.relay_job.translator = found = Dictionary()
    return found


@pytest.fixture
def mette(world: World) -> Person:
    return world.person(900, "Mette")


async def test_both_sides_get_the_translation_and_the_original(
    world: World, amina: Person, mette: Person, dictionary: Dictionary
) -> None:
    await amina.says("/consultant")
    await amina.says("my rent")
    text = world.team[-1].text
    assert text.index("my rent in da") < text.rindex("my rent") and "🌐" in text
    await writes(world, mette, "Kom i morgen", post_of(world, amina))
    assert "Kom i morgen in en" in amina.last.text and "Machine translation" in amina.last.text
    assert amina.last.text.count("Kom i morgen") == 2
    assert "Kom i morgen in en" in banner(world).text, "the consultant sees what was made of it"
    assert dictionary.asked == [("my rent", "en", "da"), ("Kom i morgen", "da", "en")]


async def test_without_translation_the_original_is_sent_with_one_notice(
    world: World, amina: Person, mette: Person, dictionary: Dictionary
) -> None:
    dictionary.away = True
    await amina.says("/consultant")
    for words in ("one", "two"):
        await amina.says(words)
        await writes(world, mette, f"svar på {words}", post_of(world, amina))
    assert amina.sees("svar på one") and amina.sees("svar på two")
    assert sum("In the original language" in text for text in amina.texts) == 1
    told = [s.text for s in world.team if s.row and s.row.about and "Amina" in s.text]
    assert sum("engelsk" in text and "one" in text for text in told) == 1
    assert not any("engelsk" in text and "two" in text for text in told)


async def test_nothing_is_translated_into_its_own_language(
    world: World, mette: Person, dictionary: Dictionary
) -> None:
    bente = world.person(43, "Bente", "da")
    await bente.says("/start")
    await bente.presses("Dansk")
    await bente.says("/consultant")
    await bente.says("min husleje")
    await writes(world, mette, "Kom i morgen", post_of(world, bente))
    assert dictionary.asked == [] and bente.sees("Kom i morgen")
    assert not bente.sees("original")


async def test_edit_is_translated_again(
    world: World, amina: Person, dictionary: Dictionary
) -> None:
    await amina.says("/consultant")
    await amina.says("my rnt")
    await edits(amina, world.message_id, "my rent")
    assert "my rent in da" in world.team[-1].text and "rnt" not in world.team[-1].text
