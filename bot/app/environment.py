"""What the services are built from."""

from dataclasses import dataclass

from bot.content.loader import Content
from bot.files.rules.quota import Quota
from bot.i18n.render import Renderer
from bot.kernel.calendar import Calendar
from bot.kernel.ports import Clock, ConsultantsChat, Translator
from bot.kernel.unit_of_work import UnitsOfWork
from bot.office.handlers.membership import GroupMembership
from bot.onboarding.rules import PrivacyFacts
from bot.privacy.rules.retention import RetentionRules

_DEFAULT_RETENTION = RetentionRules()
_DEFAULT_QUOTA = Quota()
_DEFAULT_PRIVACY = PrivacyFacts()


@dataclass(frozen=True)
class Environment:
    """Content, storage and clock of the services.

    chat: the consultants' group.
    consultant_ids: user ids of those who are always consultants; the others are in the database.
    membership: asks who is in the group.
    retention: how long data is kept.
    translator: None: nothing is translated by machine.
    quota: how many files one person may send.
    privacy: what the privacy notice says.
    """

    content: Content
    uow: UnitsOfWork
    renderer: Renderer
    chat: ConsultantsChat
    consultant_ids: frozenset[int]
    calendar: Calendar
    clock: Clock
    membership: GroupMembership
    retention: RetentionRules = _DEFAULT_RETENTION
    translator: Translator | None = None
    quota: Quota = _DEFAULT_QUOTA
    privacy: PrivacyFacts = _DEFAULT_PRIVACY
