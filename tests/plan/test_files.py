"""Versions of a plan, and the Danish of own words."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from bot.course.storage.repositories import Enrolments
from bot.kernel.ports import CONSULTANTS
from bot.plan.buttons import (
    ConfirmDanish,
    GetPlanFile,
    GetVersionFile,
    ListOwnWords,
    ListVersions,
    OpenOwnWords,
)
from bot.plan.consultant.danish import legacy_form
from bot.plan.context import PlanLoader
from bot.plan.forms import DanishForm, OwnWordsListForm
from bot.plan.jobs import DanishTranslationJob
from bot.plan.rules.document import Danish, PlanDocument, PlanEntry
from bot.plan.rules.versions import VERSIONS_KEPT, text_key
from bot.plan.storage.versions import PlanVersions
from tests.helpers.course import enclosed, message_behind
from tests.helpers.desk import (
    Consultant,
    admitted,
    consultant,
    data_of,
    enrolment_of,
    hands_in,
    new_cohort,
    says,
)
from tests.helpers.forms import Change, change_stored, looking_otherwise, without_form
from tests.helpers.plan import sent_plan
from tests.helpers.world import Person, World

WORDS = "My own words"


@pytest.fixture
async def amina(world: World) -> Person:
    """On the course, with an answer in her plan."""
    return await member_with_plan(world, 42, "Amina")


async def member_with_plan(world: World, chat_id: int, name: str) -> Person:
    person = await admitted(world, await new_cohort(world, name), chat_id, name)
    await hands_in(world, person, "why", WORDS)
    return person


async def enrolment_id(world: World, person: Person) -> int:
    return (await enrolment_of(world, person)).id or 0


async def exports(person: Person, data: str = GetPlanFile("pdf", "own").pack()) -> None:
    await person.presses_data(data, 1)


async def changes_words(world: World, person: Person, words: str, before: str = WORDS) -> None:
    """Directly in the database."""
    number = await enrolment_id(world, person)
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(number)
        submission = enrolment.submission("why") if enrolment else None
        assert submission is not None
        for answer in submission.answers.values():
            answer.value = words if answer.value == before else answer.value
        await uow.commit()


def own_entries(document: PlanDocument) -> list[PlanEntry]:
    return [e for section in document.sections for e in section.entries if e.danish]


# Versions


async def test_a_version_keeps_the_plan_as_it_was_sent(world: World, amina: Person) -> None:
    await exports(amina)
    assert ListVersions().pack() not in data_of(amina.last)  # there is no other one
    await changes_words(world, amina, "other words")
    world.clock.forward(days=3)
    await exports(amina, GetPlanFile("docx", "own").pack())
    newer = await sent_plan(world, amina)
    await amina.presses_data(ListVersions().pack(), amina.last.message_id)
    first = [data for data in data_of(amina.last) if data.startswith("p:v:")][-1]
    await amina.presses_data(first, amina.last.message_id)
    await amina.presses("📝 As Word")
    await amina.presses("Both beside one another")
    older = await sent_plan(world, amina)
    assert (older.form, older.variant) == ("docx", "both")
    assert (newer.day.value - older.day.value).days == 3
    assert WORDS in str(older.sections) and WORDS not in str(newer.sections)
    assert older.glossary == newer.glossary and older.glossary


async def test_an_unchanged_plan_makes_no_new_version(world: World, amina: Person) -> None:
    enrolment = await enrolment_id(world, amina)
    for data in (
        GetPlanFile("pdf", "own").pack(),
        GetPlanFile("docx", "both").pack(),
        GetPlanFile("pdf", "danish").pack(),
    ):
        world.clock.forward(days=1)
        await exports(amina, data)
    async with world.uow() as uow:
        assert len(await uow[PlanVersions].of_enrolment(enrolment)) == 1


async def test_the_last_ten_versions_are_kept(world: World, amina: Person) -> None:
    enrolment = await enrolment_id(world, amina)
    words = [WORDS, *[f"words {n}" for n in range(VERSIONS_KEPT)]]
    for before, after in pairwise(words):
        world.clock.forward(hours=3)  # more than ten within a day are not made
        await exports(amina)
        await changes_words(world, amina, after, before)
    async with world.uow() as uow:
        oldest = (await uow[PlanVersions].of_enrolment(enrolment))[-1]
    world.clock.forward(hours=3)
    await exports(amina)
    async with world.uow() as uow:
        kept = await uow[PlanVersions].of_enrolment(enrolment)
    assert len(kept) == VERSIONS_KEPT and oldest not in kept
    assert [one.made_at for one in kept] == sorted((k.made_at for k in kept), reverse=True)
    await exports(amina, GetVersionFile(oldest.id or 0, "pdf", "own").pack())
    assert "I no longer have that version." in amina.last.text
    assert ListVersions().pack() in data_of(amina.last)


async def test_another_participants_version_cannot_be_reached(world: World, amina: Person) -> None:
    enrolment = await enrolment_id(world, amina)
    await exports(amina)
    async with world.uow() as uow:
        version = (await uow[PlanVersions].of_enrolment(enrolment))[0]
    other = await member_with_plan(world, 77, "Bilal")
    await exports(other, GetVersionFile(version.id or 0, "pdf", "own").pack())
    assert "I no longer have that version." in other.last.text
    assert not await enclosed(world, other.id)


async def test_without_versions_the_current_plan_is_offered(world: World, amina: Person) -> None:
    await exports(amina, ListVersions().pack())
    assert {GetPlanFile("pdf").pack(), GetPlanFile("docx").pack()} <= set(data_of(amina.last))


@pytest.mark.parametrize("rest", ["x", "1:exe", "1:pdf:polish", "1:pdf:own:more"])
async def test_invalid_version_data_is_answered(world: World, amina: Person, rest: str) -> None:
    await exports(amina)
    await exports(amina, f"p:v:{rest}")
    assert "That button is old." in amina.last.text


# Machine translation


@dataclass
class Machine:
    """Translates the texts it was given and fails for all others."""

    known: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def translate(self, text: str, source: str, target: str) -> str | None:
        self.asked.append((text, source, target))
        return self.known.get(text)


def by(machine: Machine | None, world: World) -> DanishTranslationJob:
    book = PlanLoader(world.content.course, world.content.plan)
    return DanishTranslationJob(world.uow, world.clock, book, machine)


async def test_own_words_are_translated_once(world: World, amina: Person) -> None:
    machine = Machine({WORDS: "mine ord om året"})
    job = by(machine, world)
    await job.work()
    await job.work()
    assert machine.asked == [(WORDS, "en", "da")]
    await exports(amina, GetPlanFile("pdf", "danish").pack())
    entry = own_entries(await sent_plan(world, amina))[0]
    assert entry.danish == Danish("mine ord om året", "machine")


async def test_changed_words_lose_their_danish(world: World, amina: Person) -> None:
    await by(Machine({WORDS: "mine ord"}), world).work()
    await changes_words(world, amina, "other words")
    await exports(amina, GetPlanFile("pdf", "danish").pack())
    assert own_entries(await sent_plan(world, amina)) == []


async def test_a_failed_translation_is_retried_later(world: World, amina: Person) -> None:
    machine = Machine()
    job = by(machine, world)
    await job.work()
    await job.work()
    assert len(machine.asked) == 1
    world.clock.forward(minutes=11)
    machine.known[WORDS] = "mine ord"
    await job.work()
    await exports(amina, GetPlanFile("pdf", "both").pack())
    assert own_entries(await sent_plan(world, amina))


async def test_nothing_is_translated_without_a_translator_or_from_danish(
    world: World, amina: Person
) -> None:
    await by(None, world).work()
    await world.services.danish.work()
    await amina.presses_data("lang:da", amina.last.message_id)
    machine = Machine()
    await by(machine, world).work()
    assert machine.asked == []


# Consultants


async def opens_words(world: World, amina: Person) -> Consultant:
    """Opens the Danish of the participant's words from their card."""
    enrolment = await enrolment_id(world, amina)
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps_data(f"s:p:{enrolment}")
    await mette.taps(r"pd:l:\d+")
    await mette.taps(rf"pd:s:\d+:{text_key(WORDS)}")
    return mette


async def danish_of(world: World, amina: Person) -> Danish | None:
    await exports(amina, GetPlanFile("pdf", "both").pack())
    entries = own_entries(await sent_plan(world, amina))
    return entries[0].danish if entries else None


async def test_a_consultants_reply_is_stored_as_the_danish(world: World, amina: Person) -> None:
    mette = await opens_words(world, amina)
    assert WORDS in mette.last.text
    prompt, heard = mette.last, len(amina.texts)
    await mette.replies("Mine egne ord", prompt)
    assert len(amina.texts) == heard  # it is for the plan, not for the person
    assert await danish_of(world, amina) == Danish("Mine egne ord", "checked")
    await mette.replies("Mine bedre ord", prompt)  # the same message takes a better one
    assert len(amina.texts) == heard + 1
    assert await danish_of(world, amina) == Danish("Mine bedre ord", "checked")


async def test_a_reply_to_the_list_is_not_passed_on_to_the_participant(
    world: World, amina: Person
) -> None:
    mette = await opens_words(world, amina)
    heard = len(amina.texts)
    await mette.replies("Mine egne ord", mette.screen[-2])
    assert says(
        mette.last.text, "Please press one of the answers first. Then reply with its Danish."
    )
    assert len(amina.texts) == heard and await danish_of(world, amina) is None


@pytest.mark.parametrize("change", [without_form, looking_otherwise])
async def test_danish_needs_the_form_or_in_older_messages_the_buttons(
    world: World, amina: Person, change: Change
) -> None:
    mette = await opens_words(world, amina)
    prompt, listed = mette.last, mette.screen[-2]
    for shown in (prompt, listed):
        await change_stored(world, CONSULTANTS, shown, change)
    await mette.replies("Mine egne ord", listed)
    assert says(
        mette.last.text, "Please press one of the answers first. Then reply with its Danish."
    )
    await mette.replies("Mine egne ord", prompt)
    assert await danish_of(world, amina) == Danish("Mine egne ord", "checked")
    await change_stored(world, CONSULTANTS, prompt, change)  # it says now what was saved
    await mette.replies("Mine bedre ord", prompt)
    assert await danish_of(world, amina) == Danish("Mine bedre ord", "checked")


async def test_the_prompt_for_danish_stores_its_form(world: World, amina: Person) -> None:
    mette = await opens_words(world, amina)
    form = DanishForm(await enrolment_id(world, amina), text_key(WORDS))
    asked, listed = [
        await message_behind(world, CONSULTANTS, shown) for shown in (mette.last, mette.screen[-2])
    ]
    assert asked.form == legacy_form(asked) == form
    assert listed.form == legacy_form(listed) == OwnWordsListForm()
    await mette.taps(r"pd:no:.*")
    left = await message_behind(world, CONSULTANTS, mette.last)
    assert left.form == legacy_form(left) == form


async def test_machine_danish_can_be_confirmed_and_is_then_kept(
    world: World, amina: Person
) -> None:
    enrolment = await enrolment_id(world, amina)
    await by(Machine({WORDS: "mine ord"}), world).work()
    mette = consultant(world)
    key = text_key(WORDS)
    await mette.says("/status")
    await mette.taps_data(OpenOwnWords(enrolment, key).pack())
    assert "mine ord" in mette.last.text
    await mette.taps_data(ConfirmDanish(enrolment, key).pack())
    assert await danish_of(world, amina) == Danish("mine ord", "checked")
    machine = Machine({WORDS: "noget andet"})
    await by(machine, world).work()
    assert machine.asked == []  # a human's word stays


async def test_leaving_the_danish_changes_nothing(world: World, amina: Person) -> None:
    mette = await opens_words(world, amina)
    await mette.taps(r"pd:no:.*")
    assert await danish_of(world, amina) is None
    assert any(data.startswith("pd:c:") for data in data_of(mette.last))


async def test_danish_for_words_changed_meanwhile_is_refused(world: World, amina: Person) -> None:
    mette = await opens_words(world, amina)
    prompt = mette.last
    await changes_words(world, amina, "other words")
    await mette.replies("Mine egne ord", prompt)
    assert says(mette.last.text, "{person} has changed these words meanwhile.")
    assert await danish_of(world, amina) is None


async def test_too_long_danish_is_refused(world: World, amina: Person) -> None:
    mette = await opens_words(world, amina)
    await mette.replies("x" * 3001)
    assert "3001" in mette.last.text and await danish_of(world, amina) is None


async def test_a_danish_writer_has_nothing_to_translate(world: World, amina: Person) -> None:
    enrolment = await enrolment_id(world, amina)
    await amina.presses_data("lang:da", amina.last.message_id)
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps_data(ListOwnWords(enrolment).pack())
    assert says(mette.last.text, "{person} writes in Danish. Nothing has to be put into Danish.")


@pytest.mark.parametrize("data", ["pd", "pd:l", "pd:l:9999", "pd:x:1:y", "pd:s:1", "pd:l:1:x"])
async def test_invalid_button_data_is_answered(world: World, amina: Person, data: str) -> None:
    mette = consultant(world)
    await mette.says("/status")
    before = len(mette.screen)
    await mette.taps_data(data)
    assert len(mette.screen) == before + 1


async def test_an_unknown_key_is_answered_as_changed_words(world: World, amina: Person) -> None:
    enrolment = await enrolment_id(world, amina)
    mette = consultant(world)
    await mette.says("/status")
    await mette.taps_data(f"pd:s:{enrolment}:{'0' * 32}")
    assert says(mette.last.text, "{person} has changed these words meanwhile.")
