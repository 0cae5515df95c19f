"""Markup of emphasis and links: Telegram's HTML, or plain text."""

from html import escape
from typing import Protocol


class Markup(Protocol):
    """Escaping and markup of a channel."""

    def text(self, text: str) -> str: ...
    def strong(self, marked: str) -> str: ...
    def quiet(self, marked: str) -> str: ...
    def person(self, name: str, chat_id: int) -> str: ...


class TelegramHtml:
    """HTML as Telegram accepts it."""

    def text(self, text: str) -> str:
        return escape(text, quote=False)

    def strong(self, marked: str) -> str:
        return f"<b>{marked}</b>"

    def quiet(self, marked: str) -> str:
        return f"<i>{marked}</i>"

    def person(self, name: str, chat_id: int) -> str:
        return f'<a href="tg://user?id={chat_id}">{self.text(name)}</a>'


class PlainText:
    """No markup."""

    def text(self, text: str) -> str:
        return text

    def strong(self, marked: str) -> str:
        return marked

    def quiet(self, marked: str) -> str:
        return marked

    def person(self, name: str, chat_id: int) -> str:
        return name
