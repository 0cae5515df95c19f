"""Review of submissions: shown in full, reviewed once, answered, and never forgotten."""

import asyncio
from dataclasses import replace

import pytest

from bot.course.rules.submissions import Stage, Submission
from bot.course.storage.repositories import Submissions
from bot.kernel.messages import Message, Phrase, Verbatim
from bot.kernel.participants import Participant
from bot.kernel.views import text
from bot.submissions.views import review
from tests.helpers.desk import (
    Consultant,
    admitted,
    applicant,
    consultant,
    data_of,
    enrolment_of,
    fill,
    hands_in,
    new_cohort,
    says,
)
from tests.helpers.world import MONDAY, Person, World

GOOD = "{consultant}: ✅ good. The message is on its way."


async def submission_of(world: World, submission_id: int) -> Submission:
    async with world.uow() as uow:
        submission = await uow[Submissions].get(submission_id)
        assert submission is not None
        return submission


async def handed_in_submission(world: World) -> tuple[Consultant, Person, int]:
    amina = await admitted(world, await new_cohort(world))
    submission_id = await hands_in(world, amina)
    return consultant(world), amina, submission_id


async def test_approval_is_sent_and_noted(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    handed_in = await mette.taps(f"v:{submission_id}:1:good")
    submission = await submission_of(world, submission_id)
    assert (submission.stage, submission.reviewed_by) == (Stage.APPROVED, 1)
    assert says(handed_in.text, GOOD) and "Mette" in handed_in.text
    assert data_of(handed_in) == []
    assert amina.sees("The consultant has looked at “Why you want this”: well done!")
    assert "m:task" in data_of(amina.last)


async def test_a_double_tap_reviews_once(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    handed_in = await mette.taps(f"v:{submission_id}:1:good")
    heard = len(amina.texts)
    await mette.taps_data(f"v:{submission_id}:1:good", handed_in)
    assert len(amina.texts) == heard
    assert says(mette.last.text, "{consultant} has approved “{task}” of {person} already.")


async def test_of_two_consultants_one_wins_and_the_other_is_told_who(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    jens = consultant(world, 2, "Jens")
    shown = world.team[-1]
    await asyncio.gather(
        mette.taps_data(f"v:{submission_id}:1:good", shown),
        jens.taps_data(f"v:{submission_id}:1:talk", shown),
    )
    submission = await submission_of(world, submission_id)
    winner = {1: "Mette", 2: "Jens"}[submission.reviewed_by or 0]
    assert winner in shown.text
    if submission.stage is Stage.APPROVED:
        assert winner in mette.last.text and says(
            mette.last.text, "{consultant} has approved “{task}” of {person} already."
        )
    assert len([t for t in amina.texts if "“Why you want this”" in t and "consultant" in t]) >= 1


async def test_the_comment_is_sent_with_the_returned_submission(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    handed_in = await mette.taps(f"v:{submission_id}:1:more")
    prompt = mette.last
    await mette.replies("Hvem er dine kunder?")
    submission = await submission_of(world, submission_id)
    assert (submission.stage, submission.comment) == (Stage.RETURNED, "Hvem er dine kunder?")
    assert "“Why you want this”" in amina.last.text and "Hvem er dine kunder?" in amina.last.text
    assert f"k:o:{submission_id}" in data_of(amina.last)
    assert data_of(prompt) == [] and data_of(handed_in) == []
    assert "Mette" in handed_in.text
    # Words to a prompt that is settled are passed on like to any message about a person.
    await mette.replies("Tak!", prompt)
    await world.passes(seconds=8)
    assert "Tak!" in amina.last.text
    assert (await submission_of(world, submission_id)).comment == "Hvem er dine kunder?"


async def test_a_submission_can_be_returned_without_comment(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    await mette.taps(f"v:{submission_id}:1:more")
    await mette.taps(f"v:{submission_id}:1:bare:.*")
    assert (await submission_of(world, submission_id)).stage is Stage.RETURNED
    assert amina.sees("The consultant asks you to look at it once more.")


async def test_a_comment_can_be_cancelled(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    heard = len(amina.texts)
    await mette.taps(f"v:{submission_id}:1:more")
    await mette.taps(f"v:{submission_id}:1:no:.*")
    assert (await submission_of(world, submission_id)).stage is Stage.HANDED_IN
    assert len(amina.texts) == heard and data_of(mette.last) == []
    await mette.taps(f"v:{submission_id}:1:good")


@pytest.mark.parametrize(
    ("comment", "answer"),
    [
        ("   ", "Please write a few words, or press the button “Send without words” there."),
        ("x" * 3001, "That is {size} characters. Please reply again with at most {limit}."),
        ("🙂" * 1501, "That is {size} characters. Please reply again with at most {limit}."),
    ],
)
async def test_an_empty_or_long_comment_is_refused(
    world: World, comment: str, answer: str
) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    await mette.taps(f"v:{submission_id}:1:more")
    prompt = mette.last
    await mette.replies(comment)
    assert says(mette.last.text, answer)
    await mette.replies("x" * 3000, prompt)
    assert (await submission_of(world, submission_id)).stage is Stage.RETURNED
    assert len(amina.last.text) < 4000


async def test_after_a_talk_it_can_be_approved(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    handed_in = await mette.taps(f"v:{submission_id}:1:talk")
    assert amina.sees("The consultant would like to talk with you about “Why you want this”.")
    assert data_of(handed_in) == [f"v:{submission_id}:1:good", f"v:{submission_id}:1:more"]
    await mette.says("/open")
    assert f"o:w:{submission_id}" in data_of(mette.last)
    await mette.taps_data(f"v:{submission_id}:1:talk", handed_in)
    assert (await submission_of(world, submission_id)).stage is Stage.TALK
    await mette.taps_data(f"v:{submission_id}:1:good", handed_in)
    assert (await submission_of(world, submission_id)).stage is Stage.APPROVED
    assert handed_in.text.count("Mette") == 1  # one note, the newest


async def test_an_old_version_brings_the_newest(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    old = mette.last
    await hands_in(world, amina, words="Something newer")
    await mette.taps_data(f"v:{submission_id}:1:good", old)
    assert (await submission_of(world, submission_id)).stage is Stage.HANDED_IN
    assert mette.sees("{person} has changed it meanwhile. The newest is below.")
    assert "Something newer" in mette.last.text
    await mette.taps(f"v:{submission_id}:2:good")
    assert (await submission_of(world, submission_id)).stage is Stage.APPROVED


async def test_a_reopened_submission_cannot_be_reviewed(world: World) -> None:
    mette, _, submission_id = await handed_in_submission(world)
    async with world.uow() as uow:
        submission = await uow[Submissions].get(submission_id)
        assert submission is not None
        submission.stage = Stage.STARTED
        await uow.commit()
    await mette.taps(f"v:{submission_id}:1:good")
    assert says(
        mette.last.text,
        "{person} is changing “{task}” just now. It comes again when it is handed in.",
    )


async def test_a_review_after_leaving_the_cohort_changes_nothing(world: World) -> None:
    mette, amina, submission_id = await handed_in_submission(world)
    shown = mette.last
    enrolment = await enrolment_of(world, amina)
    await mette.taps_data(f"r:ty:{enrolment.id}", world.team[0])
    await mette.taps_data(f"v:{submission_id}:1:good", shown)
    assert (await submission_of(world, submission_id)).stage is Stage.HANDED_IN
    await mette.says("/open")
    assert says(mette.last.text, "Nothing waits for you. 🌿")


async def test_participants_cannot_review(world: World) -> None:
    _, amina, submission_id = await handed_in_submission(world)
    stranger = replace(consultant(world, amina.id), chat=amina.id)
    await stranger.taps_data(f"v:{submission_id}:1:good", amina.last)
    assert (await submission_of(world, submission_id)).stage is Stage.HANDED_IN


async def test_a_named_consultant_can_review_in_private(world: World) -> None:
    _, amina, submission_id = await handed_in_submission(world)
    world.name_consultants(1)
    mette = replace(consultant(world), chat=1)
    await mette.says("/open")
    await mette.taps(f"o:w:{submission_id}")
    await mette.taps(f"v:{submission_id}:1:more")
    await mette.replies("Mere om kunderne")
    assert "Mere om kunderne" in amina.last.text
    await mette.taps_data("m:menu")  # the rest of a private chat is a person's, as anybody's
    assert mette.last.labels


# --- what the consultants read


def _pages(world: World, words: str) -> tuple[list[Message], int]:
    """The messages, and how many open answers they have."""
    task = max(
        world.content.course.tasks.values(),
        key=lambda t: sum(q.is_open for q in t.steps.questions),
    )
    submission = Submission(
        started_at=MONDAY, enrolment_id=1, participant_id=1, task_id=task.id,
        due_on=MONDAY.date(), id=1,
    )  # fmt: skip
    fill(world, submission, words)
    person = Participant(42, "N" * 64, "ar", MONDAY)
    pages = review.handed_in(person, task, submission, MONDAY.date(), "Hold")
    return pages, sum(q.is_open for q in task.steps.questions)


def _own_words(pages: list[Message]) -> str:
    phrases = [p.content for page in pages for p in page.paragraphs]
    values = [p.params.get("words") for p in phrases if isinstance(p, Phrase)]
    return "".join(words.text for words in values if isinstance(words, Verbatim))


@pytest.mark.parametrize(
    "words",
    ["ord " * 750, "x" * 3000, "🙂" * 3000, "كلمة " * 600, "a\n\n" * 1000, "kort"],
    ids=["words", "one word", "emoji", "arabic", "lines", "short"],
)
async def test_long_answers_are_split_without_losing_a_character(world: World, words: str) -> None:
    pages, answers = _pages(world, words)
    texts = [world.channel.renderer.render(page, "da").text for page in pages]
    assert all(len(t.encode("utf-16-le")) // 2 < 3500 for t in texts)
    assert _own_words(pages) == words.strip() * answers
    assert [bool(page.buttons) for page in pages] == [False] * (len(pages) - 1) + [True]
    assert "".join(text.pieces(words)) == words


async def test_the_pages_show_who_what_and_when(world: World) -> None:
    [page], _ = _pages(world, "kort")
    text = world.channel.renderer.render(page, "da").text
    assert "N" * 64 in text and "Hold" in text and "kort" in text
    assert says(text, "Handed in on time.")


# --- the list, and what is brought up again


async def test_the_open_list_has_submissions_and_applications_oldest_first(world: World) -> None:
    mette, _, submission_id = await handed_in_submission(world)
    world.clock.forward(days=1)
    await applicant(world, 43, "Bilal", decision=None)
    await mette.says("/open")
    waiting = [d for d in data_of(mette.last) if d.startswith(("o:w", "o:a"))]
    assert waiting[0] == f"o:w:{submission_id}" and waiting[1].startswith("o:a:")
    await mette.taps("o:a:.*")
    assert any(d.startswith("c:") for d in data_of(mette.last))
    await mette.taps("c:.*:suitable")
    await mette.says("/open")
    assert not any(d.startswith("o:a") for d in data_of(mette.last))


async def test_a_long_open_list_is_paged(world: World) -> None:
    for n in range(45):
        await applicant(world, 100 + n, "N" * 64, decision=None)
    mette = consultant(world)
    await mette.says("/open")
    await mette.taps("o:l:1")
    await mette.taps("o:l:2")
    assert len(world.team) == 1 and len([d for d in data_of(mette.last) if d[:3] == "o:a"]) == 5
    assert all(len(m.text) < 3900 for m in world.team)


async def _ticks(world: World) -> int:
    """How many messages about old items one run of the daily note sends."""
    before = len(world.team)
    await world.services.daily_note.work()
    await world.settle()
    head = "🔔 This has waited for two working days"
    return len([m for m in world.team[before:] if says(m.text, head)])


async def test_items_older_than_two_working_days_are_noted_once_a_day(world: World) -> None:
    mette, amina, _ = await handed_in_submission(world)  # on Monday
    await hands_in(world, amina, "strengths")
    world.clock.forward(days=1)
    assert await _ticks(world) == 0
    world.clock.forward(days=1)
    assert await _ticks(world) == 1
    assert len([d for d in data_of(mette.last) if d.startswith("o:w:")]) == 2
    assert await _ticks(world) == 0
    world.clock.forward(hours=2)
    assert await _ticks(world) == 0
    world.clock.forward(days=1)
    assert await _ticks(world) == 1  # on Thursday it still waits


async def test_weekends_and_nights_do_not_count(world: World) -> None:
    amina = await admitted(world, await new_cohort(world))
    world.clock.forward(days=4)  # Friday
    await hands_in(world, amina)
    for _ in range(3):  # Saturday, Sunday, Monday
        world.clock.forward(days=1)
        assert await _ticks(world) == 0
    world.clock.forward(hours=18)  # Tuesday, four in the night
    assert await _ticks(world) == 0
    world.clock.forward(hours=6)
    assert await _ticks(world) == 1
