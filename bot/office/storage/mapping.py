"""Maps consultants to their table."""

from bot.kernel.database.types import mapper
from bot.office.rules.consultants import Consultant
from bot.office.storage.tables import consultants

mapper.map_imperatively(Consultant, consultants)
