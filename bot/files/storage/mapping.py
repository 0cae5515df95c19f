"""Maps sent files onto their table."""

from bot.files.rules.files import FileState, SentFile
from bot.files.storage.tables import files
from bot.kernel.database.types import AsEnum, mapper

files.c.state.type = AsEnum(FileState)
mapper.map_imperatively(SentFile, files, properties={"submission_id": files.c.work_id})
