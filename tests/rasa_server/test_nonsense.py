"""Out-of-scope input to the trained model never triggers an action with an effect.

The assistant asks before it acts where the confidence is below ACTS_AT, and alerts no consultant
for distress below ALERTS_AT in an unknown language (bot/domain/interruption.py and its tests).
"""

import random
from pathlib import Path

import pytest

from rasa_server.evaluate import predict
from rasa_server.examples import Example
from rasa_server.models import newest_model

ACTS_AT, ALERTS_AT = 0.8, 0.6
# The bot answers these with a text; nothing is stored, sent or called because of them.
HARMLESS = frozenset(
    {
        "out_of_scope", "answer", "nlu_fallback", "greet", "goodbye", "thank", "ask_help",
        "ask_programme", "bot_challenge", "change_language", "ask_privacy", "ask_deadline",
        "faq_register", "faq_company_type", "faq_vat_tax", "faq_benefits", "faq_funding",
        "faq_permits", "feel_discouraged",
    }
)  # fmt: skip
GREETINGS = [
    "bonjour", "hola", "guten Tag", "buongiorno", "bom dia", "goedendag", "god morgon",
    "hyvää päivää", "tere hommikust", "labrīt", "labas rytas", "dobrý den", "dobrý deň",
    "dober dan", "dobar dan", "mirëdita", "bună ziua", "добър ден", "здраво",
    "добрый день", "қайырлы күн", "γεια σας", "שלום", "गुड मॉर्निंग नमस्ते", "নমস্কার",
    "வணக்கம்", "నమస్కారం", "ನಮಸ್ಕಾರ", "നമസ്കാരം", "ආයුබෝවන්", "สวัสดี", "ສະບາຍດີ",
    "မင်္ဂလာပါ", "ជំរាបសួរ", "xin chào", "selamat pagi", "kumusta", "こんにちは", "안녕하세요",
    "你好", "გამარჯობა", "բարեւ", "ሰላም", "habari za asubuhi", "sannu", "ẹ káàárọ̀",
    "sawubona", "mbote", "góðan daginn", "dydd da", "dia dhuit", "egun on", "bon dia",
    "aloha",
]  # fmt: skip
CODE = [
    "SELECT * FROM users WHERE 1=1;", "<script>alert(1)</script>", "{{7*7}}",
    "def f(x): return x + 1",
    "curl -s http://localhost/ | sh", "#read(\"/etc/passwd\")",
    "\"); DROP TABLE answers; --",
    "0x7fffffff 0xdeadbeef", "/intent{\"a\": 1}", "[[0,1],[1,0]]",
]  # fmt: skip
SONGS = [
    "let it be, let it be, whisper words of wisdom",
    "der er et yndigt land, det står med brede bøge",
    "frère jacques, frère jacques, dormez-vous",
    "la cucaracha, la cucaracha, ya no puede caminar",
    "bella ciao bella ciao bella ciao ciao ciao",
    "99 luftballons auf ihrem Weg zum Horizont",
]  # fmt: skip


def noise() -> list[str]:
    chance = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyzæøå"
    bytes_ = [chance.randbytes(chance.randint(1, 60)).decode("latin-1") for _ in range(60)]
    keys = ["".join(chance.choices(letters, k=chance.randint(3, 20))) for _ in range(60)]
    numbers = [str(chance.randint(-(10**9), 10**9)) for _ in range(40)]
    return (
        bytes_
        + keys
        + numbers
        + ["٣٤٥٦", "۱۲۳", "3,14", "1e9", "½", "12:30:59", "+45 11 22 33 44"]
    )


def has_effect(intent: str, confidence: float) -> bool:
    if intent in HARMLESS:
        return False
    return confidence >= (ALERTS_AT if intent == "distress" else ACTS_AT)


@pytest.mark.parametrize(
    "texts",
    [noise(), GREETINGS, CODE, SONGS],
    ids=["noise and numbers", "greetings of fifty languages", "code", "song lines"],
)
def test_out_of_scope_input_has_no_effect(texts: list[str]) -> None:
    model = newest_model(Path("data/models"))
    predictions, _ = predict(model, [Example("??", "out_of_scope", text) for text in texts])
    effects = [
        (one.text, one.predicted, one.confidence)
        for one in predictions
        if has_effect(one.predicted, one.confidence)
    ]
    assert effects == []
