"""How often documents are made: the rule, and requests of people and consultants."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.buttons import GetStatement
from bot.documents import views
from bot.documents.quota import A_DAY, MY_DATA, PAPERS, DocumentQuota, of_consultant
from bot.kernel.database.outbox import Outbox
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import LocalMoment, message, phrase
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.ports import NotDelivered
from bot.plan.buttons import ExportPlan, GetPlanFile
from bot.roster.buttons import IssueStatement
from tests.helpers.desk import admitted, consultant, enrolment_of, hands_in, new_cohort, says
from tests.helpers.messages import parameter
from tests.helpers.world import Person, Shown, World

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STEPS = st.lists(st.integers(0, 30 * 60 * 60).map(lambda n: timedelta(seconds=n)), max_size=40)
OFTEN = "I have made this for you a few times today. It may be further up in our chat."
VERY_OFTEN = "You have had very many documents today."


def granted(quota: DocumentQuota, steps: list[timedelta]) -> tuple[list[datetime], datetime]:
    """Ask after each step; when it was granted, and the time in the end."""
    made: list[datetime] = []
    now = NOW
    for step in steps:
        now += step
        if quota.next_at(made, now) is None:
            made.append(now)
    return made, now


@given(st.integers(1, 12), STEPS)
def test_no_day_has_more_than_the_quota(most: int, steps: list[timedelta]) -> None:
    made, _ = granted(DocumentQuota("x", most), steps)
    for at in made:
        assert sum(at - A_DAY < other <= at for other in made) <= most


@given(st.integers(1, 12), STEPS)
def test_refused_request_is_granted_at_the_moment_told_and_not_before(
    most: int, steps: list[timedelta]
) -> None:
    quota = DocumentQuota("x", most)
    made, now = granted(quota, steps)
    next_at = quota.next_at(made, now)
    if next_at is not None:
        assert now < next_at <= now + A_DAY
        assert quota.next_at(made, next_at) is None
        assert quota.next_at(made, next_at - timedelta(microseconds=1)) == next_at


@given(st.integers(1, 12), STEPS)
def test_order_and_requests_that_are_long_ago_do_not_matter(
    most: int, steps: list[timedelta]
) -> None:
    quota = DocumentQuota("x", most)
    made, now = granted(quota, steps)
    old = [now - A_DAY - timedelta(hours=n) for n in range(20)]
    assert quota.next_at([*reversed(made), *old], now) == quota.next_at(made, now)


def test_requests_of_a_clock_that_ran_ahead_block_nobody() -> None:
    assert MY_DATA.next_at([NOW + timedelta(days=400)] * 9, NOW) is None


def test_quotas_are_generous() -> None:
    assert (MY_DATA.most, PAPERS.most) == (3, 10)
    assert of_consultant(7).most >= 300 and of_consultant(7).label != of_consultant(71).label


@pytest.mark.parametrize(("seconds", "told"), [(0, 0), (1, 60), (59.5, 60)])
def test_told_minute_is_never_too_early(seconds: float, told: int) -> None:
    shown = views.made_often(NOW + timedelta(seconds=seconds))
    expected = LocalMoment(NOW + timedelta(seconds=told), "short")
    assert parameter(shown, "moment") == expected


# In the conversation.


@pytest.fixture
async def member(world: World) -> Person:
    """On the course, with something in the plan."""
    person = await admitted(world, await new_cohort(world))
    await hands_in(world, person, "why", "My own words")
    return person


def sent(screen: list[Shown]) -> int:
    return sum(bool(s.row and s.row.message.enclosure) for s in screen)


async def exports(person: Person) -> None:
    await person.presses_data(GetPlanFile("pdf", "own").pack(), 1)


async def asks_for_statement(person: Person) -> None:
    await person.presses_data(GetStatement().pack(), 1)


async def test_my_data_comes_three_times_a_day(world: World, member: Person) -> None:
    for _ in range(3):
        await member.says("/mydata")
        world.clock.forward(hours=1)
    assert sent(world.screen(member.id)) == 3
    await member.says("/mydata")
    assert sent(world.screen(member.id)) == 3 and says(member.last.text, OFTEN, "en")
    assert "10:00" in member.last.text, "a day after the first, in Danish time"
    world.clock.forward(hours=21)
    await member.says("/mydata")
    assert sent(world.screen(member.id)) == 4


async def test_archive_in_several_parts_is_one_request(
    world: World, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def three(*_: object) -> int:
        return 3

    monkeypatch.setattr(type(world.services.archive), "count_parts", three)
    for _ in range(3):
        await member.says("/mydata")
    assert sent(world.screen(member.id)) == 9


async def test_documents_come_ten_times_a_day_and_then_again(world: World, member: Person) -> None:
    """A statement is one request: the person's own and the Danish one."""
    for _ in range(9):
        await exports(member)
    await asks_for_statement(member)
    assert sent(world.screen(member.id)) == 9 + 2
    for ask in (exports, asks_for_statement):
        await ask(member)
        assert sent(world.screen(member.id)) == 11 and says(member.last.text, OFTEN, "en")
    await member.says("/mydata")
    assert sent(world.screen(member.id)) == 12, "a quota of its own"
    world.clock.forward(hours=24)
    await exports(member)
    assert sent(world.screen(member.id)) == 13


async def test_documents_of_one_person_limit_nobody_else(world: World, member: Person) -> None:
    other = await admitted(world, await new_cohort(world, "Hold 2"), 43, "Nadia")
    for _ in range(11):
        await asks_for_statement(member)
    await asks_for_statement(other)
    assert sent(world.screen(other.id)) == 2


async def test_queued_documents_are_sent_whatever_the_quota_says_later(
    world: World, member: Person
) -> None:
    away = NotDelivered(DeliveryFailure.NETWORK, permanent=False)
    world.channel.closed[member.id] = away
    for _ in range(5):
        await member.says("/mydata")
    del world.channel.closed[member.id]
    world.clock.forward(hours=1)
    await world.settle()
    assert sent(world.screen(member.id)) == 3
    assert sum(says(text, OFTEN, "en") for text in member.texts) == 2


async def test_consultants_have_a_bound_of_their_own_each(world: World, member: Person) -> None:
    mette, ole = consultant(world, 1, "Mette"), consultant(world, 2, "Ole")
    enrolment = (await enrolment_of(world, member)).id or 0
    plan, statement = ExportPlan(enrolment, "pdf").pack(), IssueStatement(enrolment).pack()
    quota = of_consultant(mette.person.id)
    async with world.uow() as uow:
        for n in range(quota.most - 2):  # a very long day
            key, some = f"u{-n}:desk1:{quota.label}", message(phrase("Okay."))
            await uow[Outbox].put(key, CONSULTANTS, some, "da", world.clock())
        await uow.commit()
    await mette.taps_data(plan)
    await mette.taps_data(statement)
    assert sent(world.team) == 2
    for data in (plan, statement):
        await mette.taps_data(data)
        assert sent(world.team) == 2 and says(mette.last.text, VERY_OFTEN)
    await ole.taps_data(plan)
    await exports(member)
    assert (sent(world.team), sent(world.screen(member.id))) == (3, 1)
    world.clock.forward(hours=24)
    await mette.taps_data(plan)
    assert sent(world.team) == 4
