"""Which of the nine languages a text names: "arabisk", "عربي", "af soomaali", "українською"."""

import re

from bot.parsing.folding import alternatives, fold

# Names of the nine languages in all nine; a * stands for any ending.
_NAMES = {
    "da": "dansk, danske, danish, duński*, dunsk*, danca, danimarkaca, danimarka dili, "
    "dhaanish*, deenish*, dheenish*,"
    " af danish, denish, danmarki, الدنماركية, دنماركي*, الدانماركية, دانماركي*, دانمركي*, "
    "دنمركي*,"
    " دانمارکی, "
    "دنمارکی, ڈینش, ڈنمارکی, دينيش, данськ*, датськ*,"
    " датск*, danimarki, danmarki, danishka, af dansk",
    "en": "engelsk, engelske, english, inglish, angielsk*, ingilizce, ingiriis*, af ingiriis*, "
    "الإنجليزية, انجليزي*, انكليزي*, إنكليزية,"
    " انگلیسی, انگریزی, انگلش, angrezi, angreezi, inglizi, englizi, англійськ*, английск*, "
    "engilizi, ingilisi, englisi",
    "ar": "arabisk, arabiske, arabic, arapça, arabski*, carabi*, af carabi*, العربية, عربي*, "
    "عربى, arabi, 3arabi, 3rbi, el 3arabi,"
    " арабськ*, арабск*, arapca, arabça",
    "tr": "tyrkisk, tyrkiske, turkish, türkçe*, turkce, turkcha, tureck*, turki, turkiga, "
    "af turki*, التركية, تركي, تركية, ترکی*,"
    " ٹرکش, турецьк*, турецк*, تركى",
    "fa": "persisk, persiske, persian, farsi, dari, farsça, perski*, faarisi*, af faarisi*, "
    "beershiyaan, الفارسية, فارسي*, فارسی, دری,"
    " الدرية, перськ*, персидськ*, фарсі, фарси, дарі, дари, дری, farisi",
    "ur": "urdu, urduca, urduu, af urdu*, الأوردية, أوردو, اردو, اوردو, اردية, урду",
    "so": "somali, somalisk, somaliske, somalice, somalijsk*, somalijczyk*, soomaali*, somaali*, "
    "af soomaali*, afsoomaali*, af somali*,"
    " الصومالية, صومالي*, سومالی*, سومالیایی, صومالی, сомалі, сомалійськ*, сомалийск*, soomali*",
    "pl": "polsk, polske, polish, lehçe, polonyaca, polonca, polski, polsku, polskim, polskiego, "
    "polskiemu, boolish*, bolish*, af bolish*,"
    " البولندية, بولندي*, بولوني*, لهستانی, پولش, پولستانی, پولینڈی, польськ*, польск*, polaca",
    "uk": "ukrainsk*, ukraiński*, ukrainian, ukrayna dili, ukraynaca, yukreeniyaan*, "
    "yukreniyan*, af yukreen*, الأوكرانية, أوكراني*, اوکراینی,"
    " یوکرینی*, یوکرینیائی, українськ*, украинск*, oukrani, ukrajinska*",
}  # fmt: skip
# "z Polski" is the country, "danske kroner" the money, "polish" on nails is said with "nail".
_NOT_NAMES = "danske kroner, danske kr, z polski, do polski, w polsce, nail polish"
_MASK = re.compile(rf"(?<!\w)(?:{alternatives(_NOT_NAMES.split(', '))})(?!\w)")


def _any(names: str) -> str:
    words = names.split(", ")
    stems = alternatives(w.removesuffix("*") for w in words if w.endswith("*"))
    whole = alternatives(w for w in words if not w.endswith("*"))
    return rf"(?:{stems})[^\W\d_]{{0,5}}|(?:{whole})(?:'\w{{1,4}}|n?yi|ye|ya|de|den)?"


_FORM = re.compile(
    r"(?<!\w)(?:و|ب|ل|بال|وال|لل|ال)?(?:"
    + "|".join(rf"(?P<{code}>{_any(names)})" for code, names in _NAMES.items())
    + r")(?!\w)"
)


def find_languages(text: str) -> list[str]:
    """Codes in the order of the text, each once; other languages than the nine are left out."""
    plain = _MASK.sub(" ", fold(text).plain)
    return list(dict.fromkeys(m.lastgroup for m in _FORM.finditer(plain) if m.lastgroup))
