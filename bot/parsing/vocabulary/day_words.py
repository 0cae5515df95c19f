"""Words for days by language: comma-separated, compared without accents, spaces optional.

Weekdays (from Monday) and months hold only what Babel does not give: other cases, dialects,
abbreviations, common misspellings (see patterns/calendar_names.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DayWords:
    today: str
    tomorrow: str
    after_tomorrow: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    last: str  # beside a weekday: the day lies in the past
    next_week: str  # beside a weekday: the day of next week, not the next such day
    day: str
    week: str
    month: str
    soon_before: str = ""  # before a count of units: "in" three days
    soon_after: str = ""  # after a count of units: "3 gün sonra"
    one_may_miss: bool = False  # "za tydzień": a unit without a number is one
    fixed: str = ""  # entries of the form phrase=days
    endings: str = ""  # suffixes of a name
    prefixes: str = ""  # prefixes of a name
    month_first: bool = False  # "December 24"


DAY_WORDS: dict[str, DayWords] = {
    "da": DayWords(
        today="i dag, idag, i aften, i nat, i eftermiddag, i formiddag",
        tomorrow="i morgen, imorgen, i morgn, i morn",
        after_tomorrow="i overmorgen, overmorgen, overimorgen, over i morgen",
        weekdays=("man., mandags", "tirs., tir.", "ons.", "tors., tor.", "fre.",
            "lør., lørdags", "søn."),
        months=("", "", "mart", "", "", "", "", "", "sept", "", "", ""),
        last="sidste, forrige, sidst i", next_week="i næste uge, næste uge, i neste uge",
        day="dag, dage, døgn", week="uge, uger", month="måned, måneder, mdr", soon_before="om",
    ),
    "en": DayWords(
        today="today, tonight, this evening, this afternoon, this morning",
        tomorrow="tomorrow, tomorow, tommorow, tommorrow, tmrw, 2morrow",
        after_tomorrow="day after tomorrow, day after tomorow, overmorrow",
        weekdays=("mon", "tue, tues", "wed, wensday, wednsday", "thu, thur, thurs", "fri",
            "sat.", "sun."),
        months=("", "febuary", "", "", "", "", "", "", "sept", "", "", ""),
        last="last, past", next_week="next week", day="day, days", week="week, weeks",
        month="month, months", soon_before="in, after", soon_after="from now, from today, later",
        fixed="in a fortnight=14, week from today=7", month_first=True,
    ),
    "ar": DayWords(
        today="اليوم, الليلة, هالليلة, النهارده, النهاردة, هاليوم, هلا اليوم, el yom, elyom, "
            "alyoum, lyoum",
        tomorrow="غدا, غد, بكرة, بكرا, بكره, باكر, باچر, غدوة, bokra, bukra, boukra, ghadwa, "
            "ghedwa",
        after_tomorrow="بعد غد, بعد الغد, بعد بكرة, بعد بكرا, بعد باكر, عقب بكرة, ba3d bokra, "
            "ba3d bukra",
        weekdays=("الاتنين, التنين, letnin, el etnein, el tnein, itnein",
            "الثلاثا, التلاتاء, التلاتا, التلات, الثلاث, el talat, el thulatha, talata2",
            "الأربعا, الاربع, el arba3, el erb3a, larb3a",
            "el khamis, el khmis, el 5amis, lkhmis",
            "el jom3a, el jum3a, el gom3a, jem3a, ljem3a", "el sabt, es sabt",
            "الحد, el a7ad, el ahad, el 7ad"),
        months=("كانون الثاني, كانون ثاني, جانفي", "شباط, فيفري", "آذار", "نيسان, أفريل",
            "أيار, ماي, ماية", "يونية, حزيران, جوان", "يولية, تموز, جويلية, يوليوز",
            "آب, أوت, غشت", "أيلول, شتنبر", "تشرين الأول, تشرين اول",
            "تشرين الثاني, تشرين ثاني, نونبر", "كانون الأول, كانون اول, دجنبر"),
        last="الماضي, الماضية, اللي فات, اللي راح, الفائت, الفايت",
        next_week="الأسبوع القادم, الأسبوع الجاي, الأسبوع المقبل, الاسبوع الجاي, اسبوع الجاي",
        day="يوم, أيام, ايام, تيام, yom, ayam", week="أسبوع, أسابيع, اسابيع, جمعة, osbou3",
        month="شهر, أشهر, شهور, تشهر", soon_before="بعد, كمان, ba3d, kaman", one_may_miss=True,
        fixed="بعد يومين=2, كمان يومين=2, بعد أسبوعين=14, كمان أسبوعين=14, بعد جمعتين=14, "
            "ba3d yomen=2",
        prefixes="و, ب, ل, ف, من, لل",
    ),
    "tr": DayWords(
        today="bugün, bu akşam, bu gece, bu sabah", tomorrow="yarın, yarin, yarinki",
        after_tomorrow="öbür gün, öbürsü gün, yarından sonraki gün, yarından sonra, obur gun, "
            "öbürgün",
        weekdays=("pzt", "sal.", "çar.", "per.", "cum.", "cmt, cumartes", "paz."),
        months=("", "", "", "", "", "", "", "", "", "", "", ""),
        last="geçen, geçtiğimiz", next_week="haftaya, gelecek hafta, önümüzdeki hafta, "
        "öbür hafta",
        day="gün", week="hafta", month="ay", soon_after="sonra, sonraya, sonrası, sonrasi, "
        "içinde",
        fixed="haftaya bugün=7",
        endings="ya, ye, yi, yi, a, e, i, u, da, de, ta, te, dan, den, tan, ten, nin, in, un, "
            "ki, si",
    ),
    "fa": DayWords(
        today="امروز, امشب, emrooz, emruz, emshab", tomorrow="فردا, صبا, سبا, farda",
        after_tomorrow="پس فردا, پسفردا, پس صبا, پس سبا, pas farda",
        weekdays=("دو شنبه, doshanbe, do shanbe", "سه شنبه, سشنبه, seshanbe, se shanbe",
            "چهار شنبه, چارشنبه, چار شنبه, charshanbe, chaharshanbe",
            "پنج شنبه, پنشنبه, panjshanbe, panj shanbe", "آدینه, jome, jomee",
            "shanbe, shanbeh", "یک شنبه, yekshanbe, yek shanbe"),
        months=("جنوری", "فبروری", "مارچ", "آپریل", "می", "جون, جوئن", "جولای, جولایی",
            "آگوست, اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر, دیسمبر"),
        last="گذشته, قبل, پیش, قبلی, تیر شده", next_week="هفته آینده, هفته بعد, هفته دیگه, "
            "هفته دیگر",
        day="روز", week="هفته", month="ماه", soon_before="بعد از",
        soon_after="دیگر, دیگه, بعد, بعدتر, دیگر هم",
    ),
    "ur": DayWords(
        today="آج, aaj, aj", tomorrow="کل, kal, آنے والے کل",
        after_tomorrow="پرسوں, parson, parso, parsoon",
        weekdays=("سوموار, سوم وار, peer, pir, somwar", "منگلوار, mangal", "بدھوار, budh",
            "جمیرات, jumerat, jumeraat, jummerat", "جمعے, جمعتہ المبارک, jumma, juma, jummah",
            "ہفتہ کو, ہفتے کو, ہفتے کے دن, ہفتہ کے دن, ہفتے کے روز, بروز ہفتہ, ہفتہ تک, سنیچر, "
            "hafte ko, sanichar",
            "itwar, itwaar, etwar"),
        months=("", "", "", "", "مئ", "", "جولای", "", "", "", "", ""),
        last="پچھلے, پچھلا, گزشتہ, گذشتہ, pichle, pichla, guzishta",
        next_week="اگلے ہفتے, اگلا ہفتہ, agle hafte, agla hafta", day="دن, روز, din, roz",
        week="ہفتے, ہفتہ, ہفتوں, hafte, hafta, hafton", month="مہینے, مہینہ, مہینوں, ماہ, "
            "mahine, mahina",
        soon_after="بعد, کے بعد, میں, کے اندر, baad, ke baad, bad, mein, me", month_first=True,
    ),
    "so": DayWords(
        today="maanta, manta, caawa, caawo, caawadan", tomorrow="berri, beri, berrito, barri, "
            "berito",
        after_tomorrow="saadambe, saa dambe, saakuun, berri dambe, maalinta berri ka dambeysa",
        weekdays=("isnin, isn", "talaada, salaasa, tldo", "arbaca, arbac, arbc",
            "khamis, khms", "jimce, jimca, jumco, jmc", "sbti", "axada, axadaha, ahad, axd"),
        months=("jeenaayo, janwari", "feberwari", "maarij, maarj, marso", "abril, apriil",
            "maajo, mey", "juunyo, yuniyo", "luuliyo, julaay, yuuliyo", "agoosto, ogost",
            "sebtember", "oktobar, oktoober, oktober", "nofembar, noofembar",
            "disembar, desembar, diseember"),
        last="hore, tagay, la soo dhaafay", next_week="toddobaadka soo socda, toddobaadka xiga, "
            "usbuuca soo socda, isbuuca soo socda",
        day="maalin, maalmood, maalmo, beri, cisho, casho", month="bil, bilood, bilo",
        week="toddobaad, todobaad, usbuuc, isbuuc, asbuuc, toddobaadyo",
        soon_before="muddo, kadib, ka dib", soon_after="kadib, ka dib, kaddib, dabadeed, "
            "gudahood, gudaheed, ka bacdi",
        endings="ta, da, ka, ha, dii, tii, kii, oo, ku", month_first=True,
    ),
    "pl": DayWords(
        today="dziś, dzisiaj, dzis", tomorrow="jutro, jutra, jutrze", after_tomorrow="pojutrze",
        weekdays=("poniedziałku, poniedziałkowy, pon., pon, pn.", "wtorku, wt., wt",
            "środę, środy, środzie, śr.", "czwartku, czw., czw", "piątku, pt., pt",
            "sobotę, soboty, sobocie, sob.", "niedzielę, niedzieli, niedz., nd."),
        months=("styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu", "lipcu",
            "sierpniu", "wrześniu", "październiku", "listopadzie", "grudniu"),
        last="zeszły, zeszłą, zeszłym, ubiegły, ubiegłą, poprzedni, ostatni, ostatnią, minioną, "
            "miniony",
        next_week="w przyszłym tygodniu, w następnym tygodniu, przyszłym tygodniu, "
            "przyszły tydzień",
        day="dzień, dni, dnia, dniach", week="tydzień, tygodnie, tygodni, tygodniach",
            month="miesiąc, miesiące, miesięcy",
        soon_before="za, po", one_may_miss=True,
    ),
    "uk": DayWords(
        today="сьогодні, сегодня, сьодні", tomorrow="завтра, взавтра",
        after_tomorrow="післязавтра, після завтра, послезавтра, позавтра",
        weekdays=("понеділка, понеділку, понедельник, понедельника, пн", "вівторка, вівторку, "
        "вторник, вторника, вт",
            "середу, середи, среда, среду, среды, ср", "четверга, четвергу, чт",
            "п'ятницю, п'ятниці, пятница, пятницу, пятницы, пт", "суботу, суботи, суббота, "
        "субботу, субботы, сб",
            "неділю, неділі, воскресенье, воскресенья, нд"),
        months=("січні, января", "лютому, февраля", "березні, марта", "квітні, апреля",
            "травні, мая", "червні, июня", "липні, июля", "серпні, августа",
            "вересні, сентября", "жовтні, октября", "листопаді, ноября", "грудні, декабря"),
        last="минулий, минулого, минулу, минулої, минулої, прошлый, прошлую",
        next_week="наступного тижня, на наступному тижні, на следующей неделе",
        day="день, дні, днів, дня, дней", week="тиждень, тижні, тижнів, неделю, недели",
            month="місяць, місяці, місяців",
        soon_before="через, за", one_may_miss=True,
    ),
}  # fmt: skip

# Months of the solar calendar: the names used in Iran, then those used in Afghanistan.
SOLAR_MONTHS = (
    "فروردین, حمل", "اردیبهشت, ثور", "خرداد, جوزا", "تیر, سرطان", "مرداد, اسد", "شهریور, سنبله",
    "مهر, میزان", "آبان, عقرب", "آذر, قوس", "دی, جدی", "بهمن, دلو", "اسفند, حوت",
)  # fmt: skip

# "pazar" as market instead of Sunday; "کل" as total or yesterday instead of tomorrow.
NO_DAYS = (
    "pazar arastirma, pazar payi, pazar yeri, pazar alani, pazar fiyat, pazar tezgah, "
    "pazar analiz, pazar gunleri acik, کل خرچ, کل رقم, کل لاگت, کل قیمت, کل کتن, کل آمدن, "
    "کل مل, گزشتہ کل, گزرے کل, کل رات تھ, kal raat tha, آج کل, aaj kal, aj kal"
)
