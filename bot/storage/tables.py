"""The tables.  Domain objects are mapped onto them in `mapping`; the queues are used as rows."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=False))


# SQLite counts up only a column whose type is exactly INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def _partial(
    name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False
) -> None:
    """An index of only those rows that are looked for."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


participants = Table(
    "participants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("first_name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("language_chosen_at", UtcDateTime),
    Column("unreachable_since", UtcDateTime),
    Column("misses", Integer, nullable=False, default=0),
    Column("last_message_id", BigInteger, nullable=False, default=0),
    Column("last_album", String(64)),
    Column("doubtful_text", Text),
    Column("doubtful_intent", String(40)),
    Column("doubtful_question", String(40)),
    Column("language_offered", String(8)),
    Column("consultant_asked_at", UtcDateTime),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("version", String(20), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

applications = Table(
    "applications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("status", String(20), nullable=False),
    Column("current", String(16)),
    Column("correcting", Boolean, nullable=False),
    Column("marked", String(400), nullable=False),
    Column("active_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("submitted_at", UtcDateTime),
    Column("outcome", String(20)),
    Column("decision", String(20)),
    Column("decided_at", UtcDateTime),
    Column("decided_by", BigInteger),
)

answers = Table(
    "answers",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("question_id", String(16), primary_key=True),
    Column("value", Text),
    Column("sequence", BigInteger, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("places", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("closed_at", UtcDateTime),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False, index=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("admitted_at", UtcDateTime, nullable=False),
    Column("admitted_by", BigInteger, nullable=False),
    Column("status", String(20), nullable=False),
    Column("working_on", String(16)),
    Column("away_until", Date),
    Column("finished_at", UtcDateTime),
    Column("approved_by", Text),
)
# Nobody is in two runs at a time, whoever presses at the same moment.
_partial(
    "uq_enrolments_active",
    enrolments.c.participant_id,
    where=enrolments.c.status == "active",
    unique=True,
)

# The key makes a second release of the same week impossible, whatever goes wrong.
releases = Table(
    "releases",
    metadata,
    Column("enrolment_id", ForeignKey("enrolments.id"), primary_key=True),
    Column("week", Integer, primary_key=True, autoincrement=False),
    Column("released_at", UtcDateTime, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Id, primary_key=True),
    Column("enrolment_id", ForeignKey("enrolments.id"), nullable=False, index=True),
    Column("noticed_at", UtcDateTime, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("days", Integer, nullable=False),
)

attendances = Table(
    "attendances",
    metadata,
    Column("enrolment_id", ForeignKey("enrolments.id"), primary_key=True),
    Column("held_on", Date, primary_key=True),
    Column("present", Boolean, nullable=False),
    Column("recorded_by", BigInteger, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)

works = Table(
    "works",
    metadata,
    Column("id", Id, primary_key=True),
    Column("enrolment_id", ForeignKey("enrolments.id"), nullable=False),
    Column("participant_id", ForeignKey("participants.id"), nullable=False),
    Column("task_id", String(16), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", String(16)),
    Column("correcting", Boolean, nullable=False),
    Column("marked", String(400), nullable=False),
    Column("active_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("first_handed_in_at", UtcDateTime),
    Column("handed_in_at", UtcDateTime),
    Column("reviewed_at", UtcDateTime),
    Column("reviewed_by", BigInteger),
    Column("comment", Text),
    UniqueConstraint("enrolment_id", "task_id"),
)

# What waits for the consultants.
_partial("ix_works_handed_in", works.c.handed_in_at, where=works.c.stage == "handed_in")

work_answers = Table(
    "work_answers",
    metadata,
    Column("work_id", ForeignKey("works.id"), primary_key=True),
    Column("question_id", String(16), primary_key=True),
    Column("value", Text),
    Column("sequence", BigInteger, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

# The content lies on disk under `key`; `telegram_id` is how it was or will be fetched.
files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("work_id", Id, ForeignKey("works.id"), index=True),
    Column("question_id", String(16)),
    Column("media", String(10), nullable=False),
    Column("telegram_id", Text, nullable=False),
    Column("size", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("key", String(32), unique=True),
    Column("mime", String(100)),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("failure", Text),
)
_partial("ix_files_wanted", files.c.id, where=files.c.state == "wanted")

_partial(
    "ix_files_removed", files.c.id, where=(files.c.state == "removed") & files.c.key.is_not(None)
)

# update_id is the key: a repeated update changes nothing.  A done update has no payload any more.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", JSON(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("parked_at", UtcDateTime),
    Column("waiting", String(40)),
    Column("done_at", UtcDateTime),
    Column("failure", Text),
)
_partial("ix_inbox_waiting", inbox.c.chat_id, inbox.c.update_id, where=inbox.c.done_at.is_(None))

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("idempotency_key", String(80), nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("method", String(20), nullable=False),
    Column("message", JSON(none_as_null=True)),
    Column("language", String(8), nullable=False),
    Column("edit_message_id", BigInteger),
    # Whom a message to the consultants is about: a reply to it is passed on to that person.
    Column("about", ForeignKey("participants.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("failure", Text),
)
_partial("ix_outbox_waiting", outbox.c.chat_id, outbox.c.id, where=outbox.c.sent_at.is_(None))
Index("ix_outbox_message", outbox.c.chat_id, outbox.c.message_id)
Index("ix_outbox_edited", outbox.c.chat_id, outbox.c.edit_message_id)
