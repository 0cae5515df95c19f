"""Number words by language, with common misspellings.  `_` stands for a space inside a word.

A scale multiplies the number before it; every other word adds.  In Danish, English, Turkish and
Persian the parts may be written as one word.  Urdu has a word for every number up to a hundred.
"""

from dataclasses import dataclass
from decimal import Decimal

SCALES = frozenset({100, 1000, 100_000, 1_000_000, 10_000_000, 1_000_000_000})


@dataclass(frozen=True)
class NumberWords:
    words: str
    joiner: str = ""  # "and" between the parts
    glued: bool = False  # "totusind": parts may stand without a space
    units_first: bool = False  # "fem og tyve"
    joined_tens: bool = False  # units and tens need the joiner between them
    teens: bool = False  # eleven is "ten one"
    half: str = ""  # after a number: "iki buçuk"; after a scale: half of the scale
    half_before: str = ""  # "ساڑھے تین": three and a half
    never_first: str = ""  # "тисяч тридцять" is about thirty thousand, not 1030
    never_alone: str = ""  # also other words: "نه" is nine and "no"

    def values(self) -> list[tuple[str, Decimal]]:
        pairs = []
        for entry in self.words.split(";"):
            value, *spellings = entry.split()
            pairs += [(s.replace("_", " "), Decimal(value)) for s in spellings]
        return pairs


NUMBER_WORDS: dict[str, NumberWords] = {
    "da": NumberWords(
        """0 nul; 1 en et een ét; 2 to; 3 tre; 4 fire; 5 fem; 6 seks; 7 syv; 8 otte; 9 ni; 10 ti;
        11 elleve elve; 12 tolv; 13 tretten; 14 fjorten; 15 femten; 16 seksten sejsten;
        17 sytten; 18 atten; 19 nitten; 20 tyve; 30 tredive tredve tredivte; 40 fyrre fyrretyve;
        50 halvtreds halvtres halvtredsindstyve; 60 tres treds tresindstyve;
        70 halvfjerds halvfjers; 80 firs; 90 halvfems; 100 hundrede hundred hundre;
        1000 tusind tusinde tusin tkr t.kr; 1000000 million millioner millon mio mio. mill mill.;
        1000000000 milliard milliarder mia mia.; 1.5 halvanden halvandet""",
        joiner="og", glued=True, units_first=True, joined_tens=True, half="en_halv et_halvt",
    ),
    "en": NumberWords(
        """0 zero nought; 1 one a; 2 two; 3 three; 4 four; 5 five; 6 six; 7 seven; 8 eight; 9 nine;
        10 ten; 11 eleven; 12 twelve; 13 thirteen; 14 fourteen; 15 fifteen; 16 sixteen;
        17 seventeen; 18 eighteen; 19 nineteen; 20 twenty; 30 thirty; 40 forty fourty; 50 fifty;
        60 sixty; 70 seventy; 80 eighty; 90 ninety ninty; 100 hundred hundreds;
        1000 thousand thousands thousend; 1000000 million millions mio mln; 1000000000 billion""",
        joiner="and", glued=True, half="a_half", never_alone="a",
    ),
    "ar": NumberWords(
        """0 صفر; 1 واحد واحدة وحدة وحده; 2 اثنان اثنين اثنتان اثنتين اتنين تنين ثنين;
        3 ثلاثة ثلاث تلاتة تلات تلت; 4 أربعة أربع; 5 خمسة خمس; 6 ستة ست; 7 سبعة سبع;
        8 ثمانية ثماني ثمان تمانية تماني تمن; 9 تسعة تسع; 10 عشرة عشر;
        11 أحد_عشر إحدى_عشرة احدعشر احداعش حداشر حدعش; 12 اثنا_عشر اثنتا_عشرة اثني_عشر اثنعش
        اتناشر تناعش طنعش; 13 ثلاثة_عشر ثلاث_عشرة تلتاشر تلطاشر تلتعش ثلطعش;
        14 أربعة_عشر أربع_عشرة أربعتاشر اربعطاشر اربعتعش; 15 خمسة_عشر خمس_عشرة خمستاشر
        خمسطاشر خمستعش; 16 ستة_عشر ست_عشرة ستاشر سطاشر ستعش; 17 سبعة_عشر سبع_عشرة سبعتاشر
        سبعطاشر سبعتعش; 18 ثمانية_عشر ثماني_عشرة تمنتاشر تمنطاشر تمنتعش; 19 تسعة_عشر تسع_عشرة
        تسعتاشر تسعطاشر تسعتعش; 20 عشرون عشرين; 30 ثلاثون ثلاثين تلاتين; 40 أربعون أربعين;
        50 خمسون خمسين; 60 ستون ستين; 70 سبعون سبعين; 80 ثمانون ثمانين تمانين; 90 تسعون تسعين;
        100 مئة مائة مية ميت; 200 مئتان مئتين مئتا مائتان مائتين ميتين ميتان;
        300 ثلاثمئة ثلاثمائة ثلاثمية تلاتمية تلتمية; 400 أربعمئة أربعمائة أربعمية ربعمية;
        500 خمسمئة خمسمائة خمسمية; 600 ستمئة ستمائة ستمية; 700 سبعمئة سبعمائة سبعمية;
        800 ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة ثمانمية تمانمية تمنمية;
        900 تسعمئة تسعمائة تسعمية; 1000 ألف آلاف تلاف ألفا alf alaf; 2000 ألفان ألفين alfen
        alfein; 1000000 مليون ملايين malyon malyoun; 2000000 مليونان مليونين;
        1000000000 مليار مليارات""",
        joiner="و", units_first=True, joined_tens=True, half="نصف نص",
    ),
    "tr": NumberWords(
        """0 sıfır; 1 bir; 2 iki; 3 üç; 4 dört; 5 beş; 6 altı; 7 yedi; 8 sekiz; 9 dokuz; 10 on;
        20 yirmi; 30 otuz; 40 kırk; 50 elli; 60 altmış; 70 yetmiş; 80 seksen; 90 doksan;
        100 yüz; 1000 bin; 1000000 milyon; 1000000000 milyar; 0.5 yarım""",
        glued=True, teens=True, half="buçuk bucuk", never_alone="yarım",
    ),
    "fa": NumberWords(
        """0 صفر; 1 یک یه yek; 2 دو; 3 سه; 4 چهار چار; 5 پنج panj; 6 شش شیش; 7 هفت; 8 هشت; 9 نه نو;
        10 ده dah; 11 یازده; 12 دوازده; 13 سیزده; 14 چهارده چارده; 15 پانزده پونزده;
        16 شانزده شونزده; 17 هفده هیفده; 18 هجده هژده هیجده هیژده; 19 نوزده; 20 بیست bist;
        30 سی; 40 چهل چل; 50 پنجاه; 60 شصت شست; 70 هفتاد; 80 هشتاد; 90 نود; 100 صد یکصد sad;
        200 دویست دوصد; 300 سیصد سه_صد; 400 چهارصد چارصد; 500 پانصد پونصد پنجصد;
        600 ششصد شیشصد; 700 هفتصد; 800 هشتصد; 900 نهصد نوصد; 1000 هزار hezar hazar;
        1000000 میلیون ملیون million; 1000000000 میلیارد ملیارد""",
        joiner="و", glued=True, half="نیم نصف", never_alone="نه",
    ),
    "ur": NumberWords(
        """0 صفر zero; 1 ایک ek aik; 2 دو do; 3 تین teen; 4 چار char chaar; 5 پانچ پانج panch
        paanch; 6 چھ چھے چھہ chay cheh; 7 سات saat; 8 آٹھ aath; 9 نو nau; 10 دس das dus; 11 گیارہ;
        12 بارہ barah; 13 تیرہ; 14 چودہ; 15 پندرہ pandra pandrah; 16 سولہ; 17 سترہ;
        18 اٹھارہ; 19 انیس; 20 بیس bees; 21 اکیس; 22 بائیس; 23 تئیس تیئیس تیئس; 24 چوبیس;
        25 پچیس pachees; 26 چھبیس; 27 ستائیس; 28 اٹھائیس; 29 انتیس; 30 تیس tees; 31 اکتیس;
        32 بتیس; 33 تینتیس تیتیس; 34 چونتیس; 35 پینتیس; 36 چھتیس; 37 سینتیس; 38 اڑتیس;
        39 انتالیس; 40 چالیس chalis chalees; 41 اکتالیس; 42 بیالیس; 43 تینتالیس تیتالیس;
        44 چوالیس چوالس; 45 پینتالیس; 46 چھیالیس; 47 سینتالیس; 48 اڑتالیس; 49 انچاس;
        50 پچاس pachas; 51 اکاون; 52 باون; 53 ترپن تریپن; 54 چون چوون; 55 پچپن; 56 چھپن;
        57 ستاون; 58 اٹھاون; 59 انسٹھ; 60 ساٹھ; 61 اکسٹھ; 62 باسٹھ; 63 تریسٹھ ترسٹھ; 64 چونسٹھ;
        65 پینسٹھ; 66 چھیاسٹھ; 67 سڑسٹھ; 68 اڑسٹھ; 69 انہتر; 70 ستر; 71 اکہتر; 72 بہتر; 73 تہتر;
        74 چوہتر; 75 پچہتر; 76 چھہتر; 77 ستتر; 78 اٹھہتر; 79 اناسی; 80 اسی; 81 اکیاسی; 82 بیاسی;
        83 تراسی; 84 چوراسی; 85 پچاسی; 86 چھیاسی; 87 ستاسی; 88 اٹھاسی; 89 نواسی; 90 نوے;
        91 اکیانوے اکانوے; 92 بانوے; 93 ترانوے; 94 چورانوے; 95 پچانوے; 96 چھیانوے; 97 ستانوے;
        98 اٹھانوے; 99 ننانوے; 100 سو sau so; 1000 ہزار ھزار hazar hazaar; 100000 لاکھ لاکھوں lakh;
        1000000 ملین million; 10000000 کروڑ crore; 1.5 ڈیڑھ dedh derh; 2.5 ڈھائی اڑھائی dhai""",
        half_before="ساڑھے sadhe saadhe saade", never_alone="بہتر اسی do so",
    ),
    "so": NumberWords(
        """0 eber; 1 kow hal mid; 2 laba labo; 3 saddex sadex sedex; 4 afar; 5 shan; 6 lix;
        7 toddoba todoba; 8 sideed siddeed; 9 sagaal; 10 toban; 20 labaatan; 30 soddon sodon;
        40 afartan; 50 konton; 60 lixdan; 70 toddobaatan todobaatan; 80 sideetan siddeetan;
        90 sagaashan; 100 boqol; 1000 kun; 1000000 milyan milyuun malyan malyuun""",
        joiner="iyo", units_first=True, joined_tens=True, teens=True, half="bar badh nus",
    ),
    "pl": NumberWords(
        """0 zero; 1 jeden jedna jedno jedną jednego jednej; 2 dwa dwie dwóch dwu dwoma; 3 trzy
        trzech trzema; 4 cztery czterech; 5 pięć pięciu; 6 sześć sześciu; 7 siedem siedmiu;
        8 osiem ośmiu; 9 dziewięć dziewięciu; 10 dziesięć dziesięciu; 11 jedenaście jedenastu;
        12 dwanaście dwunastu; 13 trzynaście trzynastu; 14 czternaście czternastu; 15 piętnaście
        piętnastu; 16 szesnaście szesnastu; 17 siedemnaście siedemnastu; 18 osiemnaście
        osiemnastu; 19 dziewiętnaście dziewiętnastu; 20 dwadzieścia dwudziestu; 30 trzydzieści
        trzydziestu; 40 czterdzieści czterdziestu; 50 pięćdziesiąt pięćdziesięciu;
        60 sześćdziesiąt sześćdziesięciu; 70 siedemdziesiąt siedemdziesięciu; 80 osiemdziesiąt
        osiemdziesięciu; 90 dziewięćdziesiąt dziewięćdziesięciu; 100 sto stu set; 200 dwieście
        dwustu; 300 trzysta trzystu; 400 czterysta czterystu; 500 pięćset pięciuset;
        600 sześćset sześciuset; 700 siedemset siedmiuset; 800 osiemset ośmiuset;
        900 dziewięćset dziewięciuset; 1000 tysiąc tysiące tysięcy tysiąca tys tys.;
        1000000 milion miliony milionów miliona mln; 1000000000 miliard miliardy miliardów mld;
        1.5 półtora półtorej""",
        joiner="i", half="pół", never_first="tysięcy tys tys. milionów",
    ),
    "uk": NumberWords(
        """0 нуль ноль; 1 один одна одне одну одного однієї; 2 два дві двох две; 3 три трьох;
        4 чотири чотирьох четыре; 5 п'ять п'яти; 6 шість шести шесть; 7 сім семи семь;
        8 вісім восьми восемь; 9 дев'ять дев'яти; 10 десять десяти; 11 одинадцять; 12 дванадцять;
        13 тринадцять; 14 чотирнадцять; 15 п'ятнадцять; 16 шістнадцять; 17 сімнадцять;
        18 вісімнадцять; 19 дев'ятнадцять; 20 двадцять двадцати двадцать; 30 тридцять тридцать;
        40 сорок; 50 п'ятдесят пятьдесят; 60 шістдесят; 70 сімдесят; 80 вісімдесят;
        90 дев'яносто; 100 сто ста; 200 двісті двести; 300 триста; 400 чотириста; 500 п'ятсот
        пятьсот; 600 шістсот; 700 сімсот; 800 вісімсот; 900 дев'ятсот; 1000 тисяча тисячі тисяч
        тисячу тыс тысяч тысячи тыщ тис тис.; 1000000 мільйон мільйони мільйонів мільйона млн;
        1000000000 мільярд мільярди млрд; 1.5 півтора півтори полтора""",
        joiner="з", half="половиною", never_first="тисяч тысяч тыщ мільйонів",
    ),
}  # fmt: skip
