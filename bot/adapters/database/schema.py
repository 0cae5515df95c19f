"""Imports the tables of all packages, so that `metadata` is the whole schema."""

import bot.adapters.database.vault_table
import bot.appointments.storage
import bot.cases.storage
import bot.course.storage
import bot.eligibility.storage
import bot.files.storage
import bot.kernel.database.audit
import bot.kernel.database.erasures
import bot.kernel.database.outbox
import bot.kernel.database.participants
import bot.office.storage
import bot.pipeline.inbox
import bot.plan.storage
import bot.reminders.storage  # noqa: F401  # imported for their tables
from bot.kernel.database.types import metadata as metadata
