"""Dispatches documents to the render functions of their packages."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.documents.ports import RenderedFile
from bot.i18n.render import Renderer
from bot.kernel.messages import Drawing

# The renderer of one kind of enclosure: (enclosure, renderer of phrases, language) → file.
Render = Callable[[Any, Renderer, str], RenderedFile]


@dataclass(frozen=True)
class DocumentRenderer:
    """Renders documents; `renders` maps their classes to render functions."""

    renderer: Renderer
    renders: Mapping[type[Drawing], Render]

    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile:
        """Render in a thread (it may take a second).  Raises KeyError for an unknown class."""
        render = self.renders[type(enclosure)]
        return await asyncio.to_thread(
            render, enclosure, self.renderer, enclosure.language or language
        )
