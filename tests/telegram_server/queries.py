"""Presses on inline buttons; a spinner turns until the bot answers the callback query."""

import itertools
from dataclasses import dataclass

from tests.telegram_server.wire import Clock, bad_request

MAX_ANSWER = 200


@dataclass(frozen=True)
class Answer:
    """`alert`: shown as a dialog instead of a notification."""

    text: str
    alert: bool


@dataclass(eq=False)
class Query:
    id: str
    person_id: int
    chat_id: int
    message_id: int
    label: str
    data: str
    pressed_at: float
    answer: Answer | None = None


class Queries:
    def __init__(self, clock: Clock, seconds_to_live: float) -> None:
        self.seconds_to_live = seconds_to_live
        self.pressed: dict[str, Query] = {}
        self._clock = clock
        self._numbers = itertools.count(700_000_001)

    def press(self, person_id: int, chat_id: int, message_id: int, label: str, data: str) -> Query:
        query_id = str(next(self._numbers))
        query = Query(query_id, person_id, chat_id, message_id, label, data, self._clock())
        self.pressed[query_id] = query
        return query

    def answer(self, query_id: str, answer: Answer) -> None:
        query = self.pressed.get(query_id)
        if query is None or query.answer is not None or self._is_old(query):
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise bad_request(reason)
        if len(answer.text) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        query.answer = answer

    def unanswered(self) -> list[Query]:
        return [query for query in self.pressed.values() if query.answer is None]

    def _is_old(self, query: Query) -> bool:
        return self._clock() - query.pressed_at > self.seconds_to_live
