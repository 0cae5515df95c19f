"""One person's burst in a talk: few messages in the group, and nothing is lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.rules.digests import (
    EDIT_EVERY,
    LASTS,
    LENGTH,
    LIVE,
    MINUTE,
    MOST_POSTS,
    PAUSE,
    Step,
    fitting,
    plan,
)
from bot.cases.rules.relays import Direction, Relay, RelayKind, RelayState
from tests.helpers.talk import edits, post_of, writes
from tests.helpers.world import MONDAY, Person, Shown, World

PHOTO = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]


def relay(seconds: float = 0, text: str = "hello", **more: object) -> Relay:
    at = MONDAY + timedelta(seconds=seconds)
    made = Relay(1, Direction.IN, RelayKind.TEXT, RelayState.GONE, 42, 1, at, at, text)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def step(new: Relay, digest: list[Relay], posts: int = 1, broken: bool = False) -> Step:
    now = new.created_at
    return plan(new, digest, [now - MINUTE / 2] * posts, broken, now).step


def test_text_right_after_another_joins_it() -> None:
    assert step(relay(2), [relay()]) is Step.JOIN
    assert step(relay(), [], posts=0) is Step.POST


@pytest.mark.parametrize(
    ("new", "digest", "broken"),
    [
        (relay(PAUSE.total_seconds() + 1), [relay()], False),
        (relay(2), [relay()], True),
        (relay(2, reply_to=7), [relay()], False),
        (relay(2, kind=RelayKind.COPY), [relay()], False),
        (relay(2), [relay(kind=RelayKind.COPY)], False),
        (relay(LASTS.total_seconds() + 1), [relay(), relay(LASTS.total_seconds())], False),
        (relay(2, "x" * LENGTH), [relay()], False),
    ],
    ids=["pause", "broken", "quote", "file", "after a file", "lasts", "full"],
)
def test_text_is_a_message_of_its_own(new: Relay, digest: list[Relay], broken: bool) -> None:
    assert step(new, digest, broken=broken) is Step.POST


def test_above_the_bound_words_join_and_files_wait() -> None:
    late = relay(30, reply_to=7)
    assert step(late, [relay()], MOST_POSTS, broken=True) is Step.JOIN
    assert step(relay(30, kind=RelayKind.COPY), [relay()], MOST_POSTS) is Step.WAIT
    posts = [MONDAY + timedelta(seconds=n) for n in range(MOST_POSTS + 1)]
    found = plan(relay(30, "x" * LENGTH), [relay()], posts, False, MONDAY)
    assert (found.step, found.at) == (Step.WAIT, posts[1] + MINUTE)


def test_long_digest_is_edited_every_few_seconds_only() -> None:
    digest = [relay() for _ in range(LIVE)]
    assert step(relay(2), digest) is Step.WAIT
    assert step(relay(3), digest) is Step.JOIN
    found = plan(relay(1), digest, [MONDAY], False, MONDAY)
    assert found.at == MONDAY + EDIT_EVERY


@given(st.lists(st.integers(0, 900), max_size=6), st.lists(st.integers(0, 900), max_size=6))
def test_digest_never_grows_above_its_length(there: list[int], new: list[int]) -> None:
    digest = fitting([], [relay(text="x" * n) for n in there])
    added = fitting(digest, texts := [relay(text="y" * n) for n in new])
    assert added == texts[: len(added)]
    assert sum(len(r.text) + 2 for r in [*digest, *added]) <= LENGTH


# In the talk.


def posts(world: World) -> list[Shown]:
    """The messages of people in the group."""
    return [s for s in world.team if s.row and s.row.key.startswith("relay:")]


async def burst(world: World, person: Person, texts: int, seconds: float = 0.2) -> None:
    for n in range(texts):
        await person.says(f"words {n}.")
        world.clock.forward(seconds=seconds)


async def after(world: World, minutes: int) -> None:
    for _ in range(minutes * 12):
        world.clock.forward(seconds=5)
        await world.settle()


async def test_burst_of_150_texts_is_a_few_messages_with_every_word(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    await burst(world, amina, 150, 32 / 150)
    assert len(posts(world)) <= MOST_POSTS
    await after(world, 2)
    shown = "\n".join(post.text for post in posts(world))
    assert [shown.count(f"words {n}.") for n in range(150)] == [1] * 150
    assert shown.index("words 3.") < shown.index("words 149.") and len(posts(world)) <= 6


async def test_full_digest_begins_another_and_loses_nothing(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    for n in range(16):
        await amina.says(f"<{n}>" + "x" * 900)
        world.clock.forward(seconds=1)
    await after(world, 3)
    shown = "".join(post.text for post in posts(world))
    assert [shown.count(f"<{n}>") for n in range(16)] == [1] * 16
    assert all(len(post.text) < 4096 for post in posts(world)) and 5 <= len(posts(world)) <= 8


async def test_files_above_the_bound_come_later_and_in_order(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    for n in range(8):
        await amina.sends(photo=PHOTO, caption=f"photo {n}")
    await amina.says("that was all")
    assert len(posts(world)) == MOST_POSTS
    await after(world, 4)
    shown = "\n".join(post.text for post in posts(world))
    places = [shown.index(words) for words in (*(f"photo {n}" for n in range(8)), "that was all")]
    assert places == sorted(places) and len(posts(world)) == 9


async def test_edit_of_any_part_changes_the_digest(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    ids = []
    for words in ("one", "two", "three"):
        await amina.says(words)
        ids.append(world.message_id)
    await edits(amina, ids[1], "zwei")
    await edits(amina, ids[0], "eins")
    [digest] = posts(world)
    lines = digest.text.splitlines()
    assert ["eins" in "".join(lines), "zwei" in "".join(lines)] == [True, True]
    assert "two" not in digest.text and "three" in digest.text and "one" not in digest.text
    await amina.says("four")
    [digest] = posts(world)
    assert all(words in digest.text for words in ("eins", "zwei", "three", "four"))


async def test_quotes_of_parts_find_their_counterpart(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    ids = []
    for words in ("one", "two"):
        await amina.says(words)
        ids.append(world.message_id)
    [digest] = posts(world)
    await writes(world, mette, "Hej Amina", digest)
    row = amina.last.row
    assert row is not None and row.reply_to == ids[0], "the first part"
    await amina.says("about that", reply_to_message={"message_id": ids[1]})
    row = world.team[-1].row
    assert row is not None and row.reply_to == digest.message_id


async def test_text_after_an_answer_is_a_message_of_its_own(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("one")
    await writes(world, mette, "Hej", post_of(world, amina))
    await amina.says("two")
    assert [("one" in post.text, "two" in post.text) for post in posts(world) if "Amina" in
            post.text and "Hej" not in post.text][-1] == (False, True)  # fmt: skip


async def test_burst_of_one_person_leaves_the_messages_of_others_alone(
    world: World, amina: Person
) -> None:
    olena = world.person(43, "Olena", "en")
    await olena.says("/start")
    await olena.presses("English")
    for person in (amina, olena):
        await person.says("/consultant")
    await amina.says("mine")
    await olena.says("hers")
    await amina.says("mine too")
    texts = [post.text for post in posts(world)]
    assert len(texts) == 2 and "hers" not in texts[0] and "mine too" in texts[0]
