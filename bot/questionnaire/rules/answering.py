"""Steps of a questionnaire session: answer, skip, go back, correct, pause."""

from datetime import datetime

from bot.questionnaire.rules.answers import UnknownAnswer, validated, validated_text
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import (
    AnswerRequired,
    QuestionnaireSession,
    first_gap,
    go_to_first_gap,
    go_to_question,
    go_to_summary,
    require_open,
)


def answer(
    session: QuestionnaireSession,
    questions: Questionnaire,
    question_id: str,
    value: str,
    sequence: int,
    now: datetime,
) -> bool:
    """Record an answer to any question; return whether it changed something.

    Raises NotOpen, UnknownAnswer, TextTooLong, NotANumber.
    """
    require_open(session)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    question = questions.question(question_id)
    clean = validated(question, session.merged(question, value))
    return _record(session, questions, question, clean, sequence, now)


def attach_file(
    session: QuestionnaireSession, question: Question, caption: str, sequence: int, now: datetime
) -> None:
    """Record a file with its caption as (part of) an answer; the question stays current for more.

    Raises NotOpen, TextTooLong, UnknownAnswer for a question that takes no files.
    """
    require_open(session)
    if not question.is_open:
        raise UnknownAnswer(question.id)
    known = session.answers.get(question.id)
    before = (known.value if known else None) or ""
    value = validated_text(question, "\n".join(part for part in (before, caption.strip()) if part))
    # A file without caption keeps the sequence: an earlier text, interpreted later, still counts.
    order = sequence if caption.strip() else (known.sequence if known else 0)
    session.answers[question.id] = session.new_answer(question.id, value, order, now)
    _touch(session, now)


def keep_answer(
    session: QuestionnaireSession, questions: Questionnaire, question: Question, now: datetime
) -> None:
    """Go on from a question that has its answer.  Raises NotOpen, AnswerRequired."""
    require_open(session)
    if not session.has_answer(question.id):
        raise AnswerRequired
    _touch(session, now)
    _go_on(session, questions, question)


def toggle_choice(
    session: QuestionnaireSession, question: Question, choice_id: str, now: datetime
) -> None:
    """Tick or untick one choice of a question with several answers.

    Raises NotOpen, UnknownAnswer.
    """
    require_open(session)
    choice = question.choice(choice_id)
    if choice is None or question.kind != "several":
        raise UnknownAnswer(choice_id)
    session.pending = question.toggled(session.pending, choice)
    _touch(session, now)


def finish_choices(
    session: QuestionnaireSession, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Record the ticked choices.  Raises AnswerRequired while nothing is ticked."""
    question = session.question(questions)
    if question is None or not session.pending:
        raise AnswerRequired
    _record(session, questions, question, session.pending, sequence, now)


def skip(
    session: QuestionnaireSession, questions: Questionnaire, sequence: int, now: datetime
) -> None:
    """Skip the current question: record that, or leave it unanswered where that may be.

    Raises NotOpen, AnswerRequired.
    """
    require_open(session)
    question = session.question(questions)
    if question is None or not (question.optional or session.may_leave_gaps):
        raise AnswerRequired
    if question.optional:
        _record(session, questions, question, None, sequence, now)
        return
    following = None if session.correcting else questions.neighbour(question.id, +1)
    _touch(session, now)
    if following is None:
        go_to_summary(session)
    else:
        go_to_question(session, following)


def go_back(session: QuestionnaireSession, questions: Questionnaire, now: datetime) -> bool:
    """Go to the question before (from the summary: the last); return False at the first one.

    Raises NotOpen.
    """
    require_open(session)
    _touch(session, now)
    if session.correcting:
        go_to_summary(session)
        return True
    question = session.question(questions)
    before = questions.questions[-1] if question is None else questions.neighbour(question.id, -1)
    if before is None:
        return False
    go_to_question(session, before)
    return True


def correct(
    session: QuestionnaireSession, questions: Questionnaire, question_id: str, now: datetime
) -> None:
    """Ask one question again, then come back to the summary.  Raises NotOpen, UnknownAnswer."""
    require_open(session)
    if question_id not in questions:
        raise UnknownAnswer(question_id)
    go_to_question(session, questions.question(question_id))
    session.correcting = first_gap(session, questions) is None
    _touch(session, now)


def pause(session: QuestionnaireSession, now: datetime) -> None:
    """Raises NotOpen."""
    require_open(session)
    session.paused_at = now


def resume(session: QuestionnaireSession, now: datetime) -> None:
    """End a pause.  Raises NotOpen."""
    require_open(session)
    _touch(session, now)


def _record(
    session: QuestionnaireSession,
    questions: Questionnaire,
    question: Question,
    value: str | None,
    sequence: int,
    now: datetime,
) -> bool:
    known = session.answers.get(question.id)
    if known and known.sequence > sequence:
        return False
    current = session.question(questions)
    changed = known is None or known.value != value
    session.answers[question.id] = session.new_answer(question.id, value, sequence, now)
    _touch(session, now)
    if current is not None and current.id == question.id:
        _go_on(session, questions, question)
        return True
    return changed


def _go_on(session: QuestionnaireSession, questions: Questionnaire, question: Question) -> None:
    following = questions.neighbour(question.id, +1)
    if session.correcting or following is None:
        go_to_first_gap(session, questions)
    else:
        go_to_question(session, following)


def _touch(session: QuestionnaireSession, now: datetime) -> None:
    session.active_at, session.paused_at = now, None
