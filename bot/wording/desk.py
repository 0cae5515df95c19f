"""What the consultants read.  They read Danish: the catalogue makes it so."""

from bot.domain.assessment import Assessment, Outcome
from bot.domain.buttons import encode
from bot.domain.eligibility import Application, Decision
from bot.domain.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Param,
    PersonLink,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.domain.participants import Participant
from bot.domain.questionnaire import Question, Questionnaire, Verdict
from bot.wording.steps import given

# Below Telegram's 4,096 characters even when every label is long.
_PAGE = 2800


def who(participant: Participant) -> PersonLink:
    return PersonLink(participant.first_name, participant.chat_id)


def to_offer(participant: Participant) -> Button:
    """Times for a meeting, for whoever shows a person to the consultants."""
    return Button(phrase("📅 Offer a meeting"), encode("bm", "o", participant.id or 0))


def application_pages(
    participant: Participant,
    application: Application,
    questions: Questionnaire,
    assessment: Assessment,
) -> list[Message]:
    """The readable summary: who, the recommendation, all answers; buttons under the last page."""
    head: list[Param | Paragraph] = [
        strong(phrase("{person} has answered the questions", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        strong(recommendation(assessment.outcome)),
    ]
    lines = [item(_line(application, q)) for q in questions.questions]
    pages = _pages(lines, application, questions)
    messages = [message(*(head if n == 0 else []), *page) for n, page in enumerate(pages)]
    foot = quiet(phrase("The words in quotation marks are the person's own."))
    last = messages[-1]
    messages[-1] = Message((*last.paragraphs, foot), tuple(decision_buttons(application)))
    return messages


def recommendation(outcome: Outcome) -> Phrase:
    return {
        Outcome.LOOKS_RIGHT: phrase("Recommendation: looks right"),
        Outcome.UNCLEAR: phrase("Recommendation: unclear, needs a talk"),
        Outcome.PROBABLY_NOT: phrase("Recommendation: probably not this course"),
    }[outcome]


def decision_buttons(application: Application) -> list[tuple[Button, ...]]:
    labels = {
        Decision.INVITED: phrase("📅 Invite to a meeting"),
        Decision.SUITABLE: phrase("✅ Looks right for the course"),
        Decision.UNSUITABLE: phrase("↪ Not this course"),
    }
    assert application.id is not None
    return [
        (Button(label, encode("c", application.id, decision.value)),)
        for decision, label in labels.items()
    ]


def decided(participant: Participant, decision: Decision, by: str) -> Message:
    texts = {
        Decision.INVITED: phrase(
            "{consultant} invites {person} to a meeting. The message is on its way.",
            consultant=Verbatim(by), person=who(participant),
        ),
        Decision.SUITABLE: phrase(
            "{consultant}: the course is right for {person}. The message is on its way.",
            consultant=Verbatim(by), person=who(participant),
        ),
        Decision.UNSUITABLE: phrase(
            "{consultant}: not this course for {person}. The message is on its way.",
            consultant=Verbatim(by), person=who(participant),
        ),
    }  # fmt: skip
    return message(texts[decision])


def decided_already(participant: Participant) -> Message:
    return message(phrase("That was decided already for {person}.", person=who(participant)))


def replaced_by_newer(participant: Participant) -> Message:
    return message(
        phrase("{person} has sent newer answers. Please use those.", person=who(participant))
    )


def crisis(participant: Participant) -> Message:
    return message(
        strong(phrase("🆘 {person} may be in a crisis. Please call now", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        phrase("I have given the numbers of 112, Livslinien and Lev uden vold."),
        quiet(phrase("Press the name to write. Or reply to this message: I pass it on.")),
    )


def not_yet_agreed() -> Phrase:
    return phrase("Has not agreed to the storage of answers yet.")


def at_question(question: Question) -> Phrase:
    return phrase("Is at the question: {title}", title=phrase(question.title))


def asks_about(subject: Phrase) -> Phrase:
    return phrase("Asks about: {subject}", subject=subject)


def about_a_meeting() -> Phrase:
    return phrase("It is about a meeting: a time, another time, or none.")


def about_absence() -> Phrase:
    return phrase("Can't come, or can't do it this week.")


def nowhere() -> Phrase:
    return phrase("Has no open question.")


def unreachable(participant: Participant) -> Message:
    return message(
        phrase("{person} has blocked me. My messages do not arrive.", person=who(participant))
    )


def can_not_write_to(name: str, chat_id: int) -> Message:
    """To a consultant, who does not read it in private."""
    return message(
        phrase(
            "{person}, I can't write to you in private. Please open a chat with me and press "
            "Start, so that I can reach you when somebody needs you.",
            person=PersonLink(name, chat_id),
        )
    )


def help_() -> Message:
    return message(
        strong(phrase("This is where I tell you about the participants")),
        phrase("Where this group has topics, every person has one. What you write there goes "
               "to that person. Anywhere else, reply to one of my messages."),
        phrase("You can take words back for a few seconds. If you edit them later, the person "
               "sees the change. What begins with // stays here."),
        phrase(
            "Press 💬 for ready sentences: they arrive in the person's language, as they stand."
        ),
        phrase("“I take it” shows everybody who has a talk. End it with “Close” or /close: then "
               "I help the person again."),
        phrase("The buttons under a summary send a friendly message. You can change your mind."),
        item(phrase("/runs – the courses: make one, admit people")),
        item(phrase("/status – how everybody is doing, meetings, certificates")),
        item(phrase("/open – what waits for you")),
        item(phrase("/absent – you are away, and who stands in")),
        item(phrase("/back – you are here again")),
        item(phrase("/close – end the talk, in a topic or as a reply")),
        item(phrase("/meetings – meetings with one person: what is to come")),
        item(phrase("/remind – send a reminder to a run")),
    )  # fmt: skip


def _line(application: Application, question: Question) -> Phrase:
    value = application.value(question.id)
    answer = given(question, value)
    title = phrase(question.title)
    verdicts = {c.verdict for c in question.chosen(value or "")} if value else set()
    if question.kind != "text" and Verdict.AGAINST in verdicts:
        return phrase("🔸 {title}: {answer}", title=title, answer=answer)
    if question.kind != "text" and Verdict.UNCLEAR in verdicts:
        return phrase("💬 {title}: {answer}", title=title, answer=answer)
    return phrase("{title}: {answer}", title=title, answer=answer)


def _pages(
    lines: list[Paragraph], application: Application, questions: Questionnaire
) -> list[list[Paragraph]]:
    pages: list[list[Paragraph]] = [[]]
    room = _PAGE
    for text, question in zip(lines, questions.questions, strict=True):
        need = len(application.value(question.id) or "") + 120
        if need > room and pages[-1]:
            pages.append([])
            room = _PAGE
        pages[-1].append(text)
        room -= need
    return pages
