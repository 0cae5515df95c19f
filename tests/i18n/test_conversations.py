"""Conversations in every language: all texts and buttons are translated and readable."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

import polib
import pytest
import pytest_asyncio

from bot.app.views import intents
from bot.app.views.commands import participant_commands
from bot.facts.rules import Fact
from bot.i18n.catalogues import FOLDER, locale
from bot.i18n.direction import FSI, LRI, PDI, is_rtl
from bot.i18n.markup import PlainText
from bot.i18n.render import DANISH_MARK, Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Param, Verbatim, phrase
from bot.questionnaire.rules.interruption import NluResult
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.eligibility import labels
from tests.helpers.world import Person, Shown, World, make_world

RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText(), "44 77 20 00")
EVERY_LANGUAGE = pytest.mark.parametrize("language", list(OWN_NAMES))
pytestmark = pytest.mark.asyncio(loop_scope="module")
_numbers = count(1001)

# Requests in free text; `FakeNlu` is told the intent of each.
REQUESTS = {
    "da": ("jeg forstår det ikke", "jeg vil tale med et menneske", "et skridt tilbage tak",
           "andet sprog tak", "jeg kan ikke mere"),
    "en": ("i do not get it", "let me talk to a human", "one step back please",
           "another language please", "i cannot go on"),
    "ar": ("لم أفهم شيئا", "أريد أن أتكلم مع إنسان", "ارجع خطوة", "لغة أخرى من فضلك",
           "لم أعد أحتمل"),
    "tr": ("hiç anlamadım", "bir insanla konuşmak istiyorum", "bir adım geri lütfen",
           "başka bir dil lütfen", "artık dayanamıyorum"),
    "fa": ("متوجه نشدم", "می‌خواهم با یک انسان حرف بزنم", "یک قدم برگرد", "زبان دیگری لطفا",
           "دیگر نمی‌توانم"),
    "ur": ("مجھے سمجھ نہیں آیا", "میں کسی انسان سے بات کرنا چاہتی ہوں", "ایک قدم پیچھے",
           "کوئی اور زبان", "اب مجھ سے برداشت نہیں ہوتا"),
    "so": ("ma fahmin", "waxaan rabaa inaan qof la hadlo", "hal tallaabo dib", "luqad kale",
           "ma sii wadi karo"),
    "pl": ("nic nie rozumiem", "chcę rozmawiać z człowiekiem", "krok wstecz proszę",
           "inny język proszę", "nie mogę już tak dłużej"),
    "uk": ("нічого не розумію", "хочу поговорити з людиною", "крок назад будь ласка",
           "іншу мову будь ласка", "я більше не можу"),
}  # fmt: skip
REASON = {
    "da": "for mine børns skyld", "en": "for my children", "ar": "من أجل أطفالي",
    "tr": "çocuklarım için", "fa": "برای بچه‌هایم", "ur": "اپنے بچوں کے لیے",
    "so": "carruurtayda dartood", "pl": "dla moich dzieci", "uk": "заради моїх дітей",
}  # fmt: skip


def translated(text: str, language: str, **params: Param) -> str:
    """The translation of the catalogue."""
    return RENDERER.plain(phrase(text, **params), language)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One world for all: every test brings a person of its own."""
    world = await make_world(tmp_path_factory.mktemp("world"))
    yield world
    await world.close()


@pytest.fixture
def newcomer(city: World) -> Callable[[str], Person]:
    number = next(_numbers)
    return lambda language: city.person(number, f"Amina{number}", language)


# The steps, pressed as the language words them.


async def presses(person: Person, text: str, language: str, **params: Param) -> None:
    await person.presses(translated(text, language, **params))


async def to_the_menu(person: Person, language: str) -> None:
    await person.says("/start")
    assert translated("Which language would you like?", language) in person.last.text
    await person.presses(OWN_NAMES[language])
    await presses(person, "✅ Yes, that is okay", language)


async def answer(person: Person, question: Question, language: str) -> None:
    assert translated(question.text, language) in person.last.text
    if question.kind == "text":
        await person.says(REASON[language])
    else:
        for label in labels(question, language):
            await person.presses(label)


# What every text on a screen must be.

_WORDS = re.compile(r"[A-Za-z']+(?: [A-Za-z']+){2,}")


@cache
def english() -> frozenset[str]:
    """Runs of three words and more out of every English source text."""
    sources: set[str] = set()
    for entry in polib.pofile(str(FOLDER / "messages.pot")):
        sources |= {entry.msgid, entry.msgid_plural}
    return frozenset(run for source in sources for run in _WORDS.findall(source))


def faults(text: str, language: str) -> Iterator[str]:
    if not text.strip():
        yield "empty"
    if len(text) > 4096:
        yield f"{len(text)} characters"
    if re.search(r"\{\w*\}", text):
        yield "a field that is not filled"
    if language != "en":
        yield from (f"English: {run}" for run in english() if run in text)
    if is_rtl(locale(language)):
        yield from (f"not isolated: {run}" for run in loose_runs(text))


def loose_runs(text: str) -> list[str]:
    """Latin words, and numbers with signs inside, that nothing keeps together."""
    before = ""
    while before != text:
        before, text = text, re.sub(f"[{LRI}{FSI}][^{LRI}{FSI}{PDI}]*{PDI}", " ", text)
    return re.findall(r"[A-Za-zÆØÅæøå]+|\d+[ .,:/–-]\d+", text)


def assert_readable(screen: list[Shown], language: str) -> None:
    own_words = {*OWN_NAMES.values(), DANISH_MARK}
    found = [
        (message.text, fault) for message in screen for fault in faults(message.text, language)
    ]
    for message in screen:
        for label in set(message.labels) - own_words:
            assert len(label) <= 64, f"too long for a small phone: {label}"
            # A Danish word of the glossary stands alone on its button, whatever is around it.
            alone = not re.search("[\u0600-\u06ff]", label)
            found += [(label, f) for f in faults(label, "en" if alone else language)]
    assert not found


def assert_danish(screen: list[Shown]) -> None:
    """The consultants' group."""
    assert_readable(screen, "da")


# The whole check.


@EVERY_LANGUAGE
async def test_check_is_completed_by_buttons_of_the_language(
    newcomer: Callable[[str], Person], language: str
) -> None:
    amina = newcomer(language)
    world = amina.world
    await to_the_menu(amina, language)
    for text in world.content.welcome.messages:
        assert amina.sees(translated(text, language))
    await reads_the_notice(amina, language)
    await presses(amina, "🌱 May I join?", language)
    questions = world.content.eligibility.questions
    total = Verbatim(str(len(questions)))
    for place, question in enumerate(questions, 1):
        progress = translated(
            "Question {place} of {total}", language, place=Verbatim(str(place)), total=total
        )
        assert progress in amina.last.text
        await presses(amina, "❔ Why do you ask?", language)
        assert question.why and translated(question.why, language) in amina.last.text
        assert_readable([amina.last], language)
        await answer(amina, question, language)
    assert translated("These are your answers. Is everything right?", language) in amina.last.text
    assert REASON[language] in amina.last.text
    await presses(amina, "📨 Yes, send to the consultant", language)
    assert amina.sees(translated("It looks right! The course seems to fit you.", language))
    await world.person(900, "Kirsten").decides(translated("📅 Invite to a meeting", "da"))
    assert amina.sees(translated("Good news: the consultant would like to meet you!", language))
    assert_readable(world.screen(amina.id), language)
    assert_danish(world.team)


async def reads_the_notice(person: Person, language: str) -> None:
    """The short one came before consent; the whole one, with what can be done, is a press away."""
    source = "The people who run this program for the municipality can see it too."
    assert person.sees(translated(source, language))
    await person.says("/privacy")
    await presses(person, "🔒 Read more: who reads it?", language)
    assert "Datatilsynet" in person.last.text and "databeskyttelsesrådgiver" in person.last.text
    for label in ("📦 Send me what you know", "🗑 Delete everything", "✋ I take back my yes"):
        assert translated(label, language) in person.last.labels


# Requests in the middle of a question.


@EVERY_LANGUAGE
async def test_requests_interrupt_every_question_and_return_to_it(
    newcomer: Callable[[str], Person], language: str
) -> None:
    amina = newcomer(language)
    await to_the_menu(amina, language)
    await presses(amina, "🌱 May I join?", language)
    questions = amina.world.content.eligibility.questions
    seen: set[str] = set()
    for place, question in enumerate(questions, 1):
        if place > 1 and question.kind not in seen:
            seen.add(question.kind)
            await all_requests_interrupt(amina, language, place)
        await answer(amina, question, language)
    await all_requests_interrupt(amina, language, place=0)
    assert seen == {"one", "text", "several"}
    assert_readable(amina.world.screen(amina.id), language)
    assert_danish(amina.world.team)


async def all_requests_interrupt(person: Person, language: str, place: int) -> None:
    """Make all requests in the question of this place, or in the summary (0); ends there again."""
    questions = person.world.content.eligibility.questions
    answers = dict((await person.application()).answers)
    for request in (_help, _human, _distress, _language, _back):
        await request(person, language, place)
        assert (await person.application()).answers == answers, "no request becomes an answer"
    assert (await person.application()).open
    await answer_again(person, questions[place - 2] if place else questions[-1], language)


async def answer_again(person: Person, question: Question, language: str) -> None:
    """Answer once more; ticked choices stay ticked."""
    if question.kind == "several":
        await presses(person, "✅ Done", language)
    else:
        await answer(person, question, language)


async def requests(person: Person, intent: str, words: str) -> int:
    """Send a text with this intent; return how many messages there were before."""
    before = len(person.texts)
    person.world.nlu.meanings[words] = NluResult(intent, 0.97)
    await person.says(words)
    return before


def asked_again(person: Person, language: str, place: int, since: int) -> None:
    """Assert that the position is shown, then the question (or the summary) again."""
    questions = person.world.content.eligibility
    total = Verbatim(str(len(questions.questions)))
    if place:
        where = {"place": Verbatim(str(place)), "total": total}
        position = translated("We were at question {place} of {total}:", language, **where)
        waiting = translated(questions.questions[place - 1].text, language)
    else:
        position = translated("Now back to your answers:", language)
        waiting = translated("These are your answers. Is everything right?", language)
    assert position in person.texts[since:], person.draw(person.world.screen(person.id))
    assert waiting in person.last.text and person.last.buttons


async def _help(person: Person, language: str, place: int) -> None:
    before = await requests(person, "ask_help", REQUESTS[language][0])
    text = "I help you find out if the course fits you. Press a button, or just write to me."
    assert translated(text, language) in person.texts[before]
    asked_again(person, language, place, before)


async def _human(person: Person, language: str, place: int) -> None:
    before = await requests(person, "talk_to_human", REQUESTS[language][1])
    called = translated("I have told the consultant, who writes to you here or calls.", language)
    knows = "The consultant knows already that you would like to talk. I keep an eye on it."
    is_first = not any(called in text for text in person.texts[:before])
    assert (called if is_first else translated(knows, language)) in person.texts[before]
    assert any(person.name in shown.text for shown in person.world.team)
    await presses(person, "▶ Go on with my task", language)
    asked_again(person, language, place, before)


async def _back(person: Person, language: str, place: int) -> None:
    await requests(person, "go_back", REQUESTS[language][2])
    questions = person.world.content.eligibility.questions
    before = questions[place - 2] if place else questions[-1]
    assert translated(before.text, language) in person.last.text


async def _language(person: Person, language: str, place: int) -> None:
    before = await requests(person, "change_language", REQUESTS[language][3])
    assert translated("Which language would you like?", language) in person.texts[before]
    await person.presses(OWN_NAMES[language])
    questions = person.world.content.eligibility.questions
    summary = "These are your answers. Is everything right?"
    waiting = translated(questions[place - 1].text if place else summary, language)
    assert waiting in person.last.text


async def _distress(person: Person, language: str, place: int) -> None:
    """The alarm is not followed by a question of the course; the question stays where it was."""
    before = await requests(person, "distress", REQUESTS[language][4])
    crisis = "\n".join(person.texts[before:])
    assert translated("I am glad that you tell me. You are not alone.", language) in crisis
    assert "112" in crisis and "70 201 201" in crisis and "1888" in crisis
    assert any("🆘" in shown.text for shown in person.world.team[-2:])
    await presses(person, "▶ Go on with my task", language)
    person.world.clock.forward(minutes=1)
    after = await requests(person, "ask_help", REQUESTS[language][0])
    asked_again(person, language, place, after)


# Cards, terms and commands.


@EVERY_LANGUAGE
async def test_every_card_term_and_menu_is_reached_by_its_button(
    newcomer: Callable[[str], Person], language: str
) -> None:
    amina = newcomer(language)
    await to_the_menu(amina, language)
    for intent in sorted({i for card in _cards(amina) for i in card.intents}):
        await _asks(amina, intent, language)
        for card in amina.world.content.facts.answering(intent):
            await _reads(amina, card, language)
    await presses(amina, "👤 Ask the consultant about this", language)
    assert amina.name in amina.world.team[-1].text
    await presses(amina, "☰ Menu", language)
    assert translated("What would you like to do?", language) in amina.last.text
    await presses(amina, "📖 Danish words", language)
    glossary = amina.last
    assert translated("Press a Danish word. I explain it.", language) in glossary.text
    for term in amina.world.content.facts.terms:
        await amina.presses(term.term)
        assert translated(term.text, language) in amina.last.text
    await presses(amina, "🔒 Privacy", language)
    assert translated("What happens with what you write?", language) in amina.last.text
    await presses(amina, "❔ Help", language)
    text = "You can write: back, skip, pause, language. I also understand normal sentences."
    assert translated(text, language) in amina.last.text
    assert_readable(amina.world.screen(amina.id), language)
    assert_danish(amina.world.team)


def _cards(person: Person) -> tuple[Fact, ...]:
    return person.world.content.facts.cards


async def _asks(person: Person, intent: str, language: str) -> None:
    """ "Did you mean …?" and the button that says so."""
    guess = intents.wish(intent)
    assert guess is not None, f"nobody can be offered {intent}"
    words = REQUESTS[language][0]
    person.world.nlu.meanings[words] = NluResult("nlu_fallback", 0.3, guess=intent)
    await person.presses_data("m:menu", 1)  # a human may have been called by the one before
    await person.says(words)
    assert translated("Did you mean this?", language) in person.last.text
    await person.presses(RENDERER.plain(guess, language))


async def _reads(person: Person, card: Fact, language: str) -> None:
    """The card, all behind "More", and the way to ask the human about it."""
    message = _shows(person, card.title, card.text, language)
    assert message.labels[-1] != translated("➕ More", language)
    for text in card.more:
        await _press_under(person, message, translated("➕ More", language))
        message = _shows(person, card.title, text, language)
        guard = "Ask your consultant before you register or advertise anything."
        assert (translated(guard, language) in message.text) == card.guard
    assert translated("➕ More", language) not in message.labels
    first = _shows(person, card.title, card.text, language)
    for term in card.terms:
        assert f"📖 {term.term}" in first.labels
    assert translated("👤 Ask the consultant about this", language) in message.labels


def _shows(person: Person, title: str, text: str, language: str) -> Shown:
    for message in reversed(person.world.screen(person.id)):
        if (
            translated(text, language) in message.text
            and translated(title, language) in message.text
        ):
            return message
    raise AssertionError(f"not shown: {text}\n{person.draw(person.world.screen(person.id))}")


async def _press_under(person: Person, message: Shown, label: str) -> None:
    data = {shown: data for row in message.buttons for shown, data in row}
    assert label in data, f"no button {label!r} among {message.labels}"
    await person.presses_data(data[label], message.message_id)


@pytest.mark.parametrize("language", ["so"])
async def test_every_command_of_the_menu_is_answered_in_the_language(
    newcomer: Callable[[str], Person], language: str
) -> None:
    amina = newcomer(language)
    await to_the_menu(amina, language)
    for command in participant_commands():
        before = len(amina.texts)
        await amina.says(f"/{command}")
        assert len(amina.texts) > before
        assert (
            translated("I do not know that command. Here is the menu.", language)
            not in amina.texts
        )
    assert_readable(amina.world.screen(amina.id), language)
