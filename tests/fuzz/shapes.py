"""What may come in, valid and not: shapes of the Bot API with anything put anywhere.

EGEN_FUZZ=1000 tries so many of each; without it the same few are tried every time.
"""

import copy
import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

HOW_MANY = int(os.environ.get("EGEN_FUZZ", "0"))
MARK = "zqz"  # begins every generated word: none may be in a log
SELF, OTHER, CONSULTANT, TEAM = 42, 43, 900, -1001


def tries(quick: int) -> settings:
    """So many examples, the same ones each time, unless more were asked for."""
    return settings(
        max_examples=HOW_MANY or quick,
        derandomize=not HOW_MANY,
        deadline=None,
        database=None,
        print_blob=True,  # what fails can be run again
        suppress_health_check=list(HealthCheck),
    )


words = st.text(max_size=30).map(lambda t: MARK + t) | st.sampled_from(
    [f"{MARK}{c}" * n for c, n in [("a", 3000), ("\x00", 1), ("\ud800", 1), ("‮é", 5), ("🙂", 60)]]
)
numbers = st.sampled_from(
    [0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**400, -7]
) | st.integers(-50, 200).filter(lambda n: n not in (OTHER, CONSULTANT))
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | st.floats() | words,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(words, part, max_size=3),
    max_leaves=8,
)

ME = {"id": SELF, "is_bot": False, "first_name": "Amina", "language_code": "en"}
MY_CHAT = {"id": SELF, "type": "private", "first_name": "Amina"}
GROUP = {"id": TEAM, "type": "supergroup", "title": "Konsulenter"}
STRAY = {"id": -77, "type": "group", "title": "Aile"}


_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
_CHANNEL = {"id": -1009, "type": "channel", "title": MARK}


def _command(text: str) -> dict[str, Any]:
    length = len(text.split(maxsplit=1)[0])
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}


def _message(**content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1, "chat": MY_CHAT, "from": ME, **content}


_SIZE = {"file_id": "p", "file_unique_id": "u", "width": 90, "height": 60, "file_size": 9}
_REPLY = {"message_id": 4, "text": "before"}
MESSAGES: list[dict[str, Any]] = [
    _message(text=f"{MARK} hej"),
    _message(text="30", reply_to_message=_REPLY),
    _message(text="/join", entities=[{"type": "bot_command", "offset": 0, "length": 5}]),
    _message(text=f"{MARK} 010190-1234", forward_origin={"type": "hidden_user"}),
    _message(photo=[_SIZE], caption=f"{MARK} c", media_group_id="a"),
    _message(document={"file_id": "d", "file_name": f"{MARK}.pdf", "mime_type": "text/plain"}),
    _message(voice={"file_id": "v", "duration": 3}),
    _message(video={"file_id": "v", "width": 1, "height": 1, "duration": 3}),
    _message(sticker={"file_id": "s", "emoji": "👍"}),
    _message(contact={"phone_number": "12345678", "first_name": MARK}),
    _message(location={"latitude": 55.7, "longitude": 12.4}),
    _message(poll={"id": "1", "question": MARK, "options": [{"text": MARK}]}),
    _message(chat=GROUP, text=f"{MARK} hej", reply_to_message=_REPLY),
    _message(chat=STRAY, text=f"{MARK} hej"),
    _message(new_chat_members=[ME]), _message(pinned_message=_REPLY), _message(dice={"value": 3}),
    _message(web_app_data={"data": MARK}), _message(users_shared={"request_id": 1}),
    # A crisis, and a CPR number in two texts.
    _message(text="I want to die"), _message(text="010190"), _message(text="1234"),
    # Acts of consultants, and of those who are no persons.
    _message(chat=GROUP, **_command("/pair 123-456")), _message(chat=STRAY, **_command("/pair 1")),
    _message(chat=GROUP, reply_to_message=_REPLY, **_command("/consultant")),
    _message(**_command("/id")), _message(chat=GROUP, text="//", reply_to_message=_REPLY),
    _message(chat=GROUP, sender_chat=GROUP, **{"from": _ANONYMOUS}, **_command("/open")),
    _message(chat=GROUP, sender_chat=_CHANNEL, is_automatic_forward=True, text=f"{MARK} news"),
    _message(chat=GROUP, left_chat_member=ME), _message(chat=STRAY, migrate_to_chat_id=TEAM),
    _message(chat=GROUP, migrate_from_chat_id=-77),
]  # fmt: skip
_MEMBER = {"chat": MY_CHAT, "from": ME, "date": 1}
UPDATES: list[dict[str, Any]] = [
    *({"message": one} for one in MESSAGES),
    {"edited_message": _message(text=f"{MARK} new")},
    {"callback_query": {"id": "1", "from": ME, "message": _message(text="x"), "data": "m:menu"}},
    {"callback_query": {"id": "1", "from": ME, "inline_message_id": "i", "data": "m:help"}},
    {"callback_query": {"id": "1", "from": ME, "game_short_name": MARK}},
    {"chat_member": _MEMBER | {"chat": GROUP, "old_chat_member": {"status": "member", "user": ME},
                               "new_chat_member": {"status": "left", "user": ME}}},
    {"my_chat_member": _MEMBER | {"new_chat_member": {"status": "kicked", "user": ME}}},
    {"my_chat_member": _MEMBER | {"chat": STRAY, "new_chat_member": {"status": "member"}}},
    {"channel_post": _message(text=MARK)}, {"edited_channel_post": _message(text=MARK)},
    {"inline_query": {"id": "1", "from": ME, "query": MARK, "offset": ""}},
    {"poll_answer": {"poll_id": "1", "user": ME, "option_ids": [0]}},
    {"message_reaction": _MEMBER | {"message_id": 5, "old_reaction": [], "new_reaction": []}},
    {"chat_join_request": _MEMBER | {"user_chat_id": SELF}},
    {"business_message": _message(text=MARK)}, {"purchased_paid_media": {"from": ME}},
    {"something_new": {"from": ME, "chat": MY_CHAT, "text": MARK}},
]  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, whole: Any, most: int = 3) -> Any:
    """`whole` with some of its parts replaced, left out or added."""
    changed = copy.deepcopy(whole)
    for _ in range(draw(st.integers(0, most))):
        _break(draw, changed)
    return changed


def _break(draw: st.DrawFn, place: Any) -> None:
    while True:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = draw(st.sampled_from(keys))
        deeper = isinstance(place[key], dict | list) and place[key]
        if not deeper or draw(st.integers(0, 2)) == 0:
            break
        place = place[key]
    how = draw(st.integers(0, 3))
    if how == 0:
        del place[key]
    elif how == 1 and isinstance(place, dict):
        place[draw(words)] = draw(junk)
    else:
        place[key] = draw(junk)


updates = st.sampled_from(UPDATES).flatmap(broken)

# Topics and verbs as docs/architecture.md lists them, ids of ours and of others, and rubbish.
_TOPICS = [
    *"abcdefghijklmnopqrstuvwxy", "lang", "ok", "da", "fa", "fb", "pb", "pd", "pl", "bm", "ht",
    "nr", "cn",
]  # fmt: skip
_VERBS = [
    *"atdwbkprncxvhsgzuolm", "xy", "ty", "tt", "ts", "cy", "st", "if", "yes", "no", "none",
    "answer", "wish", "good", "more", "talk", "bare", "suitable", "unsuitable", "meeting", "day",
    "week", "pdf", "docx", "join", "menu", "start", "deleteme", "withdraw", "shared", "own",
    "en", "2026-11", "edit", "send", "undo", "w:c", "l:1", "away", "f:pdf",
]  # fmt: skip
_REST = [
    "lives", "age", "support", "motivation", "why", "reasons", "goodday", "money", "99", "danish",
]  # fmt: skip
_IDS = [str(n) for n in (0, 1, 2, 3, 7, 10**17, 10**30)] + ["-1", "٣", "1.5", "", " 1"]
presses = st.one_of(
    st.tuples(
        st.sampled_from(_TOPICS),
        st.sampled_from(_IDS) | st.sampled_from(_VERBS),
        st.lists(st.sampled_from([*_VERBS, *_REST, *_IDS]) | words, max_size=4),
    ).map(lambda t: ":".join([t[0], t[1], *t[2]])),
    words,
    st.text(":", max_size=5),
)
