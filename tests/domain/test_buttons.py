import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.buttons import LIMIT, InvalidButton, decode, encode

WORD = st.from_regex(r"[a-z0-9_]{1,16}", fullmatch=True)


@given(WORD, st.lists(WORD | st.integers(0, 10**9), max_size=2))
def test_what_is_encoded_is_read_back(topic: str, arguments: list[str | int]) -> None:
    pressed = decode(encode(topic, *arguments))
    assert pressed.topic == topic
    assert pressed.arguments == tuple(str(a) for a in arguments)


@given(st.text())
def test_any_data_is_read_or_refused(data: str) -> None:
    try:
        pressed = decode(data)
    except InvalidButton:
        assert data.split(":")[0] == ""
        return
    assert ":".join([pressed.topic, *pressed.arguments]) == data


@given(st.text(max_size=70))
def test_nothing_over_telegrams_limit_is_made(argument: str) -> None:
    data = f"e:{argument}"
    if len(data.encode(errors="surrogatepass")) <= LIMIT:
        assert encode("e", argument) == data
    else:
        with pytest.raises(ValueError, match="over 64 bytes"):
            encode("e", argument)


@pytest.mark.parametrize("text", ["", "-1", "1.0", "x", "٣", "²", " 1", "1" * 19])
def test_an_argument_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidButton):
        decode(f"e:{text}").number(0)


def test_the_largest_id_telegram_may_use_is_a_number() -> None:
    assert decode(f"e:{2**52}").number(0) == 2**52


def test_a_missing_argument_is_refused() -> None:
    with pytest.raises(InvalidButton):
        decode("e:1").argument(1)
    with pytest.raises(InvalidButton):
        decode("e").number(0)
