"""Words for times of day by language: comma-separated, compared without accents.

After `=` stand minutes.
"""

from dataclasses import dataclass, field

MORNING, NOON, AFTERNOON, EVENING, NIGHT = "morning", "noon", "afternoon", "evening", "night"
AM, PM = "am", "pm"


@dataclass(frozen=True)
class TimeWords:
    before: str  # "at" nine
    parts: dict[str, str]  # "morning" with the hour, or alone
    after: str = ""  # nine "o'clock"
    shift_before: str = ""  # "half past" nine
    shift_after: str = ""  # تسعة "ونص"; with ! it is enough to make a number a time
    shift_suffices: bool = True  # `shift_before` makes a number a time; "ساڑھے" does not
    minutes: tuple[tuple[str, int, int], ...] = ()  # "{m} past" nine: template, base, sign
    glued: str = ""  # endings of a number that mean "at": 8'de, 8da
    named: str = ""  # words for hours that are no number words: "ósma"
    before_named: str = ""  # "at" before those only: "po ósmej"
    counted: str = ""  # parts that are also counted: "laba habeen" is two nights
    part_before: bool = False  # a part may precede its hour: "akşam 8", not "hver morgen 3 kunder"
    weak: dict[str, str] = field(default_factory=dict)  # parts that make no number a time
    not_parts: str = ""  # phrases with such a word that name no part: greetings, Danish "i morgen"
    also_no: str = ""  # number words that also mean "no"


TIME_WORDS: dict[str, TimeWords] = {
    "da": TimeWords(
        before="kl., kl, klokken, klokka, klokken er, ca. kl., ca kl",
        parts={
            MORNING: "om morgenen, morgen, morgenen, i morges, om formiddagen, formiddag, "
            "formiddagen, formiddage, formiddagene, morgener, morgenerne, tidlig",
            NOON: "til middag, ved middag, middag, middagstid, ved middagstid, ved frokosttid",
            AFTERNOON: "om eftermiddagen, eftermiddag, eftermiddagen, eftermiddage, "
        "eftermiddagene, i eftermiddag, em.",
            EVENING: "om aftenen, aften, aftenen, aftener, aftenerne, i aften, aftenstid",
            NIGHT: "om natten, natten, i nat",
        },
        shift_before="halv=-30, kvart i=-15, kvart over=15, kvarter i=-15, kvarter over=15",
        minutes=(("{m} i", 0, -1), ("{m} over", 0, 1), ("{m} i halv", -30, -1),
                 ("{m} over halv", -30, 1)),
        not_parts="i morgen, imorgen, i overmorgen, overmorgen, god morgen, godmorgen, "
            "god aften, godaften,"
        " god eftermiddag, god formiddag, god nat, godnat, god middag, middagsmad, aftensmad, "
        "morgenmad",
    ),
    "en": TimeWords(
        before="at, until, till, at about, at around, by about", after="o'clock, oclock, o clock",
        parts={
            MORNING: "in the morning, morning, mornings, this morning", NOON: "noon, midday, "
            "lunchtime, at noon",
            AFTERNOON: "in the afternoon, afternoon, afternoons, this afternoon",
            EVENING: "in the evening, evening, evenings, this evening",
            NIGHT: "at night, in the night, night, "
            "tonight",
        },
        shift_before="half past=30, half=30, quarter past=15, quarter after=15, quarter to=-15, "
            "a quarter past=15,"
        " a quarter to=-15",
        minutes=(("{m} past", 0, 1), ("{m} minutes past", 0, 1), ("{m} minutes to", 0, -1),
            ("at {m} to", 0, -1)),
        not_parts="good morning, good evening, good afternoon, good night, night shift, "
            "morning all, evening all",
    ),
    "ar": TimeWords(
        before="الساعة, عالساعة, ع الساعة, بالساعة, للساعة, الساعه, el se3a, el sa3a, sa3a",
        parts={
            MORNING: "صباحا, صباح, الصبح, الصباح, بالصباح, عبكرة, el sob7, sob7, sobo7, "
            "el sobo7, sba7",
            NOON: "الظهر, ظهرا, الضهر, ضهرا, el dohr, dohr",
            AFTERNOON: "بعد الظهر, بعد الضهر, العصر, عصرا, ba3d el dohr, el 3asr",
            EVENING: "مساء, المسا, المساء, مسا, المغرب, المغربية, عشية, العشية, المسويات, "
        "el masa, masa, 3ashiya",
            NIGHT: "ليلا, بالليل, الليل, في الليل, bel lel, bellil",
        },
        shift_after="ونص=30, ونصف=30, والنصف=30, و نص=30, و نصف=30, وربع=15, والربع=15, "
            "و ربع=15, وثلث=20,"
        " وتلت=20, والثلث=20, !الا ربع=-15, !إلا ربعا=-15, !إلا الربع=-15, !الا ثلث=-20, "
        "!الا تلت=-20, الا خمسة=-5, وخمسة=5,"
        " وعشرة=10",
        shift_suffices=False, part_before=True,
        named="1 الواحدة;2 الثانية;3 الثالثة;4 الرابعة;5 الخامسة;6 السادسة;7 السابعة;8 الثامنة;"
            "9 التاسعة;"
        "10 العاشرة;11 الحادية_عشرة الحادية_عشر;12 الثانية_عشرة الثانية_عشر",
        weak={AM: "ص", PM: "م"},
        not_parts="صباح الخير, صباح النور, مساء الخير, مساء النور, صباحو, مسا الخير, "
            "sba7 el kheir, sabah el kher, masa el kher",
    ),
    "tr": TimeWords(
        before="saat, saati, saat tam",
        parts={
            MORNING: "sabah, sabahleyin, sabahları, sabahtan, sabaha, sabahki", NOON: "öğlen, "
            "öğle, öğleyin, öğlenleri, öğlende",
            AFTERNOON: "öğleden sonra, öğleden sonraları, ikindi, ikindin",
            EVENING: "akşam, akşamüstü, akşamleyin, akşamları, akşama, akşamki", NIGHT: "gece, "
            "geceleri, geceleyin",
        },
        shift_after="buçuk=30, !buçukta=30, !buçuğa=30, !çeyrek geçe=15, !çeyrek geçiyor=15, "
            "!çeyrek var=-15, !çeyrek kala=-15,"
        " !on geçe=10, !beş geçe=5, !yirmi geçe=20, !on kala=-10, !beş kala=-5, !yirmi kala=-20",
        named="1 biri bire;2 ikiyi ikiye;3 üçü üçe;4 dördü dörde;5 beşi beşe;6 altıyı altıya;"
            "7 yediyi yediye;8 sekizi sekize;"
        "9 dokuzu dokuza;11 on_biri on_bire;12 on_ikiyi on_ikiye",
        shift_suffices=False,
        glued="da, de, ta, te, dan, den, tan, ten, ya, ye, nda, 'e, 'a, 'i, 'u", part_before=True,
        not_parts="iyi akşamlar, iyi geceler, sabah sabah, günaydın, akşam yemeği, öğle yemeği",
    ),
    "fa": TimeWords(
        before="ساعت, ساعتهای, سر ساعت, saat, saate, saat-e", after="بجه, بجی, بجهٔ, baja, baje",
        part_before=True,
        parts={
            MORNING: "صبح, صبحها, صبح ها, بامداد, صبحگاه, قبل از ظهر, sobh", NOON: "ظهر, ظهرها, "
        "ظهر ها, چاشت, zohr",
            AFTERNOON: "بعد از ظهر, بعدازظهر, عصر, پس از چاشت, بعد از چاشت, عصرها, عصر ها, asr",
            EVENING: "غروب, غروبها, غروب ها, سر شب", NIGHT: "شب, شبها, شب ها, shab, نیمه شب",
        },
        counted="شب, شبها", also_no="نه",
        shift_before="یک ربع به=-15, ربع به=-15, ربع کم=-15, پانزده کم=-15, ده کم=-10, "
            "پنج کم=-5, نیم کم=-30",
        shift_after="و نیم=30, ونیم=30, نیم=30, و ربع=15, وربع=15, و سی دقیقه=30, "
            "و پانزده دقیقه=15, و ده دقیقه=10",
        not_parts="صبح بخیر, صبح به خیر, شب بخیر, شب به خیر, عصر بخیر, ظهر بخیر, شب تان خوش, "
            "sobh bekheir, shab bekheir, شام بخیر",
    ),
    "ur": TimeWords(
        before="بوقت", after="بجے, بجہ, بجےکے, baje, bajay, bje, bajey, bajy",
        parts={
            MORNING: "صبح, صبح کو, صبح کے, سویرے, صبح سویرے, subah, subha, savere, subah ko, "
            "subah ke",
            NOON: "دوپہر, دوپہر کو, دوپہر کے, dopahar, dopehar, dopeher",
            AFTERNOON: "سہ پہر, بعد دوپہر, دوپہر کے بعد, ظہر کے بعد, seh pehar, dopahar ke baad, "
            "asar",
            EVENING: "شام, شام کو, شام کے, shaam, sham, shaam ko, shaam ke",
            NIGHT: "رات, رات کو, رات کے, raat, raat ko, raat ke, aadhi raat",
        },
        shift_before="ساڑھے=30, ساڑے=30, سوا=15, پونے=-15, sadhe=30, saadhe=30, saade=30, "
            "sawa=15, paune=-15, pone=-15",
        shift_suffices=False, part_before=True,
        named="1.5 ڈیڑھ dedh derh;2.5 ڈھائی اڑھائی dhai;12 barah;11 gyarah;7 saat;9 nau",
        not_parts="صبح بخیر, شب بخیر, شام بخیر, subah bakhair, shab bakhair, good morning, "
        "کل رات",
    ),
    "so": TimeWords(
        before="saacadda, saacada, saacaddu waa, saacadaha",
        parts={
            MORNING: "subaxnimo, subaxnimada, subaxnimadii, subaxda, subaxdii, subaxii, subixii, "
            "subixda, subax, subaxa,"
            " aroornimo, aroor, aroorta, aroortii, barqo, barqadii, barqada",
            NOON: "duhur, duhurnimo, duhurkii, duhurka, duhurnimada, maalinnimo",
            AFTERNOON: "galabnimo, galabnimada, galabta, galabtii, galab, casar, casarka, "
            "casarkii, casarnimo, gelinka dambe",
            EVENING: "fiidnimo, fiidnimada, fiidkii, fiidka, fiid, maqrib, maqribka, makhrib",
            NIGHT: "habeennimo, habeenimo, habeennimada, habeenimada, habeenkii, habeenka, "
            "habeen, caawa",
        },
        shift_after="iyo bar=30, iyo badh=30, !iyo badhka=30, !iyo barka=30, iyo nus=30, "
            "iyo rubac=15, oo rubac la'=-15",
        shift_suffices=False, part_before=True, counted="habeen, subax, galab, maalin",
        glued="da, ta, ka, dii, tii, kii, daa, dda, -da, "
            "-ta, -ka",
        named="1 kowda;2 labada;3 saddexda sadexda;4 afarta;5 shanta;6 lixda;"
            "7 toddobada todobada;8 sideedda siddeedda"
        " sideeda;9 sagaalka;10 tobanka;11 kow_iyo_tobanka;12 laba_iyo_tobanka",
        not_parts="subax wanaagsan, galab wanaagsan, habeen wanaagsan, fiid wanaagsan, "
            "subax wanagsan, habeen wanagsan",
    ),
    "pl": TimeWords(
        before="o godzinie, o godz., o godz, godz., godz, godzina, godzinę, na godzinę, "
            "na godz., o",
        parts={
            MORNING: "rano, z rana, poranki, porankami, rankami, poranek, porankiem, rankiem, "
        "przed południem",
            NOON: "w południe, południe, południa",
            AFTERNOON: "po południu, popołudniu, popołudnie, popołudniami, popołudniem",
            EVENING: "wieczorem, wieczór, wieczorami, wieczory, wieczora", NIGHT: "w nocy, "
        "nocą, noc",
        },
        shift_before="wpół do=-30, w pół do=-30, pół do=-30, kwadrans po=15, za kwadrans=-15, "
            "o wpół do=-30",
        minutes=(("za {m}", 0, -1), ("{m} po", 0, 1)),
        named="0 północy;1 pierwsza;2 druga drugiej drugą;3 trzecia;4 czwarta;5 piąta;6 szósta;"
        "7 siódma;8 ósma;9 dziewiąta;10 dziesiąta;"
        "11 jedenasta;12 dwunasta;13 trzynasta;14 czternasta;15 piętnasta;16 szesnasta;"
        "17 siedemnasta;18 osiemnasta;"
        "19 dziewiętnasta;20 dwudziesta;21 dwudziesta_pierwsza;"
        "22 dwudziesta_druga dwudziestej_drugiej;"
        "23 dwudziesta_trzecia", counted="wieczór, poranek, noc, południe, popołudnie",
        before_named="od, po, do, przed, na, około, koło, godzinie",
        not_parts="dzień dobry, dobry wieczór, dobranoc, miłego wieczoru, drugiej stronie,"
        " drugiej strony, drugą stronę, pierwszej kolejności, pierwszej klasie",
    ),
    "uk": TimeWords(
        before="о, об, o, десь о, приблизно о", after="година, годині, годину, час, часов вечора",
        parts={
            MORNING: "ранку, вранці, зранку, щоранку, ранок, ранками, ранкам, уранці, ранком, "
        "утра, утром",
            NOON: "опівдні, полудень, в обід, у обід, обідом",
            AFTERNOON: "після обіду, по обіді, пополудні, вдень, удень, днем",
            EVENING: "вечора, ввечері, увечері, щовечора, вечорами, вечорам, вечір, вечором, "
        "вечера, вечером", NIGHT: "ночі, "
            "вночі, уночі, ночью, ночи",
        },
        shift_before="пів на=-30, о пів на=-30, чверть на=-45, за чверть=-15, чверть по=15, "
            "без чверті=-15",
        minutes=(("за {m}", 0, -1), ("{m} по", 0, 1)), glued="-й, -ї, -ій, -у, -та, й, ї, ій",
        named="1 перша;2 друга;3 третя третій третьої третю;4 четверта;5 п'ята;6 шоста;7 сьома;"
            "8 восьма;9 дев'ята;10 десята;"
        "11 одинадцята;12 дванадцята;13 тринадцята;14 чотирнадцята;15 п'ятнадцята;"
        "16 шістнадцята;17 сімнадцята;"
        "18 вісімнадцята;19 дев'ятнадцята;20 двадцята;21 двадцять_перша;22 двадцять_друга",
        counted="вечір, ранок, ніч",
        before_named="до, після, з, на, біля, по, перед, від", weak={AFTERNOON: "дня, день"},
        not_parts="доброго ранку, добрий ранок, добрий вечір, доброго вечора, добрий день, "
            "на добраніч, спокойной ночи, спокійної ночі, доброе утро, добрый вечер,"
        " другої сторони, другу сторону, другому боці, першу чергу, перша черга",
    ),
}  # fmt: skip

# "ósma" also as "ósmej", "ósmą"; "восьма" as "восьмій", "восьмої", "восьму".
NAMED_ENDINGS = {"pl": ("a", ("ej", "ą")), "uk": ("а", ("ій", "ої", "у"))}
EVERYWHERE_BEFORE = "kl., kl, klokken"  # Danish words that people use in every language
EVERYWHERE_PARTS = {AM: "am, a.m., a.m", PM: "pm, p.m., p.m"}
UNTIL = "til, to, until, till, الى, إلى, حتى, ل, تا, سے, se, ilaa, ila, do, до, ile"
