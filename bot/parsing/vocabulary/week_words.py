"""Words for days of every week, by language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WeekWords:
    """Comma-separated words beside the names of single days (see day_words.py)."""

    every: str
    working: str  # Monday to Friday
    weekend: str
    endings: str = ""  # of a weekday that recurs: "Sundays"
    prefixes: str = ""
    forms: str = ""  # further forms of the names, from Monday, separated by "|"
    to: str = ""  # between the first and the last day of a range
    day: str = ""  # may follow `to`: "إلى يوم الجمعة"
    to_prefixes: str = ""  # of the last day, instead of `to`: "للجمعة"
    from_endings: str = ""  # of the first day of a range: "pazartesiden cumaya"
    to_endings: str = ""
    between: str = ""  # between two days that `range_after` follows: "pazartesi ile cuma arası"
    range_after: str = ""


WEEK_WORDS: dict[str, WeekWords] = {
    "da": WeekWords(
        every="hver dag, dagligt, alle dage, hver eneste dag",
        working="hverdage, hverdagene, hverdag, arbejdsdage, arbejdsdagene",
        weekend="weekend, weekenden, weekender, weekenderne",
        endings="s, e, en, ene, er, erne",
        to="til, til og med, t.o.m., tom., indtil, frem til, og frem til",
    ),
    "en": WeekWords(
        every="every day, everyday, daily, each day, all days",
        working="weekdays, weekday, working days, workdays", weekend="weekend, weekends",
        endings="s, 's", to="to, through, thru, till, til, until, up to",
    ),
    "ar": WeekWords(
        every="كل يوم, يوميا, كل الأيام, كل ايام الاسبوع",
        working="أيام العمل, أيام الدوام, أيام الشغل",
        weekend="نهاية الأسبوع, نهايه الاسبوع, عطلة الأسبوع, عطلة نهاية الأسبوع, "
        "بعطلة الأسبوع, بنهاية الأسبوع, الويكند, بالويكند, ويكند, الويك اند, بالويك اند",
        forms="كل اثنين, كل يوم اثنين, للاثنين, للتنين|كل ثلاثاء, كل يوم ثلاثاء, للثلاثاء, للتلات"
        "|كل أربعاء, كل يوم أربعاء, للأربعاء, للاربعا|كل خميس, كل يوم خميس, للخميس"
        "|كل جمعة, كل يوم جمعة, للجمعة|كل سبت, كل يوم سبت, للسبت|كل أحد, كل يوم أحد, للأحد, للحد",
        to="الى, حتى, لحد, لغاية, لعند, ل, لحتى, ela, la, lal, 7atta, la7ad", day="يوم, نهار, "
        "yom",
        to_prefixes="لل",
    ),
    "tr": WeekWords(
        every="her gün, hergün, günlük", working="hafta içi, haftaiçi, iş günleri",
        weekend="hafta sonu, haftasonu, hafta sonları, haftasonları",
        endings="lar, ler, lari, leri", from_endings="dan, den, tan, ten",
        to_endings="a, e, ya, ye", between="ile, ve", range_after="arası, arasında, arasi",
    ),
    "fa": WeekWords(
        every="هر روز, روزانه, همه روزها", working="روزهای کاری, وسط هفته",
        weekend="آخر هفته, آخر هفته ها, آخرهفته", endings="ها, هاي", to="تا, الی, ta", day="روز",
    ),
    "ur": WeekWords(
        every="ہر روز, روزانہ, ہر دن, har roz, rozana, har din",
        working="کام کے دن, کام کے دنوں, kaam ke din",
        weekend="ویک اینڈ, ویکنڈ, ہفتے کے آخر, weekend, ہفتہ اتوار, ہفتہ اور اتوار, "
        "ہفتے اور اتوار, hafta itwar, hafte aur itwar", to="سے, تا, se, ta", day="دن",
    ),
    "so": WeekWords(
        every="maalin kasta, maalin walba, maalin walbo, maalin waliba, maalinkasta",
        working="maalmaha shaqada, maalmaha shaqo",
        weekend="dhammaadka toddobaadka, dhamaadka todobaadka, dhamaadka toddobaadka, "
        "dhammaadka usbuuca, weekend, weekendka, wiikendka",
        endings="yada, yadii", to="ilaa, ila, ilaa iyo, ila iyo, tan iyo, illaa, to",
        day="maalinta, maalin",
    ),
    "pl": WeekWords(
        every="codziennie, każdego dnia, co dzień, codzien", working="dni robocze, "
        "dni powszednie",
        weekend="weekend, weekendy, weekendu, weekendami, weekendach",
        forms="poniedziałki, poniedziałkami|wtorki, wtorkami|środami|czwartki, czwartkami"
        "|piątki, piątkami|sobotami|niedziele, niedzielami", to="do, aż do",
    ),
    "uk": WeekWords(
        every="щодня, кожен день, кожного дня, щоденно, каждый день",
        working="будні, буднях, робочі дні, по будням",
        weekend="вихідні, вихідних, вихідними, вікенд, выходные, выходным",
        prefixes="що",
        forms="понеділки, понеділках, понеділкам|вівторки, вівторках, вівторкам"
        "|середах, середам|четверги, четвергах, четвергам|п'ятницях, п'ятницям"
        "|суботах, суботам|неділях, неділям", to="до, по, аж до",
    ),
}  # fmt: skip
