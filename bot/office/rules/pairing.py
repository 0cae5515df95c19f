"""The code that connects a group with the assistant: short-lived, for one use, few tries."""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

VALID_FOR = timedelta(minutes=15)
TRIES = 5
DIGITS = 6
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]")


@dataclass(frozen=True)
class Pairing:
    """A code that was given out, without the code.

    salt: hex, new for each code.
    digest: of the digits of the code (hex).
    issued_at: ISO 8601, with the offset of UTC.
    tries: how many are left.
    asked_for: by the command `pair`; the others are shown in the log.
    """

    salt: str
    digest: str
    issued_at: str
    tries: int = TRIES
    asked_for: bool = False

    @classmethod
    def of(cls, code: str, salt: str, now: datetime, *, asked_for: bool = False) -> "Pairing":
        """`code`: its digits alone."""
        return cls(salt, _digest(salt, code), now.isoformat(), TRIES, asked_for)

    def is_current(self, now: datetime) -> bool:
        """Whether its time is not over; it may have been used up by wrong tries."""
        issued = datetime.fromisoformat(self.issued_at)
        return issued <= now < issued + VALID_FOR

    def can_be_tried(self, now: datetime) -> bool:
        return self.is_current(now) and self.tries > 0

    def fits(self, typed: str, now: datetime) -> bool:
        """Whether this is the code; compared in constant time."""
        code = digits_of(typed) or ""
        same = hmac.compare_digest(_digest(self.salt, code), self.digest)
        return same and self.can_be_tried(now)

    def after_miss(self) -> "Pairing":
        return replace(self, tries=max(self.tries - 1, 0))


def digits_of(typed: str) -> str | None:
    """The digits of a typed code, of any script and with any hyphens; None if it is none."""
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    if len(code) != DIGITS or not all(sign.isdecimal() for sign in code):
        return None
    return "".join(str(unicodedata.decimal(sign)) for sign in code)


def shown(code: str) -> str:
    """As people read it: 123-456."""
    return f"{code[: DIGITS // 2]}-{code[DIGITS // 2 :]}"


def _digest(salt: str, code: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + code.encode()).hexdigest()
