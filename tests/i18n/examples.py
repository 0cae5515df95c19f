"""People, cohorts and tasks with the longest values, for every message there is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.appointments.rules.appointments import Appointment, AppointmentState, Offer, OfferedTime
from bot.appointments.rules.offer_drafts import OfferDraft, OfferKind, OfferSubject
from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.rules.times import OfferProblem
from bot.appointments.views.consultant import AppointmentView
from bot.bootstrap import danish_calendar
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.views.consultant import CaseSummary
from bot.cases.views.relay import RelayedWords
from bot.content.loader import load
from bot.course.rules.cohort_drafts import CohortDraft
from bot.course.rules.cohorts import LONGEST_NAME, Cohort, CohortProblem
from bot.course.rules.course import PLAN_SECTIONS, Task, Week
from bot.course.rules.documents import Certificate, Statement, WeekMark
from bot.course.rules.enrolments import (
    Enrolment,
    Standing,
    record_absence,
    record_attendance,
    release,
)
from bot.course.rules.progress import by_week
from bot.course.rules.submissions import ReviewVerdict, Stage, Submission, hand_in, review, take_up
from bot.course.views.cohorts import CohortView
from bot.course.views.course import Pairs
from bot.eligibility.rules.application import begin
from bot.eligibility.views.check import EligibilityViews
from bot.files.rules.files import FileState, Refusal, SentFile
from bot.kernel.calendar import Calendar
from bot.kernel.commands import ParticipantCommand
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import (
    Button,
    Day,
    Enclosure,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    message,
    phrase,
)
from bot.kernel.participants import Participant
from bot.kernel.views.pager import Page
from bot.phrasebook import views as phrasebook
from bot.phrasebook.rules import LONGEST_WORDS, TYPED, Blank, Category, Filling, Sentence
from bot.plan.rules.budget import Budget, Item
from bot.plan.rules.document import Danish, FileFormat, PlanDocument, PlanSection
from bot.plan.rules.figures import REQUIRED_FIGURES
from bot.plan.rules.versions import VERSIONS_KEPT, PlanVersion
from bot.plan.rules.what_if import Change
from bot.plan.views import plan
from bot.plan.views.danish import OwnWords
from bot.privacy.rules.documents import MyData, ReportLabel, ReportSection
from bot.questionnaire.buttons import Ref
from bot.questionnaire.rules.answering import answer
from bot.questionnaire.rules.questionnaire import Figure
from bot.questionnaire.rules.session import QuestionnaireSession
from bot.questionnaire.views.steps import Explanation, answer_given
from bot.roster.views.status import PersonView
from bot.submissions.views import comments
from bot.submissions.views.tasks import TaskWords
from bot.workqueue.rules import ItemKind, OpenItem
from tests.i18n import office_examples, plan_examples, reminder_examples

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 12, 23)
CONTENT = load()
COURSE = CONTENT.course
CALENDAR = danish_calendar("Europe/Copenhagen")
WIDE = Participant(2**40, "W" * 64, "so", NOON, id=10**9)
COHORT = Cohort("M" * LONGEST_NAME, TODAY, 0, 16, 60, NOON, 1, id=10**9)


def _length(task: Task) -> int:
    open_steps = sum(step.is_open for step in task.steps.questions)
    return open_steps * 10_000 + sum(len(step.text) for step in task.steps.questions)


LONGEST = max(COURSE.tasks.values(), key=_length)


def work(
    task: Task = LONGEST, words: str = "", verdict: ReviewVerdict | None = None
) -> Submission:
    """New without words; else every step answered, handed in, and maybe looked at."""
    made = Submission(
        started_at=NOON, enrolment_id=1, participant_id=7, task_id=task.id, due_on=TODAY,
        id=10**9,
    )  # fmt: skip
    if not words:
        return made
    take_up(made, task.steps, NOON)
    for step in task.steps.questions:
        answer(made, task.steps, step.id, _value(step.id, task, words), 1, NOON)
        if step.is_open:
            made.files.append(_file(step.id))
    if verdict is None:
        return made
    hand_in(made, task.steps, NOON)
    review(made, verdict, 1, 900, NOON, "k" * comments.LONGEST_COMMENT)
    return made


def _value(step_id: str, task: Task, words: str) -> str:
    step = task.steps.question(step_id)
    if step.is_open:
        return words
    if step.kind == "number":
        return "123456789.5"
    many = [c.id for c in step.choices if not c.alone]
    return ",".join(many) if step.kind == "several" else step.choices[0].id


def _file(step_id: str) -> SentFile:
    return SentFile(7, 1, step_id, "photo", "t", 1, NOON, FileState.KEPT, id=1)


def _enrolment() -> Enrolment:
    made = Enrolment(1, 7, NOON, 900, id=10**9)
    release(made, COURSE, [week.number for week in COURSE.weeks], CALENDAR, NOON)
    for number, given_work in enumerate(made.submissions, 1):
        given_work.id = 10**9
        given_work.stage = list(Stage)[number % len(Stage)]
    record_attendance(made, TODAY, True, 900, NOON)
    record_absence(made, 7, CALENDAR, NOON)
    return made


ENROLMENT = _enrolment()
PAIRS = [(COURSE.tasks[w.task_id], w) for w in ENROLMENT.submissions]
VIEWS = [
    PersonView(ENROLMENT, WIDE, standing, by_week(ENROLMENT, COURSE))
    for standing in (None, *Standing)
]
COHORT_VIEWS = [
    CohortView(COHORT, people, week, TODAY, TODAY) for people, week in ((0, 0), (60, 8))
]
MARKS = tuple(WeekMark(phrase(w.title), "now", 2, 3) for w in COURSE.weeks)
STATEMENT = Statement(
    Verbatim("W" * 64), Verbatim(COHORT.name), Day(TODAY), Day(TODAY), MARKS, 16, 12, 2
)
CERTIFICATE = Certificate(
    Verbatim("W" * 64), Verbatim(COHORT.name), Day(TODAY), Day(TODAY), Verbatim("K" * 64),
    tuple(phrase(w.title) for w in COURSE.weeks),
)  # fmt: skip
ITEMS = [
    (OpenItem(kind, NOON, WIDE, 10**9, LONGEST.title), days)
    for kind in ItemKind
    for days in (0, 1, 12)
]
SECTIONS: list[tuple[Phrase, list[Param]]] = [
    (
        plan.section(name),
        [answer_given(step, "p" * 3000) for step in LONGEST.steps.questions if step.is_open],
    )
    for name in PLAN_SECTIONS
]


BOOK = CONTENT.phrasebook
_CODES = {"day": "20271223", "time": "1430", "words": TYPED}


def filled(sentence: Sentence) -> Filling:
    """With the longest that fits into each blank."""
    words = {blank.id: "w" * LONGEST_WORDS for blank in sentence.blanks}
    return Filling(sentence, tuple(_CODES[blank.kind] for blank in sentence.blanks), words)


FILLINGS = [filled(s) for category in BOOK.categories for s in category.sentences]
MOST_FILLED = max(FILLINGS, key=lambda f: len(f.chosen))


MILLION = Decimal("1234567.5")
BUDGET = Budget(
    (Item("a", MILLION),), (Item("b", MILLION),), Decimal(250), Decimal(100), Decimal(300),
    capacity_a_day=Decimal(3),
)  # fmt: skip
BUDGETS = [
    Budget(),
    BUDGET,
    replace(BUDGET, price=Decimal(50)),
    replace(BUDGET, price=Decimal(0)),
    replace(BUDGET, monthly=(Item("b", Decimal(0)),)),
    replace(BUDGET, monthly=(Item("b", Decimal(900)),)),
]
PLAN = PlanDocument(
    Verbatim("W" * 64), Day(TODAY), (PlanSection(plan.section("idea"), ()),), "pdf", "both"
)
VERSION = PlanVersion(10**9, NOON, PLAN, 10**9)
OWN_WORDS = [
    OwnWords("f" * 32, phrase(step.title), "w" * 1350, danish)
    for step in LONGEST.steps.questions
    for danish in (None, Danish("d" * 1350, "machine"), Danish("d" * 3000, "checked"))
]


CASES = [
    Case(
        7,
        NOON,
        why,
        urgent,
        taken_by=1,
        taken_name="K" * 64,
        taken_at=NOON,
        snoozed_until=NOON,
        id=10**9,
    )
    for why in CaseReason
    for urgent in (False, True)
]
CASES += [replace(CASES[0], waiting_since=NOON), replace(CASES[0], closed_at=NOON)]
BACKGROUND = CaseSummary(
    (phrase("Has no open question."),), True, None, [("m" * 4000, "n" * 4000)] * 3
)  # fmt: skip
SAID = [
    RelayedWords("x" * 3500, language="da", untranslated=True, edited=True, refused=True),
    RelayedWords("x" * 3500, "y" * 3500, "da"),
    RelayedWords("x" * 1700, "y" * 1700, "da"),
]
WIDEST_PLACE = max(CONTENT.appointment_places.places, key=lambda p: len(p.title + p.text)).id
THINGS = ",".join(thing.id for thing in CONTENT.appointment_places.things_in(0xFF))


def appointment(
    state: AppointmentState = AppointmentState.BOOKED, version: int = 0
) -> Appointment:
    return Appointment(
        7, 1, "K" * 64, WIDEST_PLACE, 60, THINGS, True, "u", NOON, NOON, state, version,
        move_asked_at=NOON, id=10**9,
    )  # fmt: skip


def offered(moves: int | None = None) -> Offer:
    times = [OfferedTime(NOON + timedelta(days=n)) for n in range(6)]
    return Offer(7, 1, "K" * 64, WIDEST_PLACE, 60, THINGS, True, NOON, times, moves, id=10**9)


APPOINTMENTS = [
    *(appointment(state) for state in AppointmentState),
    replace(appointment(version=1), interpreter=False, place_id="gone"),
]
OFFERS = [offered(), offered(10**9)]
MEETINGS = [AppointmentView(a, WIDE) for a in APPOINTMENTS]
SUBJECT = OfferSubject(OfferKind.NEW, 10**9)


def full(items: Sequence[Any]) -> Page[Any]:
    """A page with more before and after it."""
    return Page(list(items), 1, 2)


EXAMPLES: dict[Any, list[Any]] = {
    DeliveryFailure: list(DeliveryFailure),
    Blank: list({b.id: b for f in FILLINGS for b in f.sentence.blanks}.values()),
    Appointment: APPOINTMENTS,
    Appointment | Offer: [*APPOINTMENTS, *OFFERS],
    Budget: BUDGETS,
    CaseSummary: [BACKGROUND],
    Collection[datetime]: [[], [NOON]],
    AppointmentPlaces: [CONTENT.appointment_places],
    AppointmentView: MEETINGS,
    Offer: OFFERS,
    Offer | None: [None, *OFFERS],
    OfferDraft: [OfferDraft(SUBJECT, WIDEST_PLACE, 60, True, 2)],
    Page[AppointmentView]: [
        Page([], 0, 0),
        full([*MEETINGS[:1] * 5, *(AppointmentView(o, WIDE) for o in OFFERS)]),
    ],
    Sequence[Appointment]: [[], APPOINTMENTS[:2]],
    Sequence[datetime]: [[], [NOON + timedelta(minutes=30 * n) for n in range(16)]],
    Sequence[tuple[datetime, Participant]]: [[], [(NOON, WIDE)] * 2],
    OfferProblem: list(OfferProblem),
    OfferSubject: [SUBJECT],
    datetime: [NOON],
    Calendar: [CALENDAR],
    Category: [BOOK.categories[0]],
    Filling: [MOST_FILLED],
    Sequence[Category]: [BOOK.categories],
    Case: CASES,
    ParticipantCommand: list(ParticipantCommand),
    Enclosure | None: [None],
    Message: [
        message(phrase("Has no open question."), buttons=[[Button(phrase("◀ Back"), "m:x")]])
    ],
    Phrase: [phrase("Has no open question.")],
    RelayedWords: SAID,
    Change: [Change.PRICE_HIGHER, Change.COSTS_LOWER],
    FileFormat: ["pdf", "docx"],
    PlanDocument: [PLAN],
    PlanVersion: [VERSION],
    Sequence[PlanVersion]: [[], [VERSION] * VERSIONS_KEPT],
    PlanVersion | None: [None, VERSION],
    OwnWords: OWN_WORDS,
    OwnWords | None: [None, OWN_WORDS[0]],
    Page[OwnWords]: [Page([], 0, 0), full(OWN_WORDS[:10])],
    Decimal: [MILLION],
    Sequence[Decimal]: [[-MILLION] * 6],
    Sequence[tuple[Figure, Task]]: [[], [(figure, LONGEST) for figure in REQUIRED_FIGURES]],
    Certificate: [CERTIFICATE],
    Certificate | Statement: [CERTIFICATE, STATEMENT],
    CohortProblem: list(CohortProblem),
    CohortDraft: [CohortDraft(TODAY, 0, 9, 12)],
    Enrolment: [ENROLMENT],
    Page[OpenItem]: [full(ITEMS)],
    Page[Participant]: [Page([], 0, 0), full([WIDE] * 20)],
    Page[PersonView]: [Page([], 0, 0), full((VIEWS * 3)[:20])],
    Page[CohortView]: [Page([], 0, 0), full(COHORT_VIEWS * 10)],
    Page[tuple[Enrolment, Participant]]: [Page([], 0, 0), full([(ENROLMENT, WIDE)] * 20)],
    Page[tuple[OpenItem, int]]: [Page([], 0, 0), full((ITEMS * 3)[:20])],
    Pairs: [[], PAIRS],
    Paragraph: [Paragraph(phrase("Has no open question."))],
    Param: [Verbatim("K" * 64)],
    PersonView: VIEWS,
    Ref: [Ref("w", 10**9)],
    Explanation | None: [None, "example", "simpler"],
    Refusal: list(Refusal),
    Cohort: [COHORT],
    CohortView: COHORT_VIEWS,
    Sequence[Button]: [[Button(phrase("◀ Back"), "m:menu")] * 3],
    Sequence[PersonView]: [[], VIEWS],
    Sequence[Cohort]: [[], [COHORT] * 10],
    Sequence[date]: [[TODAY] * 8],
    Sequence[int]: [list(range(1, 9))],
    Sequence[tuple[OpenItem, int]]: [(ITEMS * 3)[:20]],
    Sequence[tuple[Phrase, Sequence[Param]]]: [SECTIONS],
    SentFile: [_file(LONGEST.steps.questions[0].id), _file("gone")],
    Statement: [STATEMENT],
    Task: [LONGEST],
    QuestionnaireSession: [begin(7, CONTENT.eligibility, NOON)],
    Week: list(COURSE.weeks),
    Submission: [
        work(),
        work(words="y" * 3000),
        *(work(words="z" * 3000, verdict=v) for v in ReviewVerdict),
    ],
    date | None: [None, TODAY],
    int | None: [None, 10**9],
    tuple[WeekMark, ...]: [MARKS],
    ReportLabel: list(ReportLabel),
    ReportSection: list(ReportSection),
    MyData: [MyData(10**9), MyData(10**9, 2)],
    Sequence[Phrase]: [[], [phrase("Has no open question.")]],
    dict[str, int]: [{}, {"answers": 1, "files": 12, "outbox": 300, "works": 24}],
    **office_examples.EXAMPLES,
    **plan_examples.EXAMPLES,
    **reminder_examples.EXAMPLES,
}
WORDS = {
    **office_examples.WORDS,
    **plan_examples.WORDS,
    "shortened.words": ["w" * 400],
    "now_by": ["K" * 64],
    "translation": ["y" * 4096],
    "hour": ["19:00"],
    "name": ["N" * LONGEST_NAME],
    "reason": ["past"],
    "with_whom": ["K" * 64],
    "cohort": [COHORT.name],
    "section.name": list(PLAN_SECTIONS),
    "value": ["123456789.5"],
}


def spoken() -> Iterator[Message]:
    """All that the check and the tasks say on their way: every step new, the longest full."""
    check = begin(7, CONTENT.eligibility, NOON)
    check.id = 10**9
    for category in BOOK.categories:
        yield phrasebook.sentences(WIDE, category)
        for sentence in category.sentences:
            yield phrasebook.preview(WIDE, category, filled(sentence))
    yield from plan_examples.spoken()
    yield from reminder_examples.spoken()
    yield from _way(
        EligibilityViews(check, CONTENT.eligibility), CONTENT.eligibility.questions, "why"
    )
    for task in COURSE.tasks.values():
        steps = task.steps.questions
        yield from _way(TaskWords(work(task), task), steps, "example", "simpler")
    for words in ("ع" * 3000, "<" * 3000):
        full_work = work(words=words)
        yield from _way(TaskWords(full_work, LONGEST), LONGEST.steps.questions, "example")


def _way(words: Any, questions: Sequence[Any], *more: str) -> Iterator[Message]:
    for question in questions:
        yield from (words.question(question, shown) for shown in (None, *more))
        yield words.answered(question)
        yield words.where_we_were(question)
    yield from (words.summary(), words.all_answers(), words.which_to_change(), words.paused())
    yield words.where_we_were(None)
