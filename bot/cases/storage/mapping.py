"""Maps cases, relays and forum topics to their tables."""

from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.relays import Direction, Relay, RelayKind, RelayState
from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.relay_tables import relays, topics
from bot.cases.storage.tables import cases
from bot.kernel.database.types import AsEnum, SealedEnum, mapper

cases.c.why.type = SealedEnum(CaseReason)
mapper.map_imperatively(Case, cases)
relays.c.direction.type, relays.c.kind.type = AsEnum(Direction), AsEnum(RelayKind)
relays.c.state.type = AsEnum(RelayState)
mapper.map_imperatively(Relay, relays)
mapper.map_imperatively(ForumTopic, topics)
