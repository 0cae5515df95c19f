"""Talks with a human on Telegram: a topic for each person, whatever befalls it on the way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.adapters.telegram.channel import WEBHOOK_PATH
from bot.adapters.telegram.receiving import Receiver, Webhook
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Sender
from bot.kernel.messages import PersonLink
from bot.kernel.unit_of_work import UnitOfWork
from bot.pipeline.updates import ALLOWED_UPDATES
from tests.helpers.files import JPEG, VOICE, picture
from tests.scenarios.town import TEAM, Town, town
from tests.telegram_server import Person
from tests.telegram_server.chats import Topic
from tests.telegram_server.loopback import serving

CALLED = "I have told the consultant, who writes to you here or calls."
MORNING = datetime(2026, 11, 4, 8, tzinfo=UTC)
HOLD = 8
SECRET = "a-secret-of-the-test"


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, MORNING, forum=True) as place:
        yield place


@pytest.fixture
def mette(forum: Town) -> Person:
    return consultant(forum)


def consultant(place: Town, number: int = 900, name: str = "Mette") -> Person:
    phone = place.telegram.person(number, name, language_code="da")
    place.team.chat.members[number] = "member"
    return phone


async def citizen(
    place: Town, number: int = 42, name: str = "Amina", language: str = "en"
) -> Person:
    return await place.applicant(number, name, language)


async def asks(place: Town, person: Person) -> int:
    """The topic that the person has then."""
    await person.says("/consultant")
    await place.settle()
    return topic_of(place, person)


def topics(place: Town) -> dict[int, Topic]:
    return {n: t for n, t in place.team.chat.topics.items() if not t.deleted}


def topic_of(place: Town, person: Person) -> int:
    name = person.user["first_name"]
    [number] = [n for n, topic in topics(place).items() if f"{name} ·" in topic.name]
    return number


def texts(place: Town, thread: int) -> list[str]:
    shown = place.team.screen(thread)
    return [s.text for s in shown if s.sender == "Test Bot" and s.text]  # the first made the topic


def words_in(place: Town, thread: int, *words: str) -> list[str]:
    """Those of the words that stand there, in order, as often as they do."""
    return [w for text in texts(place, thread) for w in words if w in text.split()]


async def passes(place: Town, seconds: float = HOLD) -> None:
    place.clock.forward(seconds=seconds)
    await place.scheduler.run_jobs()
    await place.settle()


async def all_sent(place: Town) -> None:
    """However often Telegram says: not now."""
    for _ in range(200):
        if not await place.unsent():
            return
        place.clock.forward(seconds=10)
        await place.settle()
    raise AssertionError("something is never sent")


# --- topics


async def test_each_participant_has_a_topic_with_everything_about_them(
    forum: Town, mette: Person
) -> None:
    amina, bente = await citizen(forum), await citizen(forum, 43, "Bente", "tr")
    for person in (amina, bente):
        await asks(forum, person)
        await person.says(f"I am {person.user['first_name']}")
    await forum.settle()
    for person, other in ((amina, bente), (bente, amina)):
        said = "\n".join(texts(forum, topic_of(forum, person)))
        assert f"I am {person.user['first_name']}" in said
        assert other.user["first_name"] not in said
    names = sorted(topic.name for topic in topics(forum).values())
    assert names == ["⏳ Amina · en", "⏳ Bente · tr"]
    assert not forum.refusals()


async def test_message_in_a_topic_is_relayed_to_its_participant(
    forum: Town, mette: Person
) -> None:
    amina, bente = await citizen(forum), await citizen(forum, 43, "Bente")
    hers = await asks(forum, amina)
    await asks(forum, bente)
    await mette.says("Hej Amina", to=forum.team, thread=hers)
    await mette.says("// hun lyder træt", to=forum.team, thread=hers)
    await mette.says("/ukendt", to=forum.team, thread=hers)
    await mette.says("Kaffe?", to=forum.team)
    await forum.settle()
    await passes(forum)
    assert "Hej Amina" in amina.last.text and "Mette" in amina.last.text
    everything = amina.drawn() + bente.drawn()
    assert "træt" not in everything and "Kaffe" not in everything and "ukendt" not in everything
    assert "Hej Amina" not in bente.drawn()
    assert topics(forum)[hers].name == "Amina · en", "taken: nobody needs to hurry any more"


async def test_press_is_answered_in_the_topic_it_came_from(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    await mette.says("/open", to=forum.team)
    await forum.settle()
    assert forum.team.last.thread == 0
    await mette.says("/open", to=forum.team, thread=hers)
    await forum.settle()
    assert forum.team.last.thread == hers


@pytest.mark.parametrize("told", ["message thread not found", "TOPIC_DELETED"])
async def test_deleted_topic_is_recreated_and_nothing_goes_to_general(
    forum: Town, mette: Person, told: str
) -> None:
    amina = await citizen(forum)
    old = await asks(forum, amina)
    await forum.team.loses_topic(old)
    if told == "TOPIC_DELETED":
        described = f"Bad Request: {told}"
        match = {"message_thread_id": str(old)}
        forum.telegram.faults.add("sendMessage", status=400, description=described, match=match)
    await amina.says("are you there?")
    await forum.settle()
    new = topic_of(forum, amina)
    assert new != old and any("are you there?" in text for text in texts(forum, new))
    assert all(shown.thread == new for shown in forum.team.screen())
    await mette.says("Ja!", to=forum.team, thread=new)
    await forum.settle()
    await passes(forum)
    assert "Ja!" in amina.last.text


async def test_closed_topic_is_reopened(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    forum.team.chat.topics[hers].closed = True
    match = {"message_thread_id": str(hers)}
    closed = "Bad Request: TOPIC_CLOSED"
    forum.telegram.faults.add("sendMessage", status=400, description=closed, match=match)
    await amina.says("hello?")
    await forum.settle()
    assert any("hello?" in text for text in texts(forum, hers))
    assert not forum.team.chat.topics[hers].closed


async def test_topic_is_renamed_with_the_first_name(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    amina.user["first_name"] = "Amina Zahra"
    await amina.says("my new name")
    await forum.settle()
    assert topics(forum)[hers].name == "⏳ Amina Zahra · en"


async def test_failed_topic_rename_delays_no_message(forum: Town) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    amina.user["first_name"] = "Amina Zahra"
    forum.telegram.faults.add("editForumTopic", retry_after=30, times=None)
    await amina.says("my new name")
    await forum.settle()
    assert any("my new name" in text for text in texts(forum, hers))


async def test_concurrent_first_messages_create_one_topic(forum: Town) -> None:
    amina = await citizen(forum)
    async with forum.core.uow() as uow:
        person = await uow[Participants].of_chat(amina.id)
    assert person is not None and person.id is not None
    transport = forum.delivery.ordinary.transport
    topics_ = transport.topics  # type: ignore[attr-defined]  # Telegram's
    async with forum.core.uow() as uow:
        await amina_asks(uow, person.id, forum)
        row = await uow[Outbox].next_of(0, forum.clock())
    await asyncio.gather(*(topics_.thread_of(row, TEAM) for _ in range(5)))
    assert len(topics(forum)) == 1


async def amina_asks(uow: UnitOfWork, about: int, place: Town) -> None:
    from bot.kernel.messages import Verbatim, message

    await uow[Outbox].put(
        "x", 0, message(Verbatim("x")), "da", place.clock(), SendOptions(about=about)
    )


async def test_without_topic_rights_replies_are_used_and_reported_once(
    tmp_path: Path,
) -> None:
    async with town(tmp_path, MORNING, forum=True, bot="member") as place:
        mette, amina = consultant(place), await citizen(place)
        await amina.says("/consultant")
        await place.settle()
        await amina.says("hello?")
        await place.settle()
        warned = place.words("I may not make topics in this group", "da")
        blind = place.words("I do not see everything that is written here", "da")
        shown = [s.text for s in place.team.screen()]
        assert sum(warned in text for text in shown) == 1
        assert sum(blind in text for text in shown) == 1
        post = next(s for s in place.team.screen() if "hello?" in s.text)
        await mette.says("Hej", to=place.team, reply_to=post.message_id)
        await place.settle()
        await passes(place)
        assert "Hej" in amina.last.text


async def test_group_migrated_to_a_supergroup_continues_with_topics(tmp_path: Path) -> None:
    async with town(tmp_path, MORNING) as place:
        mette, amina = consultant(place), await citizen(place)
        await amina.says("/consultant")
        await place.settle()
        assert "Amina" in place.team.last.text and not topics(place)
        await place.team.becomes_supergroup(-100777, by=mette)
        await amina.says("still there?")
        await place.settle()
        await all_sent(place)
        assert "still there?" in place.team.last.text


async def test_messages_wait_while_the_bot_is_out_of_the_group(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    forum.team.chat.members[forum.telegram.world.me["id"]] = "kicked"
    await amina.says("/consultant")
    await amina.says("do not lose this")
    await forum.settle()
    await passes(forum, 3600)
    forum.team.chat.members[forum.telegram.world.me["id"]] = "administrator"
    await all_sent(forum)
    assert any("do not lose this" in text for text in texts(forum, topic_of(forum, amina)))


# --- the relay


async def test_pictures_voice_and_albums_are_relayed_both_ways(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    await amina.sends_photo(JPEG, caption="my stall, 010190-1234")
    await amina.sends_voice(VOICE)
    await amina.sends_sticker()
    await amina.sends_album(*(picture(mark) for mark in (b"1", b"2", b"3")), caption="three")
    await forum.settle()
    await passes(forum, 5)
    shown = [s for s in forum.team.screen(hers) if s.file]
    assert [s.file.kind for s in shown if s.file] == ["photo", "voice", "sticker"] + 3 * ["photo"]
    assert "my stall" in shown[0].text and "1234" not in shown[0].text
    albums = {m.content.get("media_group_id") for m in forum.team.chat.messages.values()}
    assert len(albums - {None}) == 1, "kept together"
    await mette.sends_voice(VOICE, to=forum.team, thread=hers)
    await forum.settle()
    await passes(forum)
    assert amina.last.file is not None and amina.last.file.kind == "voice"
    assert "Mette" in amina.last.text
    assert not forum.refusals() and not forum.telegram.unanswered()


async def test_replies_quote_the_right_message_on_both_sides(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    first = await amina.says("when?")
    await amina.says("and where?")
    await forum.settle()
    asked = next(s for s in forum.team.screen(hers) if "when?" in s.text)
    answer = await mette.says("Klokken 9", to=forum.team, thread=hers, reply_to=asked.message_id)
    await forum.settle()
    await passes(forum)
    assert amina.last.reply_to == first.message_id
    await amina.says("thanks", reply_to=amina.last.message_id)
    await forum.settle()
    thanks = next(s for s in forum.team.screen(hers) if "thanks" in s.text)
    assert thanks.reply_to == answer.message_id


async def test_edits_are_relayed_and_withdrawn_messages_are_not(
    forum: Town, mette: Person
) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    mine = await amina.says("my rnt")
    await forum.settle()
    await amina.edits(mine.message_id, "my rent")
    written = await mette.says("Klokken 9", to=forum.team, thread=hers)
    await forum.settle()
    await passes(forum)
    await mette.edits(written.message_id, "Klokken 10", to=forum.team)
    await mette.says("Forkert", to=forum.team, thread=hers)
    await forum.settle()
    await mette.presses(forum.words("↩ Take back", "da"), to=forum.team)
    await forum.settle()
    await passes(forum)
    assert any("my rent" in text for text in texts(forum, hers))
    assert "Klokken 10" in amina.drawn() and "Klokken 9" not in amina.drawn()
    assert "Forkert" not in amina.drawn()
    assert not forum.refusals()


async def test_undelivered_relay_is_reported_quoting_it(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    amina.chat.blocked = True
    written = await mette.says("Hej Amina", to=forum.team, thread=hers)
    await forum.settle()
    await passes(forum)
    who = PersonLink("Amina", amina.id)
    told = forum.words("⚠ Not delivered: {person} has blocked me.", "da", person=who)
    found = [s for s in forum.team.screen(hers) if s.text == told and not s.edited]
    assert [s.reply_to for s in found] == [written.message_id]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"retry_after": 3},
        {"drop": "before"},
        {"garbage": True},
    ],
)
async def test_relay_failures_neither_lose_nor_duplicate_messages(
    forum: Town, mette: Person, fault: dict[str, object]
) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    for method in ("sendMessage", "copyMessage", "createForumTopic"):
        forum.telegram.faults.add(method, times=2, **fault)
    await amina.says("one")
    await amina.sends_photo(caption="two")
    await amina.says("three")
    await mette.says("svar", to=forum.team, thread=hers)
    await forum.settle()
    await passes(forum)
    await all_sent(forum)
    assert words_in(forum, hers, "one", "two", "three") == ["one", "two", "three"]
    assert sum("svar" in s.text for s in amina.screen() if s.sender == "Test Bot") == 1


async def test_lost_response_duplicates_at_most_one_message(forum: Town, mette: Person) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    forum.telegram.faults.add("sendMessage", drop="after")
    await amina.says("one")
    await amina.says("two")
    await forum.settle()
    await all_sent(forum)
    said = words_in(forum, hers, "one", "two")
    assert said in (["one", "two"], ["one", "one", "two"])


async def test_late_mixed_and_repeated_updates_are_relayed_once(
    forum: Town, mette: Person
) -> None:
    amina = await citizen(forum)
    hers = await asks(forum, amina)
    forum.telegram.world.updates.hold()
    sent = [await amina.says(f"word {n}") for n in range(4)]
    forum.telegram.world.updates.release(reversed)
    for one in sent:
        assert one.update_id is not None
        forum.telegram.redeliver(one.update_id)
    forum.offset = 0
    await forum.settle()
    for n in range(4):
        assert sum(f"word {n}" in text for text in texts(forum, hers)) == 1


async def test_handover_works_by_webhook(forum: Town, mette: Person) -> None:
    """With an update that comes twice, an edit, and words that are taken back."""
    await forum.make_consultant(Sender(TEAM, mette.id, "Mette", "da", private=False))
    receiver = Receiver(
        forum.core.uow, forum.clock, forum.delivery.ordinary.transport, forum.worker.nlu
    )
    door = Route(WEBHOOK_PATH, Webhook(receiver, SECRET).respond, methods=["POST"])
    async with serving(Starlette(routes=[door]), 0) as url:
        await forum.channel.bot.set_webhook(
            url + WEBHOOK_PATH, secret_token=SECRET, allowed_updates=ALLOWED_UPDATES
        )
        amina = await citizen(forum)
        await amina.says("/consultant")
        await delivered(forum)
        hers = topic_of(forum, amina)
        sent = await amina.says("my rnt")
        await delivered(forum)
        assert sent.update_id is not None
        forum.telegram.redeliver(sent.update_id)
        await amina.edits(sent.message_id, "my rent")
        await delivered(forum)
        assert words_in(forum, hers, "rent", "rnt") == ["rent"]
        await mette.says("Forkert", to=forum.team, thread=hers)
        await delivered(forum)
        await mette.presses(forum.words("↩ Take back", "da"), to=forum.team)
        await mette.says("Rigtigt", to=forum.team, thread=hers)
        await delivered(forum)
        forum.clock.forward(seconds=HOLD)
        await delivered(forum)
        assert "Rigtigt" in amina.drawn() and "Forkert" not in amina.drawn()


async def delivered(place: Town) -> None:
    """What the webhook has accepted is worked off."""
    world = place.telegram.world
    assert await world.activity.until(lambda: not world.updates.queue, 5)
    await place._work(0)


async def test_twenty_concurrent_requests_survive_flood_control(
    tmp_path: Path,
) -> None:
    """Every message arrives once, in order, in the right topic."""
    async with town(tmp_path, MORNING, forum=True) as place:
        place.telegram.world.limits.enforced = True
        consultant(place)
        people = [await citizen(place, 100 + n, f"Person{n}") for n in range(20)]
        for n in range(6):
            place.telegram.faults.add("sendMessage", retry_after=2 + n)
            place.telegram.faults.add("createForumTopic", retry_after=3)
        for person in people:
            await person.says("/consultant")
        for n in range(2):
            for person in people:
                await person.says(f"{person.user['first_name']} says {n}.")
            await place.settle()
            place.clock.forward(seconds=5)  # so that the next one does not join it
        await place.settle()
        await all_sent(place)
        assert len(topics(place)) == 20
        for person in people:
            name = person.user["first_name"]
            said = texts(place, topic_of(place, person))
            assert len(said) == 3 and f"{name}" in said[0]
            assert [f"{name} says {n}." in text for n, text in enumerate(said[1:])] == [True] * 2
        assert sum(" 429 " in refusal for refusal in place.refusals()) > 12, "it did rain"
        called = place.words(CALLED, "en")
        for person in people:
            assert sum(called in s.text for s in person.screen()) == 1
        general = [s for s in place.team.screen() if s.thread == 0 and s.sender == "Test Bot"]
        assert general == []
