"""What a person does at the keyboard, in the shape of Telegram's updates."""

import time
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.terminal.files import LocalFile
from bot.domain.incoming import Press, Sender

Raw = dict[str, Any]


@dataclass
class PersonAtTheKeyboard:
    """Ids grow with the clock, so a second conversation goes on where the first one ended."""

    participant: Sender
    consultant: Sender
    update_id: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    message_id: int = field(default_factory=lambda: int(time.time()))

    def writes(self, text: str) -> Raw:
        return self._message(self.participant, text)

    def sends(self, file: LocalFile) -> Raw:
        return self._told(self.participant, file.told())

    def replies(self, text: str, message_id: int) -> Raw:
        raw = self._message(self.consultant, text)
        raw["message"]["reply_to_message"] = {"message_id": message_id}
        return raw

    def presses(self, press: Press, consultant: bool) -> Raw:
        who = self.consultant if consultant else self.participant
        query = {
            "id": press.callback_id,
            "from": _person(who),
            "message": {"chat": _chat(who), "message_id": press.message_id},
            "data": press.data,
        }
        return {"update_id": self._next_update(), "callback_query": query}

    def _message(self, who: Sender, text: str) -> Raw:
        command = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        return self._told(who, {"text": text, "entities": command if text.startswith("/") else []})

    def _told(self, who: Sender, content: Raw) -> Raw:
        self.message_id += 1
        about = {"message_id": self.message_id, "chat": _chat(who), "from": _person(who)}
        return {"update_id": self._next_update(), "message": about | content}

    def _next_update(self) -> int:
        self.update_id += 1
        return self.update_id


def _chat(who: Sender) -> Raw:
    return {"id": who.chat_id, "type": "private" if who.private else "supergroup"}


def _person(who: Sender) -> Raw:
    return {"id": who.user_id, "first_name": who.first_name, "language_code": who.language_code}
