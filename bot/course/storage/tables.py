"""Tables of cohorts, enrolments and submissions.

In the database they are called as in the first release: runs, works, work_answers.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.kernel.database.types import Id, Sealed, UtcDateTime, metadata, partial

cohorts = Table(
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
    Column("approved_by", Sealed),
)
# A participant is in one cohort at a time; concurrent admissions fail here.
partial(
    "uq_enrolments_active",
    enrolments.c.participant_id,
    where=enrolments.c.status == "active",
    unique=True,
)

# The key makes a second release of the same week impossible.
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

submissions = Table(
    "works",
    metadata,
    Column("id", Id, primary_key=True),
    Column("enrolment_id", ForeignKey("enrolments.id"), nullable=False),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("task_id", String(16), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", String(16)),
    Column("correcting", Boolean, nullable=False),
    Column("marked", Sealed, nullable=False),
    Column("active_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("first_handed_in_at", UtcDateTime),
    Column("handed_in_at", UtcDateTime),
    Column("reviewed_at", UtcDateTime),
    Column("reviewed_by", BigInteger),
    Column("comment", Sealed),
    UniqueConstraint("enrolment_id", "task_id"),
)

# Submissions that wait for a review.
partial("ix_works_handed_in", submissions.c.handed_in_at, where=submissions.c.stage == "handed_in")

step_answers = Table(
    "work_answers",
    metadata,
    Column("work_id", ForeignKey("works.id"), primary_key=True),
    Column("question_id", String(16), primary_key=True),
    Column("value", Sealed),
    Column("sequence", BigInteger, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)
