"""Makes Telegram updates of what is typed in the terminal."""

import time
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.terminal.files import LocalFile
from bot.kernel.incoming import Press, Sender

Raw = dict[str, Any]


@dataclass
class UpdateFactory:
    """Ids start at the clock, so that they never repeat those of an earlier conversation."""

    participant: Sender
    consultant: Sender
    update_id: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    message_id: int = field(default_factory=lambda: int(time.time()))

    def text(self, text: str) -> Raw:
        """A text of the participant."""
        return self._message(self.participant, _text(text))

    def file(self, file: LocalFile) -> Raw:
        """A file of the participant."""
        return self._message(self.participant, file.as_message_content())

    def reply(self, text: str, message_id: int) -> Raw:
        """A reply of the consultant to a message in the consultants' chat."""
        raw = self._message(self.consultant, _text(text))
        raw["message"]["reply_to_message"] = {"message_id": message_id}
        return raw

    def press(self, press: Press, by_consultant: bool) -> Raw:
        sender = self.consultant if by_consultant else self.participant
        query = {
            "id": press.callback_id,
            "from": _user(sender),
            "message": {"chat": _chat(sender), "message_id": press.message_id},
            "data": press.data,
        }
        return {"update_id": self._next_update_id(), "callback_query": query}

    def _message(self, sender: Sender, content: Raw) -> Raw:
        self.message_id += 1
        about = {"message_id": self.message_id, "chat": _chat(sender), "from": _user(sender)}
        return {"update_id": self._next_update_id(), "message": about | content}

    def _next_update_id(self) -> int:
        self.update_id += 1
        return self.update_id


def _text(text: str) -> Raw:
    command = {"type": "bot_command", "offset": 0, "length": len(text)}
    return {"text": text, "entities": [command] if text.startswith("/") else []}


def _chat(sender: Sender) -> Raw:
    return {"id": sender.chat_id, "type": "private" if sender.private else "supergroup"}


def _user(sender: Sender) -> Raw:
    return {
        "id": sender.user_id,
        "first_name": sender.first_name,
        "language_code": sender.language_code,
    }
