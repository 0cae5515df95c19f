"""Rendering of enclosures: by class, in a thread."""

import asyncio
from dataclasses import dataclass
from threading import Event
from typing import Literal

import pytest

from bot.documents.ports import RenderedFile
from bot.documents.renderer import DocumentRenderer
from bot.i18n.render import Renderer
from bot.kernel.messages import Drawing
from tests.helpers.documents import RENDERER


@dataclass(frozen=True)
class Sample(Drawing):
    language: str | None = None
    kind: Literal["test_sample"] = "test_sample"


async def test_rendering_does_not_block_the_event_loop() -> None:
    """The function returns only after the event loop has set an event."""
    loop, started, loop_ran = asyncio.get_running_loop(), asyncio.Event(), Event()

    def render(enclosure: Sample, renderer: Renderer, language: str) -> RenderedFile:
        loop.call_soon_threadsafe(started.set)
        assert loop_ran.wait(timeout=30), "the event loop is blocked"
        return RenderedFile(f"{language}.txt", "file", b"")

    renderer = DocumentRenderer(RENDERER, {Sample: render})
    rendering = asyncio.create_task(renderer.draw(Sample(), "ar"))
    await started.wait()
    assert not rendering.done()
    loop_ran.set()
    assert (await rendering).name == "ar.txt"


@pytest.mark.parametrize(("own", "expected"), [(None, "ar"), ("so", "so")])
async def test_a_language_of_the_enclosure_wins_over_the_readers(
    own: str | None, expected: str
) -> None:
    def render(enclosure: Sample, renderer: Renderer, language: str) -> RenderedFile:
        return RenderedFile(f"{language}.txt", "file", b"")

    rendered = await DocumentRenderer(RENDERER, {Sample: render}).draw(Sample(own), "ar")
    assert rendered.name == f"{expected}.txt"


async def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(KeyError):
        await DocumentRenderer(RENDERER, {}).draw(Sample(), "ar")
