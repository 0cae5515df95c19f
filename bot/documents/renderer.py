"""Enclosures that are data, rendered in the reader's language by what their subject registered."""

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
    """`renders`: by the class of the enclosure."""

    renderer: Renderer
    renders: Mapping[type[Drawing], Render]

    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile:
        """In a thread: a document takes up to a second.  Raises KeyError for an unknown class."""
        render = self.renders[type(enclosure)]
        return await asyncio.to_thread(
            render, enclosure, self.renderer, enclosure.language or language
        )
