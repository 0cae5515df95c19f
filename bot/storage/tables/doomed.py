"""Keys of files whose rows are gone: their content is deleted from the disk next."""

from sqlalchemy import Column, String, Table

from bot.storage.tables.base import metadata

doomed_files = Table("doomed_files", metadata, Column("key", String(32), primary_key=True))
