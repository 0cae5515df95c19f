"""Maps cohorts, enrolments and submissions onto their tables."""

from sqlalchemy.orm import attribute_keyed_dict, relationship

from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import (
    Absence,
    Attendance,
    Enrolment,
    EnrolmentStatus,
    Release,
)
from bot.course.rules.submissions import Stage, StepAnswer, Submission
from bot.course.storage.tables import (
    absences,
    attendances,
    cohorts,
    enrolments,
    releases,
    step_answers,
    submissions,
)
from bot.files.rules.files import SentFile
from bot.files.storage.tables import files
from bot.kernel.database.types import AsEnum, mapper, owned

submissions.c.stage.type = AsEnum(Stage)
enrolments.c.status.type = AsEnum(EnrolmentStatus)
mapper.map_imperatively(Cohort, cohorts)
mapper.map_imperatively(Release, releases)
mapper.map_imperatively(Absence, absences)
mapper.map_imperatively(Attendance, attendances)
mapper.map_imperatively(StepAnswer, step_answers)
mapper.map_imperatively(
    Submission,
    submissions,
    properties={
        "pending": submissions.c.marked,  # the name of the column in all releases
        "answers": relationship(
            StepAnswer,
            lazy="selectin",
            collection_class=attribute_keyed_dict("question_id"),
            cascade="all, delete-orphan",
        ),
        "files": relationship(SentFile, lazy="selectin", order_by=files.c.id),
    },
)
mapper.map_imperatively(
    Enrolment,
    enrolments,
    properties={
        "cohort_id": enrolments.c.run_id,
        "releases": owned(Release),
        "absences": owned(Absence),
        "attendances": owned(Attendance),
        "submissions": owned(Submission),
    },
)
