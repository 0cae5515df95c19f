"""Words for days by language.  Comma-separated; weeks start on Monday.

Checked against Babel's names in the tests; read without accents and with optional spaces.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DayWords:
    today: str
    tomorrow: str
    after_tomorrow: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    last: str  # beside a weekday: it is past
    next_week: str  # beside a weekday: not the next one but that of next week
    day: str
    week: str
    month: str
    soon_before: str = ""  # "in" three days
    soon_after: str = ""  # three days "sonra"
    one_may_miss: bool = False  # "za tydzień" is in one week
    fixed: str = ""  # phrase=days
    endings: str = ""  # may follow a name directly
    prefixes: str = ""  # may precede a name directly
    month_first: bool = False  # "December 24"


DAY_WORDS: dict[str, DayWords] = {
    "da": DayWords(
        today="i dag, idag, i aften, i nat, i eftermiddag, i formiddag",
        tomorrow="i morgen, imorgen, i morgn, i morn",
        after_tomorrow="i overmorgen, overmorgen, overimorgen, over i morgen",
        weekdays=("mandag, man., mandags", "tirsdag, tirs., tir.", "onsdag, ons.",
                  "torsdag, tors., tor.", "fredag, fre.", "lørdag, lør., lørdags, lordag",
                  "søndag, søn., sondag"),
        months=("januar, jan", "februar, feb", "marts, mar, mart", "april, apr", "maj", "juni, "
            "jun",
                "juli, jul", "august, aug", "september, sep, sept", "oktober, okt",
                "november, nov", "december, dec"),
        last="sidste, forrige, sidst i", next_week="i næste uge, næste uge, i neste uge",
        day="dag, dage, døgn", week="uge, uger", month="måned, måneder, mdr", soon_before="om",
    ),
    "en": DayWords(
        today="today, tonight, this evening, this afternoon, this morning",
        tomorrow="tomorrow, tomorow, tommorow, tommorrow, tmrw, 2morrow",
        after_tomorrow="day after tomorrow, day after tomorow, overmorrow",
        weekdays=("monday, mon", "tuesday, tue, tues", "wednesday, wed, wensday, wednsday",
                  "thursday, thu, thur, thurs", "friday, fri", "saturday, sat.", "sunday, sun."),
        months=("january, jan", "february, feb, febuary", "march, mar", "april, apr", "may",
                "june, jun", "july, jul", "august, aug", "september, sep, sept", "october, oct",
                "november, nov", "december, dec"),
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
        weekdays=("الاثنين, الإثنين, الاتنين, التنين, الأثنين, letnin, el etnein, el tnein, "
            "itnein",
                  "الثلاثاء, الثلاثا, التلاتاء, التلاتا, التلات, الثلاث, el talat, el thulatha, "
                  "talata2",
                  "الأربعاء, الأربعا, الاربع, el arba3, el erb3a, larb3a",
                  "الخميس, el khamis, el khmis, el 5amis, lkhmis",
                  "الجمعة, الجمعه, el jom3a, el jum3a, el gom3a, jem3a, ljem3a",
                  "السبت, el sabt, es sabt", "الأحد, الحد, el a7ad, el ahad, el 7ad"),
        months=("يناير, كانون الثاني, كانون ثاني, جانفي", "فبراير, شباط, فيفري",
                "مارس, آذار, اذار", "أبريل, إبريل, نيسان, أفريل", "مايو, أيار, ماي, ماية",
                "يونيو, يونية, حزيران, جوان", "يوليو, يولية, تموز, جويلية, يوليوز",
                "أغسطس, آب, اب, أوت, غشت", "سبتمبر, أيلول, ايلول, شتنبر",
                "أكتوبر, تشرين الأول, تشرين اول", "نوفمبر, تشرين الثاني, تشرين ثاني, نونبر",
                "ديسمبر, كانون الأول, كانون اول, دجنبر"),
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
        weekdays=("pazartesi, pzt", "salı, sal.", "çarşamba, çar.", "perşembe, per.", "cuma, cum.",
                  "cumartesi, cmt, cumartes", "pazar, paz."),
        months=("ocak, oca", "şubat, şub", "mart, mar", "nisan, nis", "mayıs, may", "haziran, haz",
                "temmuz, tem", "ağustos, ağu", "eylül, eyl", "ekim, eki", "kasım, kas", "aralık, "
                "ara"),
        last="geçen, geçtiğimiz", next_week="haftaya, gelecek hafta, önümüzdeki hafta, öbür hafta",
        day="gün", week="hafta", month="ay", soon_after="sonra, sonraya, sonrası, sonrasi, içinde",
        fixed="haftaya bugün=7",
        endings="ya, ye, yi, yi, a, e, i, u, da, de, ta, te, dan, den, tan, ten, nin, in, un, "
            "ki, si",
    ),
    "fa": DayWords(
        today="امروز, امشب, emrooz, emruz, emshab", tomorrow="فردا, صبا, سبا, farda",
        after_tomorrow="پس فردا, پسفردا, پس صبا, پس سبا, pas farda",
        weekdays=("دوشنبه, دو شنبه, doshanbe, do shanbe", "سه شنبه, سشنبه, seshanbe, se shanbe",
                  "چهارشنبه, چهار شنبه, چارشنبه, چار شنبه, charshanbe, chaharshanbe",
                  "پنجشنبه, پنج شنبه, پنشنبه, panjshanbe, panj shanbe", "جمعه, آدینه, jome, jomee",
                  "شنبه, shanbe, shanbeh", "یکشنبه, یک شنبه, yekshanbe, yek shanbe"),
        months=("ژانویه, جنوری, ژانویهٔ", "فوریه, فبروری, فوریهٔ", "مارس, مارچ", "آوریل, آپریل, "
            "اپریل",
                "مه, می, مهٔ", "ژوئن, جون, جوئن", "ژوئیه, جولای, جولایی, ژوئیهٔ", "اوت, آگوست, "
                "اگست, اگوست",
                "سپتامبر, سپتمبر", "اکتبر, اکتوبر", "نوامبر, نومبر", "دسامبر, دسمبر, دیسمبر"),
        last="گذشته, قبل, پیش, قبلی, تیر شده", next_week="هفته آینده, هفته بعد, هفته دیگه, "
            "هفته دیگر",
        day="روز", week="هفته", month="ماه", soon_before="بعد از",
        soon_after="دیگر, دیگه, بعد, بعدتر, دیگر هم",
    ),
    "ur": DayWords(
        today="آج, aaj, aj", tomorrow="کل, kal, آنے والے کل",
        after_tomorrow="پرسوں, parson, parso, parsoon",
        weekdays=("پیر, سوموار, سوم وار, peer, pir, somwar", "منگل, منگلوار, mangal", "بدھ, "
            "بدھوار, budh",
                  "جمعرات, جمیرات, jumerat, jumeraat, jummerat", "جمعہ, جمعے, جمعتہ المبارک, "
                  "jumma, juma, jummah",
                  "ہفتہ کو, ہفتے کو, ہفتے کے دن, ہفتہ کے دن, ہفتے کے روز, بروز ہفتہ, سنیچر, "
                  "hafte ko, sanichar",
                  "اتوار, itwar, itwaar, etwar"),
        months=("جنوری, جنورى", "فروری", "مارچ", "اپریل", "مئی, مئ", "جون", "جولائی, جولای",
            "اگست",
                "ستمبر", "اکتوبر", "نومبر", "دسمبر"),
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
        weekdays=("isniin, isnin, isn", "talaado, talaada, salaasa, tldo", "arbaco, arbaca, "
            "arbac, arbc",
                  "khamiis, khamis, khms", "jimco, jimce, jimca, jumco, jmc", "sabti, sbti",
                  "axad, axada, axadaha, ahad, axd"),
        months=("janaayo, jannaayo, jeenaayo, janwari, jan", "febraayo, feberwari, feb, febraayo",
                "maarso, maarij, maarj, marso, mar", "abriil, abril, apriil, abr",
                "maayo, maajo, mey, may", "juun, juunyo, yuniyo, jun", "luulyo, luuliyo, julaay, "
                "yuuliyo, lul",
                "agosto, agoosto, ogosto, ogost, ogs", "sebtembar, sebteembar, sebtember, seb",
                "oktoobar, oktobar, oktoober, oktober, okt", "noofeembar, nofembar, noofembar, "
                "nof",
                "diseembar, disembar, desembar, diseember, dis"),
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
        weekdays=("poniedziałek, poniedziałku, poniedzialek, poniedziałkowy, pon., pon, pn.",
                  "wtorek, wtorku, wt., wt", "środa, środę, środy, środzie, śr.",
                  "czwartek, czwartku, czw., czw", "piątek, piątku, pt., pt",
                  "sobota, sobotę, soboty, sobocie, sob.", "niedziela, niedzielę, niedzieli, "
                  "niedz., nd."),
        months=("styczeń, stycznia, styczniu, sty", "luty, lutego, lutym, lut", "marzec, marca, "
            "marcu, mar",
                "kwiecień, kwietnia, kwietniu, kwi", "maj, maja, maju", "czerwiec, czerwca, "
                "czerwcu, cze",
                "lipiec, lipca, lipcu, lip", "sierpień, sierpnia, sierpniu, sie",
                "wrzesień, września, wrześniu, wrz", "październik, października, październiku, "
                "paź",
                "listopad, listopada, listopadzie, lis", "grudzień, grudnia, grudniu, gru"),
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
        weekdays=("понеділок, понеділка, понеділку, понедельник, пн", "вівторок, вівторка, "
            "вівторку, вторник, вт",
                  "середа, середу, середи, среда, среду, ср", "четвер, четверга, четвергу, чт",
                  "п'ятниця, п'ятницю, п'ятниці, пятница, пятницу, пт", "субота, суботу, суботи, "
                  "суббота, субботу, сб",
                  "неділя, неділю, неділі, воскресенье, нд"),
        months=("січень, січня, січні, січ, января", "лютий, лютого, лютому, лют, февраля",
                "березень, березня, березні, бер, марта", "квітень, квітня, квітні, квіт, апреля",
                "травень, травня, травні, трав, мая", "червень, червня, червні, черв, июня",
                "липень, липня, липні, лип, июля", "серпень, серпня, серпні, серп, августа",
                "вересень, вересня, вересні, вер, сентября", "жовтень, жовтня, жовтні, жовт, "
                "октября",
                "листопад, листопада, листопаді, лист, ноября", "грудень, грудня, грудні, груд, "
                "декабря"),
        last="минулий, минулого, минулу, минулої, минулої, прошлый, прошлую",
        next_week="наступного тижня, на наступному тижні, на следующей неделе",
        day="день, дні, днів, дня, дней", week="тиждень, тижні, тижнів, неделю, недели",
            month="місяць, місяці, місяців",
        soon_before="через, за", one_may_miss=True,
    ),
}  # fmt: skip

# The solar calendar of Iran and, by the other names, of Afghanistan.
SOLAR_MONTHS = (
    "فروردین, حمل", "اردیبهشت, ثور", "خرداد, جوزا", "تیر, سرطان", "مرداد, اسد", "شهریور, سنبله",
    "مهر, میزان", "آبان, عقرب", "آذر, قوس", "دی, جدی", "بهمن, دلو", "اسفند, حوت",
)  # fmt: skip

# Not Sunday but the market; not tomorrow but in total or yesterday.
NO_DAYS = (
    "pazar arastirma, pazar payi, pazar yeri, pazar alani, pazar fiyat, pazar tezgah, "
    "pazar analiz,"
    " pazar gunleri acik, کل خرچ, کل رقم, کل لاگت, کل قیمت, کل کتن, کل آمدن, کل مل, گزشتہ کل, "
    "گزرے کل,"
    " کل رات تھ, kal raat tha, آج کل, aaj kal, aj kal"
)
