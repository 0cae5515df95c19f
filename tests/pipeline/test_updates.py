"""Parsing of Telegram's updates; anything invalid is rejected, never a crash."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.incoming import (
    LARGEST,
    Attachment,
    Command,
    Content,
    Edited,
    GroupMoved,
    Ignored,
    Incoming,
    MembersChanged,
    Membership,
    Press,
    Sender,
    Text,
)
from bot.kernel.redaction import MASK
from bot.pipeline.masking import CPR_FOUND, MESSAGES, without_cpr
from bot.pipeline.updates import ALLOWED_UPDATES, LARGEST_ID, NotAnUpdate, parse

AMINA = {"id": 42, "first_name": "Amina", "language_code": "ar", "is_bot": False}
PRIVATE = {"id": 42, "type": "private", "first_name": "Amina"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Team", "is_forum": True}
CPR, MASKED = "010190-1234", f"{MASK * 6}-{MASK * 4}"


def update(kind: str, **body: Any) -> dict[str, Any]:
    return {"update_id": 7, kind: body}


def sent(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return update("message", message_id=5, date=1, chat=chat, **{"from": AMINA}, **content)


def command(text: str, length: int) -> dict[str, Any]:
    return sent(text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}])


def content(raw: dict[str, Any]) -> Content:
    return parse(raw).content


PRESS = update(
    "callback_query",
    id="77", data="e:1:a:lives:yes", chat_instance="1", **{"from": AMINA},
    message={"message_id": 9, "chat": PRIVATE, "date": 1, "text": "Home?"},
)  # fmt: skip
MEMBER = update(
    "my_chat_member",
    chat=PRIVATE, date=1, **{"from": AMINA},
    old_chat_member={"status": "member"}, new_chat_member={"status": "kicked"},
)  # fmt: skip
EDITED = update("edited_message", message_id=5, chat=PRIVATE, text="new", **{"from": AMINA})
DOCUMENT = sent(document={"file_id": "d", "file_size": 5, "mime_type": "a/b"}, caption="c")
PHOTO = sent(photo=[{"file_id": "p", "width": 9, "height": 9, "file_size": 5}])
COLLEAGUE = {"id": 43, "first_name": "Bo"}
CHAT_MEMBER = update(
    "chat_member", chat=GROUP, new_chat_member={"status": "left", "user": COLLEAGUE},
    **{"from": AMINA},
)  # fmt: skip
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
MOVED = sent(GROUP, migrate_to_chat_id=-1002)
EVERY_KIND = [
    sent(text="hej"), command("/start", 6), PHOTO, DOCUMENT, EDITED, PRESS, MEMBER, CHAT_MEMBER,
    MOVED, sent(GROUP, text="hej", sender_chat=GROUP),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "speaks_as"),
    [
        ({}, ""),
        ({"from": ANONYMOUS}, "group"),
        ({"from": ANONYMOUS, "sender_chat": GROUP}, "group"),
        ({"from": AMINA, "sender_chat": GROUP}, "group"),
        ({"sender_chat": {"id": -1009, "type": "channel", "title": "News"}}, "channel"),
        ({"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}}, "channel"),
        ({"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}}, "channel"),
        ({"is_automatic_forward": True}, "channel"),
    ],
)
def test_who_writes_in_the_name_of_a_chat_is_no_person(
    more: dict[str, Any], speaks_as: str
) -> None:
    for kind in ("message", "edited_message"):
        raw = sent(GROUP, text="hej")["message"] | more
        sender = parse(update(kind, **raw)).sender
        assert (sender.speaks_as, sender.is_person) == (speaks_as, not speaks_as)
        assert not sender.bot


def test_message_in_the_name_of_a_channel_may_have_no_sender() -> None:
    raw = sent(GROUP, text="hej", sender_chat={"id": -1009, "title": "News"})
    del raw["message"]["from"]
    sender = parse(raw).sender
    assert (sender.user_id, sender.is_person) == (-1009, False)


def test_other_bot_is_no_person() -> None:
    robot = {"id": 77, "is_bot": True, "first_name": "Robot"}
    raw = sent(GROUP, text="hej")
    raw["message"]["from"] = robot
    sender = parse(raw).sender
    assert sender.bot and not sender.is_person


def test_press_always_has_a_person() -> None:
    """Also below a message that was posted in the name of the group."""
    raw = copy.deepcopy(PRESS)
    raw["callback_query"]["message"] |= {"chat": GROUP, "sender_chat": GROUP}
    assert parse(raw).sender.is_person


@pytest.mark.parametrize(
    ("member", "present"),
    [
        ({"status": "member"}, True), ({"status": "creator"}, True), ({"status": "left"}, False),
        ({"status": "administrator"}, True), ({"status": "kicked"}, False),
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, False),
    ],
)  # fmt: skip
def test_member_of_a_group_is_parsed(member: dict[str, Any], present: bool) -> None:
    raw = copy.deepcopy(CHAT_MEMBER)
    raw["chat_member"]["new_chat_member"] = member | {"user": COLLEAGUE}
    assert parse(raw).content == MembersChanged((43,), present)


def test_service_messages_about_members_are_parsed() -> None:
    bo, eve = {"id": 43}, {"id": 44}
    assert content(sent(GROUP, left_chat_member=bo)) == MembersChanged((43,), False)
    assert content(sent(GROUP, new_chat_members=[bo, eve])) == MembersChanged((43, 44), True)


def test_supergroup_that_a_group_became_is_parsed() -> None:
    moved = GroupMoved(-1001, -1002)
    assert content(MOVED) == moved
    assert content(sent(GROUP | {"id": -1002}, migrate_from_chat_id=-1001)) == moved


def test_command_tells_who_wrote_what_it_replies_to() -> None:
    raw = command("/consultant add", 11)
    raw["message"]["reply_to_message"] = {"message_id": 3, "from": COLLEAGUE}
    found = content(raw)
    assert isinstance(found, Command) and found.replied_to is not None
    assert (found.replied_to.user_id, found.replied_to.first_name) == (43, "Bo")
    raw["message"]["reply_to_message"] = {"message_id": 3}
    assert content(raw) == Command("consultant", "add", 5, 3)


def test_text_is_parsed_with_its_sender() -> None:
    sender = Sender(42, 42, "Amina", "ar", private=True)
    assert parse(sent(text="hej")) == Incoming(7, sender, Text("hej", 5))


def test_largest_id_of_the_database_is_accepted() -> None:
    reply = sent(text="hej", reply_to_message={"message_id": LARGEST_ID})
    assert content(reply) == Text("hej", 5, reply_to=LARGEST_ID)
    with pytest.raises(NotAnUpdate):
        parse(sent(text="hej", reply_to_message={"message_id": LARGEST_ID + 1}))


def test_group_message_is_answered_in_the_group() -> None:
    sender = parse(sent(GROUP, text="hej")).sender
    assert (sender.chat_id, sender.user_id, sender.private) == (-1001, 42, False)
    assert parse(sent(GROUP, text="hej")).sender.chat_id == -1001


def test_forwards_and_replies_are_recognised() -> None:
    raw = sent(text="x", forward_origin={"type": "user"}, reply_to_message={"message_id": 3})
    assert content(raw) == Text("x", 5, forwarded=True, reply_to=3)


def test_masked_cpr_number_is_reported() -> None:
    assert content(without_cpr(sent(text=f"mit er {CPR}"))) == Text(
        f"mit er {MASKED}", 5, had_cpr=True
    )


@pytest.mark.parametrize(
    ("text", "length", "read"),
    [
        ("/start", 6, Command("start", "", 5)),
        ("/START", 6, Command("start", "", 5)),
        ("/start ref  77 ", 6, Command("start", "ref  77", 5)),
        ("/language@our_bot da", 17, Command("language", "da", 5)),
        ("/help@our_bot", 13, Command("help", "", 5)),
        ("/help\nplease", 5, Command("help", "please", 5)),
    ],
)
def test_command_is_parsed_with_its_argument(text: str, length: int, read: Command) -> None:
    assert content(command(text, length)) == read


@pytest.mark.parametrize(
    "entities",
    [
        None,
        [],
        [{"type": "bold", "offset": 0, "length": 6}],
        [{"type": "bot_command", "offset": 4, "length": 6}],
    ],
)
def test_slash_elsewhere_is_plain_text(entities: list[dict[str, Any]] | None) -> None:
    raw = sent(text="hej /start", entities=entities)
    assert content(raw) == Text("hej /start", 5)


def link(offset: Any, length: Any, url: Any = "https://virk.dk") -> dict[str, Any]:
    return {"type": "text_link", "offset": offset, "length": length, "url": url}


@pytest.mark.parametrize(
    ("text", "links", "read"),
    [
        ("See here, please", [link(4, 4)], "See here (https://virk.dk), please"),
        ("👋🏽 see here", [link(9, 4)], "👋🏽 see here (https://virk.dk)"),
        ("شاهد هنا", [link(5, 3)], "شاهد هنا (https://virk.dk)"),
        ("a b", [link(0, 1), link(2, 1, "http://b.dk")], "a (https://virk.dk) b (http://b.dk)"),
        ("https://virk.dk", [link(0, 15)], "https://virk.dk"),
        ("call", [link(0, 4, "tg://user?id=5")], "call"),
        ("far", [link(900, 4)], "far (https://virk.dk)"),
    ],
)
def test_link_target_is_kept(text: str, links: list[Any], read: str) -> None:
    edited = update("edited_message", message_id=5, chat=PRIVATE, text=text, **{"from": AMINA})
    edited["edited_message"]["entities"] = links
    assert content(sent(text=text, entities=links)) == Text(read, 5)
    assert content(edited) == Edited(5, read, had_cpr=False)
    photo = [{"file_id": "p", "width": 9, "height": 9}]
    shown = content(sent(photo=photo, caption=text, caption_entities=links))
    assert isinstance(shown, Attachment) and shown.caption == read


@pytest.mark.parametrize(("length", "kept"), [(500, True), (501, False)])
def test_link_target_has_at_most_500_characters(length: int, kept: bool) -> None:
    address = "https://" + "a" * (length - len("https://"))
    read = f"hej ({address})" if kept else "hej"
    assert content(sent(text="hej", entities=[link(0, 3, address)])) == Text(read, 5)


@pytest.mark.parametrize(("count", "kept"), [(99, True), (100, False)])
def test_at_most_100_entities_of_a_text_are_read(count: int, kept: bool) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 1}] * count + [link(0, 3)]
    read = "hej (https://virk.dk)" if kept else "hej"
    assert content(sent(text="hej", entities=entities)) == Text(read, 5)


@pytest.mark.parametrize(
    "broken",
    [
        link("0", 1), link(0, None), link(-5, 2), link(0, 0), link(0, 1, None), link(0, 1, 7),
        link(0, 1, "javascript:alert(1)"), link(0, 1, "https://" + "a" * 5000), "text_link", None,
        {"type": "text_link"},
    ],
)  # fmt: skip
def test_invalid_link_changes_nothing(broken: Any) -> None:
    assert content(sent(text="hej", entities=[{}, broken])) == Text("hej", 5)


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("document", "file"), ("video", "file"), ("animation", "file"),
        ("audio", "file"), ("voice", "voice"), ("video_note", "voice"), ("sticker", "sticker"),
        ("contact", "contact"), ("location", "location"), ("venue", "location"),
        ("poll", "other"), ("dice", "other"),
    ],
)  # fmt: skip
def test_every_other_content_is_an_attachment(kind: str, media: Any) -> None:
    assert content(sent(**{kind: {"file_id": "x"}})) == Attachment(media, 5, file_id="x")


def test_animation_with_document_is_one_attachment() -> None:
    assert content(sent(animation={}, document={})) == Attachment("file", 5)


SMALL = {"file_id": "s", "width": 90, "height": 60, "file_size": 900}
LARGE = {"file_id": "l", "width": 1280, "height": 960, "file_size": 90_000}
HUGE = {"file_id": "h", "width": 9000, "height": 9000, "file_size": LARGEST + 1}


@pytest.mark.parametrize(
    ("sizes", "file_id"),
    [
        ([SMALL, LARGE], "l"), ([LARGE, SMALL], "l"), ([SMALL, LARGE, HUGE], "l"), ([HUGE], "h"),
        ([{"file_id": "x"}], "x"), ([{}], None), ([], None),
    ],
)  # fmt: skip
def test_largest_downloadable_photo_size_is_chosen(
    sizes: list[dict[str, Any]], file_id: str | None
) -> None:
    photo = content(sent(photo=sizes))
    assert isinstance(photo, Attachment) and (photo.media, photo.file_id) == ("photo", file_id)


def test_file_is_parsed_with_its_metadata() -> None:
    document = {"file_id": "d", "file_name": "../../x.exe", "file_size": 7, "mime_type": "a/b"}
    raw = sent(document=document, caption="min plan", media_group_id="a1",
               forward_origin={"type": "user"}, reply_to_message={"message_id": 3})  # fmt: skip
    read = content(raw)
    assert read == Attachment(
        "file", 5, "a1", "d", 7, "a/b", "min plan", forwarded=True, reply_to=3
    )
    assert "exe" not in repr(read)


def test_masked_cpr_number_in_a_caption_is_reported() -> None:
    read = content(without_cpr(sent(photo=[SMALL], caption=f"mit er {CPR}")))
    assert isinstance(read, Attachment) and read.had_cpr and CPR not in read.caption


@pytest.mark.parametrize(
    "wrong",
    [
        {"photo": {"file_id": "x"}}, {"photo": "x"}, {"photo": [1]}, {"photo": None},
        {"document": None}, {"document": []}, {"document": {"file_id": 5}},
        {"voice": {"file_id": "x", "file_size": "big"}}, {"voice": {"mime_type": 5}},
        {"photo": [SMALL], "caption": 5}, {"photo": [SMALL], "media_group_id": [1]},
        {"photo": [SMALL], "reply_to_message": {"message_id": "x"}},
        {"photo": [SMALL | {"width": "wide"}, LARGE]},
    ],
    ids=repr,
)  # fmt: skip
def test_malformed_file_is_rejected(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotAnUpdate):
        parse(sent(**wrong))


def test_file_name_is_never_stored() -> None:
    document = {"file_id": "d", "file_name": "opsigelse Amina.pdf", "mime_type": "a/b"}
    reply = {"message_id": 3, "document": document}
    clean = without_cpr(sent(document=document, reply_to_message=reply))
    assert "opsigelse" not in repr(clean) and "a/b" in repr(clean)


def test_album_pictures_share_their_album_id() -> None:
    assert content(sent(photo=[], media_group_id="a1")) == Attachment("photo", 5, "a1")


@pytest.mark.parametrize("service", ["new_chat_title", "pinned_message", "new_chat_members"])
def test_service_messages_need_no_answer(service: str) -> None:
    assert content(sent(**{service: {}})) == Ignored()


def test_edited_message_is_recognised() -> None:
    assert content(EDITED) == Edited(5, "new")


def test_press_is_parsed_with_its_message() -> None:
    assert content(PRESS) == Press("e:1:a:lives:yes", 9, "77")


def test_press_without_message_belongs_to_the_private_chat() -> None:
    query = {"id": "77", "from": AMINA, "data": "m:menu"}
    incoming = parse({"update_id": 7, "callback_query": query})
    assert incoming.content == Press("m:menu", None, "77")
    assert (incoming.sender.chat_id, incoming.sender.private) == (42, True)


@pytest.mark.parametrize(
    ("status", "present"),
    [
        ("member", True), ("administrator", True), ("creator", True), ("restricted", True),
        ("kicked", False), ("left", False),
    ],
)  # fmt: skip
def test_blocking_and_unblocking_are_parsed(status: str, present: bool) -> None:
    raw = copy.deepcopy(MEMBER)
    raw["my_chat_member"]["new_chat_member"]["status"] = status
    assert content(raw) == Membership(present)


@pytest.mark.parametrize("kind", ALLOWED_UPDATES)
def test_every_requested_update_kind_is_parsed(kind: str) -> None:
    assert any(kind in raw and parse(raw) for raw in EVERY_KIND)


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"update_id": 7}, {"update_id": "x", "message": {}}, {"update_id": 7, "message": None},
        {"update_id": 7, "channel_post": {"chat": GROUP}}, {"update_id": 7, "message": []},
        update("message", message_id=5, chat=PRIVATE, text="anonymous"),
        update("message", message_id=5, text="x", **{"from": AMINA}),
        update("message", chat=PRIVATE, text="x", **{"from": AMINA}),
        update("callback_query", id="1", data="x"),
        update("my_chat_member", chat=PRIVATE, **{"from": AMINA}),
        {"update_id": float("inf"), "message": EVERY_KIND[0]["message"]},
    ],
)  # fmt: skip
def test_invalid_update_is_rejected(raw: dict[str, Any]) -> None:
    with pytest.raises(NotAnUpdate):
        parse(raw)


KEYS = st.sampled_from(
    ["update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat", "from",
     "id", "text", "entities", "message_id", "type", "new_chat_member", "status", "data",
     "photo", "document", "file_id", "file_size", "caption", "sender_chat", "left_chat_member",
     "migrate_to_chat_id", "chat_member", "reply_to_message", "is_automatic_forward"]
)  # fmt: skip
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(KEYS | st.text(), part, max_size=5),
    max_leaves=12,
)


def read_or_refuse(raw: Any) -> None:
    try:
        incoming = parse(raw)
    except NotAnUpdate:
        return
    assert isinstance(incoming.update_id, int)
    assert isinstance(incoming.sender.chat_id, int) and isinstance(incoming.sender.user_id, int)


@given(JSON)
def test_any_json_is_parsed_or_rejected(raw: Any) -> None:
    read_or_refuse(raw)


@given(st.sampled_from(EVERY_KIND), st.data())
def test_update_damaged_anywhere_is_parsed_or_rejected(raw: Any, data: st.DataObject) -> None:
    broken = copy.deepcopy(raw)
    place = broken
    while isinstance(place, dict):
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or not place[key] or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    read_or_refuse(broken)


@pytest.mark.parametrize(
    "raw",
    [
        sent(text=CPR),
        sent(photo=[], caption=CPR),
        update("edited_message", message_id=5, chat=PRIVATE, text=CPR, **{"from": AMINA}),
        sent(text="x", reply_to_message={"message_id": 1, "text": CPR}),
        sent(text="x", reply_to_message={"message_id": 1, "caption": CPR, "photo": []}),
        sent(text="x", reply_to_message={"reply_to_message": {"text": CPR}}),
        sent(text="x", quote={"text": CPR, "position": 0}),
        sent(text="x", pinned_message={"text": CPR}),
        update(
            "callback_query", id="1", **{"from": AMINA}, message={"chat": PRIVATE, "text": CPR}
        ),
        sent(poll={"id": "1", "options": [{"text": CPR}, {"text": "no"}]}),
        sent(poll={"id": "1", "question": CPR, "options": []}),
        sent(document={"file_id": "x", "mime_type": CPR}),
        sent(contact={"first_name": CPR, "vcard": f"NOTE:{CPR}"}),
        sent(forward_origin={"type": "hidden_user", "sender_user_name": CPR}, text="x"),
        sent(poll={"id": "1", "question": "?", "options": [], "explanation": CPR}),
    ],
    ids=lambda raw: next(k for k in raw if k != "update_id"),
)
def test_cpr_number_is_masked_in_every_field(raw: dict[str, Any]) -> None:
    before = copy.deepcopy(raw)
    clean = without_cpr(raw)
    assert CPR not in repr(clean) and MASKED in repr(clean)
    assert raw == before, "the original is left as it is"
    for message in (clean.get(kind, {}) for kind in MESSAGES):
        message.pop(CPR_FOUND, None)
    assert repr(clean).replace(MASKED, CPR) == repr(raw), "nothing else changes"


@given(st.sampled_from(EVERY_KIND))
def test_update_without_cpr_number_is_unchanged(raw: dict[str, Any]) -> None:
    assert without_cpr(raw) == raw


@pytest.mark.parametrize(
    ("content_", "had", "attached"),
    [
        ({"document": {"file_id": "d", "file_name": f"løn {CPR}.pdf"}}, True, True),
        ({"audio": {"file_id": "d", "title": "010190 12 34"}}, True, True),
        ({"contact": {"first_name": "A", "phone_number": "0101901234"}}, True, True),
        ({"contact": {"first_name": "A", "vcard": "NOTE:010190\n1234"}}, True, True),
        ({"venue": {"title": CPR}}, True, True),
        ({"poll": {"id": "1", "options": [{"text": CPR}]}}, True, True),
        ({"photo": [SMALL], "caption": "0 1 0 1 9 0 1 2 3 4"}, True, False),
        ({"photo": [SMALL], "reply_to_message": {"text": CPR}}, False, False),
        ({"document": {"file_id": "d", "file_name": "løn.pdf"}}, False, False),
    ],
)
def test_cpr_number_of_the_sender_is_reported(
    content_: dict[str, Any], had: bool, attached: bool
) -> None:
    read = content(without_cpr(sent(**content_)))
    assert isinstance(read, Attachment)
    assert (read.had_cpr, read.cpr_attached) == (had, attached)


@pytest.mark.parametrize("number", ["010190 12 34", "0 1 0 1 9 0 1 2 3 4", "61 01 90 (1234)"])
def test_cpr_number_of_an_edit_and_of_a_command_is_reported(number: str) -> None:
    edited = update("edited_message", message_id=5, chat=PRIVATE, text=number, **{"from": AMINA})
    assert getattr(content(without_cpr(edited)), "had_cpr", False) is True
    assert getattr(content(without_cpr(command(f"/help {number}", 5))), "had_cpr", False) is True


@pytest.mark.parametrize("mark", ["cpr_found", "cpr_began_in"])
def test_mark_of_ours_is_never_taken_from_outside(mark: str) -> None:
    forged: dict[str, Any] = {mark: 3}
    assert content(without_cpr(sent(text="hej", **forged))) == Text("hej", 5)


def test_ids_resembling_cpr_numbers_are_kept() -> None:
    raw = sent(text="hej") | {"update_id": 101901234}
    raw["message"]["chat"] = PRIVATE | {"id": 1010901234}
    raw["message"]["photo"] = [{"file_id": "A-0101901234", "file_unique_id": "0101901234"}]
    assert without_cpr(raw) == raw
