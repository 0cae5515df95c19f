"""The result of the eligibility check and the consultant's decision."""

from bot.eligibility.buttons import TalkAboutResult
from bot.eligibility.rules.application import Decision
from bot.eligibility.rules.assessment import Assessment, Outcome
from bot.kernel.messages import Button, Message, item, message, phrase, strong
from bot.kernel.views.commands import to_consultant, to_menu
from bot.questionnaire.rules.questionnaire import Verdict

_MARKS = {
    Verdict.FITS: lambda reason: phrase("✅ {reason}", reason=reason),
    Verdict.UNCLEAR: lambda reason: phrase("💬 {reason}", reason=reason),
    Verdict.AGAINST: lambda reason: phrase("🔸 {reason}", reason=reason),
}


def result(assessment: Assessment) -> list[Message]:
    """The recommendation, its reasons and what happens next.  Never a refusal."""
    heads = {
        Outcome.LOOKS_RIGHT: phrase("It looks right! The course seems to fit you."),
        Outcome.UNCLEAR: phrase("It may fit you. There is something to talk about first."),
        Outcome.PROBABLY_NOT: phrase(
            "This course is probably not the right one for you just now."
        ),
    }
    reasons = [item(_MARKS[r.verdict](phrase(r.text))) for r in assessment.reasons]
    return [
        message(strong(heads[assessment.outcome]), *reasons),
        message(
            phrase(
                "I have sent your answers to the consultant, who decides and writes to you here."
            ),
            phrase("Do not register a company or advertise yet. It could change your benefit."),
            buttons=[[_talk_about_result()], [to_menu()]],
        ),
    ]


def decision(decided: Decision) -> Message:
    """The consultant's decision as a message to the participant."""
    return {
        Decision.INVITED: _invited,
        Decision.SUITABLE: _suitable,
        Decision.UNSUITABLE: _unsuitable,
    }[decided]()


def _invited() -> Message:
    return message(
        strong(phrase("Good news: the consultant would like to meet you!")),
        phrase("You talk about your idea and what you need. There is nothing to prepare."),
        phrase("The consultant writes to you here about day and time."),
        buttons=[[_talk_about_result()]],
    )


def _suitable() -> Message:
    return message(
        strong(phrase("Good news: the consultant thinks that the course is right for you!")),
        phrase("You hear here when it starts. Until then there is nothing you must do."),
        buttons=[[_talk_about_result()]],
    )


def _unsuitable() -> Message:
    return message(
        phrase("Thank you for telling us about yourself. It took courage."),
        phrase("The consultant thinks that this course is not the best way for you right now."),
        phrase(
            "That can change. The consultant is happy to talk with you about what fits better."
        ),
        buttons=[[_talk_about_result()]],
    )


def _talk_about_result() -> Button:
    return Button(to_consultant().label, TalkAboutResult().pack())
