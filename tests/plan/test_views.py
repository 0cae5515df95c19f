"""What both sides read about a plan, and what its buttons carry; without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.bootstrap import danish_calendar
from bot.kernel.messages import Day, Message, Phrase, Verbatim, phrase
from bot.kernel.participants import Participant
from bot.kernel.views.pager import page_of
from bot.plan.forms import DanishForm, OwnWordsListForm, PlanCommentForm
from bot.plan.rules import plan as plans
from bot.plan.rules.checks import check_plan
from bot.plan.rules.document import Danish, PlanDocument
from bot.plan.rules.plan import Plan
from bot.plan.rules.versions import PlanVersion
from bot.plan.rules.view import PlanView
from bot.plan.views import checks, danish, files
from bot.plan.views import consultant as consultant_views
from bot.plan.views.danish import OwnWords
from bot.plan.views.plan import plan_is_empty, plan_so_far
from bot.plan.views.sections import plan_sections
from tests.helpers.rendered import data, labels, lines
from tests.helpers.world import MONDAY
from tests.plan.test_checks import lines as costs
from tests.plan.test_checks import view

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)  # twelve in Copenhagen
CALENDAR = danish_calendar("Europe/Copenhagen")
AMINA = Participant(42, "Amina", "en", NOON, id=7)


def stored(**changes: str | None) -> tuple[PlanView, Plan]:
    """The complete plan with other answers, and an id."""
    found = view(**changes)
    assert found.plan is not None
    found.plan.id = 3
    return found, found.plan


# --- findings

FINDINGS = [
    ({"price": "100"},
     "A customer pays you 100 kr, and one costs you 150 kr. What could be different, so that "
     "something is left for you?"),
    ({"units": "60"},
     "You want to sell 60 in a month. In your working days you can do about 21. Which of the two "
     "numbers is right?"),
    ({"price": "155", "units": "20"},
     "You need about 120 sales a month to pay your costs. In your working days you can do about "
     "21. What could be different?"),
    ({"units": "2"},
     "With these numbers, 100 kr are missing every month. Could you sell more, ask for a higher "
     "price, or make a cost smaller?"),
    ({"source": "unsure"},
     "You need about 3,000 kr for the first six months. Where can this money come from? Please "
     "talk with your consultant before you borrow."),
    ({"units": "21"},
     "With these numbers you sell for about 100,800 kr in a year. Over 50,000 kr a business must "
     "register for VAT (moms). Will you ask your consultant about it?"),
    ({"units": "21", "form": "pmv", "vat": "with"},
     "With these numbers you sell for about 80,640 kr in a year. A PMV may sell for 50,000 kr. "
     "Will you ask your consultant which company form fits?"),
    ({"need": None},
     "In “The idea”, 1 question still waits for you. Would you like to answer it?"),
    ({"many": None, "good": None, "different": None},
     "1 part is still empty: “Competitors”. Would you like to begin there?"),
    ({"monthly": costs(("bus", None))},
     "What does “bus” cost? When I know it, I can count the rest."),
    ({"monthly": costs(("", None))},
     "What does “Without a name” cost? When I know it, I can count the rest."),
    ({"price": "99999999999"}, "One of these numbers is unusual. Is it what you wanted to say?"),
    ({"price": None},
     "What could a customer pay you for one? When I know it, I can count the rest."),
    ({"price": "0"}, "The price is 0 kr. What could a customer pay you for it?"),
    ({"units": "0"}, "You sell nothing in a month, says the plan. How many could it be?"),
    ({"cost": "0", "monthly": "[]"},
     "No costs at all? Think of materials, the phone and the bus."),
    ({"place": "rented", "monthly": "[]"},
     "You want to rent a place, and your costs every month are 0 kr. What is the rent?"),
    ({"where": "unsure"},
     "You know who your customers are. How will they hear about you?"),
    ({"place": "unsure"},
     "Your customers want to know where to find you. Where will you work?"),
    ({"rules": "food", "permits": "open"},
     "You want to sell food. A food business registers with Fødevarestyrelsen before the first "
     "sale. Have you asked how that goes?"),
    ({"rules": "children", "permits": "open"},
     "For your kind of work, you may need a permission before you start. Have you asked?"),
    ({"vat": "unsure"},
     "Is VAT (moms) in your prices? It changes the sums. Will you ask your consultant?"),
    ({"benefit": "open"},
     "Have you talked with your consultant about your benefit? Please do it before you register "
     "or advertise anything. Starting too early can cost you your benefit."),
]  # fmt: skip
WITH_CONSULTANT = {
    "no_money", "food", "special_rules", "vat_unsure", "vat_over_limit", "pmv_over_limit",
    "benefit",
}  # fmt: skip


@pytest.mark.parametrize(("changes", "text"), FINDINGS)
def test_finding_asks_a_question_and_leads_to_its_answer(
    changes: dict[str, str | None], text: str
) -> None:
    shown_view, plan = stored(**changes)
    first, *others = found = check_plan(shown_view)
    shown = checks.finding(shown_view, plan, found, 0)
    assert lines(shown) == [f"🔎 1 of {len(found)}", text]
    assert data(shown) == [
        [f"pb:q:3:{first.question.id}"],
        *([["pb:l:3:1"]] if others else []),
        *([["m:consultant"]] if first.kind.value in WITH_CONSULTANT else []),
        ["m:plan"],
    ]


def test_findings_wrap_around_after_the_last_one() -> None:
    shown_view, plan = stored(price="155", units="20")
    found = check_plan(shown_view)
    last, again = (checks.finding(shown_view, plan, found, n) for n in (1, 2))
    assert lines(last)[0] == "🔎 2 of 2" and data(last)[1] == ["pb:l:3:2"]
    assert lines(again) == lines(checks.finding(shown_view, plan, found, 0))


def test_plan_without_findings_is_praised_with_the_warning_about_the_benefit() -> None:
    assert lines(checks.no_findings()) == [
        "👍 I have read your plan. It fits together.",
        "Ask your consultant before you register or advertise anything. Starting too early can "
        "cost you your benefit.",
    ]
    assert data(checks.no_findings()) == [["m:plan"], ["m:consultant"]]


# --- to the consultants


def whole(found: PlanView, count: int = 0) -> list[Message]:
    return consultant_views.whole_plan(found, AMINA, plan_sections(found), count, CALENDAR)


def test_whole_plan_begins_with_its_state_and_ends_with_the_buttons() -> None:
    found, _ = stored()
    pages = whole(found, 2)
    assert lines(pages[0])[:4] == [
        "📘 The business plan of Amina", "11 of 11 parts are finished",
        "🔎 The bot would ask about 2 things in it", "The idea",
    ]  # fmt: skip
    assert [data(page) for page in pages[:-1]] == [[]] * (len(pages) - 1)
    stamp = int(MONDAY.timestamp() * 1000)
    assert data(pages[-1]) == [
        ["pl:f:1:pdf", "pl:f:1:docx"], ["pl:s:1"], [f"pl:r:1:{stamp}"], ["s:p:1"],
    ]  # fmt: skip


def test_empty_plan_says_so_and_leads_back() -> None:
    found = replace(view(), plan=None)
    [page] = whole(found)
    assert lines(page) == [
        "📘 The business plan of Amina", "0 of 11 parts are finished",
        "There is nothing in it yet.",
    ]  # fmt: skip
    assert data(page) == [["s:p:1"]] and consultant_views.stamp(found) == 0


def test_plan_marked_as_ready_can_be_marked_again_only_after_a_change() -> None:
    found, plan = stored()
    plans.mark_ready(plan, "Mette", NOON)
    marked = "⭐ Mette marked the plan as ready on November 2, 2026"
    assert lines(whole(found)[0])[2:4] == [marked, "The idea"]
    assert data(whole(found)[-1])[2:] == [["pl:u:1"], ["s:p:1"]]
    later = NOON + timedelta(minutes=1)
    plan.answers["need"] = plan.new_answer("need", "cold", 1, later)
    changed = "✏ The plan was changed after it was marked as ready"
    assert lines(whole(found)[0])[2:4] == [marked, changed]
    stamp = int(later.timestamp() * 1000)
    assert data(whole(found)[-1])[2:] == [[f"pl:r:1:{stamp}"], ["pl:u:1"], ["s:p:1"]]


def test_comment_is_asked_for_with_a_way_to_cancel() -> None:
    found, plan = stored()
    sections = consultant_views.which_section(found, ["idea", "me", "goals"])
    assert lines(sections) == ["Which part would you like to comment on?"]
    assert data(sections) == [["pl:c:1:idea", "pl:c:1:me"], ["pl:c:1:goals"], ["pl:o:1"]]
    asked = consultant_views.ask_for_comment(found, AMINA, "goals")
    assert lines(asked) == [
        "Your comment on “Goals and next steps”",
        "Reply to this message. Amina gets it as you write it, with a button to that part.",
    ]
    assert (data(asked), asked.form) == ([["pl:no:1:goals"]], PlanCommentForm(1, "goals"))
    received = consultant_views.has_comment(plan, "goals", "Well done", "Mette")
    assert lines(received) == [
        "💬 Mette (consultant) has read “Goals and next steps” in your plan and writes:",
        "Well done",
    ]
    assert data(received) == [["pb:s:3:goals"], ["m:consultant"]]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (consultant_views.comment_sent(AMINA, "me"),
         "✔ Amina has your comment on “Me and what I bring”."),
        (consultant_views.comment_cancelled(), "No comment was sent."),
        (consultant_views.comment_is_empty(),
         "There are no words in it. Please reply once more."),
        (consultant_views.comment_too_long(1501),
         "That is 1501 characters. At most 1500 fit. Please reply with a shorter one."),
        (consultant_views.marked(AMINA),
         "⭐ The plan of Amina is marked as ready, and the person knows."),
        (consultant_views.marked_already(AMINA), "The plan of Amina is marked as ready already."),
        (consultant_views.unmarked(AMINA), "The mark is taken back. Amina was not told."),
        (consultant_views.changed_meanwhile(AMINA),
         "Amina has changed the plan meanwhile. Here it is as it is now:"),
        (danish.writes_danish(AMINA),
         "Amina writes in Danish. Nothing has to be put into Danish."),
        (danish.press_an_answer(),
         "Please press one of the answers first. Then reply with its Danish."),
        (danish.too_long(3001),
         "That is 3001 characters. Please reply again with at most 3000."),
    ],
)  # fmt: skip
def test_short_answers_to_a_consultant(message: Message, text: str) -> None:
    assert lines(message) == [text] and data(message) == []


# --- the Danish of own words

NONE, MACHINE, CHECKED = (
    OwnWords(key, phrase("Why people need it"), "It is cold", known)
    for key, known in (
        ("k1", None), ("k2", Danish("Det er koldt", "machine")),
        ("k3", Danish("Det er koldt", "checked")),
    )
)  # fmt: skip
REPLY = "Reply to this message with the Danish words."


def test_own_words_are_listed_with_the_state_of_their_danish() -> None:
    shown = danish.own_words_list(AMINA, 1, page_of([NONE, MACHINE, CHECKED], 0, 3))
    assert lines(shown) == [
        "The own words of Amina in Danish", "Press an answer to give or check its Danish.",
        "▫ no Danish yet · 🤖 made by a machine · ✅ checked",
    ]  # fmt: skip
    found = [label for row in labels(shown) for label in row if "Why" in label]
    assert found == [f"{mark} Why people need it" for mark in "▫🤖✅"]
    assert data(shown) == [["pd:s:1:k1"], ["pd:s:1:k2"], ["pd:s:1:k3"]]
    assert shown.form == OwnWordsListForm()
    second = danish.own_words_list(AMINA, 1, page_of([NONE, MACHINE, CHECKED], 1, 1))
    assert data(second) == [["pd:s:1:k2"], ["pd:l:1:0", "pd:l:1:2"]]
    empty = danish.own_words_list(AMINA, 1, page_of([], 0))
    assert lines(empty) == ["There are no own words in the plan of Amina yet."]
    assert empty.form is None


@pytest.mark.parametrize(
    ("one", "known", "buttons"),
    [
        (NONE, ["There is no Danish for it yet."], [["pd:no:1:k1"]]),
        (MACHINE, ["🤖 The machine says:", "“Det er koldt”"], [["pd:ok:1:k2"], ["pd:no:1:k2"]]),
        (CHECKED, ["✅ Checked:", "“Det er koldt”"], [["pd:no:1:k3"]]),
    ],
)
def test_danish_of_own_words_is_asked_for_with_what_is_known(
    one: OwnWords, known: list[str], buttons: list[list[str]]
) -> None:
    [shown] = danish.ask_for_danish(AMINA, 1, one)
    head = ["Amina: Why people need it", "Language: English", "“It is cold”"]
    assert lines(shown) == [*head, *known, REPLY]
    assert (data(shown), shown.form) == (buttons, DanishForm(1, one.key))


@pytest.mark.parametrize(("size", "pages"), [(1350, 1), (1351, 2)])
def test_long_own_words_and_their_danish_come_in_messages_of_their_own(
    size: int, pages: int
) -> None:
    one = replace(MACHINE, text="x" * 1350, danish=Danish("y" * size, "machine"))
    shown = danish.ask_for_danish(AMINA, 1, one)
    assert len(shown) == pages and lines(shown[-1])[-1] == REPLY
    assert [lines(page)[0] == "Amina: Why people need it" for page in shown] == [
        True, *[False] * (pages - 1)
    ]  # fmt: skip
    assert all(page.form == DanishForm(1, "k2") and data(page) for page in shown)


def test_saved_danish_leads_to_the_next_answer_and_can_be_changed() -> None:
    last, middle = danish.saved(AMINA, 1, CHECKED, None), danish.saved(AMINA, 1, CHECKED, NONE)
    text = "✅ Saved. “Why people need it” is now in Danish in the plan of Amina."
    assert lines(last) == lines(middle) == [text]
    assert data(last) == [["pd:c:1:k3"], ["pd:l:1"]]
    assert data(middle) == [["pd:s:1:k1"], *data(last)]
    left = danish.left_unchanged(1, NONE)
    assert lines(left) == ["“Why people need it” stays as it is."]
    assert data(left) == [["pd:c:1:k1"], ["pd:l:1"]]
    assert last.form == DanishForm(1, "k3") and left.form == DanishForm(1, "k1")
    changed = danish.words_changed(AMINA, 1)
    assert lines(changed) == ["Amina has changed these words meanwhile."]
    assert data(changed) == [["pd:l:1"]]


# --- files and text

DOCUMENT = PlanDocument(Verbatim("Amina"), Day(NOON.date()), (), "pdf", "own")
VERSION = PlanVersion(1, NOON, DOCUMENT, id=9)
AT = "Nov 2, 2026, 12:00 PM"


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (files.which_file(older=False), ["Here is your plan, as it is today."],
         [["p:f:pdf", "p:f:docx"], ["m:plan"], ["m:menu"]]),
        (files.which_file(older=True), ["Here is your plan, as it is today."],
         [["p:f:pdf", "p:f:docx"], ["p:v"], ["m:plan"], ["m:menu"]]),
        (files.which_language("pdf"), ["In which language?"],
         [["p:f:pdf:own"], ["p:f:pdf:danish"], ["p:f:pdf:both"], ["m:menu"]]),
        (files.which_language("docx", VERSION), ["In which language?"],
         [["p:v:9:docx:own"], ["p:v:9:docx:danish"], ["p:v:9:docx:both"], ["m:menu"]]),
        (files.versions([]), ["You have not taken your plan along as a file yet. Here it is."],
         [["p:f:pdf", "p:f:docx"], ["m:plan"], ["m:menu"]]),
        (files.versions([VERSION]),
         ["Your plan, as it was before",
          "I keep the last ten versions. The newest one is at the top."],
         [["p:v:9"], ["m:plan"], ["m:menu"]]),
        (files.version(VERSION), [f"This is your plan as it was on {AT}."],
         [["p:v:9:pdf", "p:v:9:docx"], ["p:v"], ["m:menu"]]),
        (files.version_gone(), ["I no longer have that version. Here are the ones I have."],
         [["p:v"], ["m:menu"]]),
        (plan_is_empty(),
         ["Your plan is still empty. It grows by itself with the tasks you do."],
         [["m:plan"], ["m:task"], ["m:menu"]]),
    ],
)  # fmt: skip
def test_participants_read_about_their_files(
    message: Message, text: list[str], buttons: list[list[str]]
) -> None:
    assert lines(message) == text and data(message) == buttons


def test_plan_as_text_is_cut_into_pages_between_its_answers() -> None:
    title = Phrase("T" * 100)  # texts count twice
    first, *others = plan_so_far([(title, [Verbatim("a" * 2700)]), (title, [Verbatim("b" * 100)])])
    assert [lines(page)[-2:] for page in others] == [
        ["b" * 100, "You can change every answer at any time."]
    ]
    assert lines(first) == ["Your plan so far", "T" * 100, "a" * 2700]
    assert data(others[-1]) == [["p:f:pdf", "p:f:docx"], ["m:plan", "m:consultant"], ["m:menu"]]
    [whole_text] = plan_so_far([(title, [Verbatim("a" * 2600)]), (title, [])][:1])
    assert lines(whole_text)[-1] == "You can change every answer at any time."
