"""Cases, relays and topics onto their tables."""

from bot.cases.rules.cases import Case, Why
from bot.cases.rules.relays import Direction, Kind, Relay, State
from bot.cases.rules.topics import Topic
from bot.cases.storage.relay_tables import relays, topics
from bot.cases.storage.tables import cases
from bot.kernel.database.types import AsEnum, mapper

cases.c.why.type = AsEnum(Why)
mapper.map_imperatively(Case, cases)
relays.c.direction.type, relays.c.kind.type = AsEnum(Direction), AsEnum(Kind)
relays.c.state.type = AsEnum(State)
mapper.map_imperatively(Relay, relays)
mapper.map_imperatively(Topic, topics)
