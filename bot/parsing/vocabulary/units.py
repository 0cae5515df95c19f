"""Words beside a number that tell whether it is an amount of money."""

# All patterns are for folded text (see folding.py).
KRONER = (
    r"kr\.?|dkk|kroner?s?|krone[rn]?[st]?|kron(?:a|u|dan|luk|un|lar|ur)?|kroon\w{0,4}"
    r"|karoon\w{0,4}"
    r"|kroun|koron\w{0,2}|крон\w{0,3}|кр\.?|ال?كرون\w{0,3}|كرون\w{0,3}|كورون\w{0,3}|كر\.?"
)
# Budgets are in kroner: a number with another currency is not an amount.
FOREIGN = (
    r"€|eur|euro\w{0,3}|\$|usd|dollar\w{0,2}|dolar\w{0,3}|£|gbp|pund|pounds?|zl|zlot\w{0,3}|pln"
    r"|грн|гривн\w{0,3}|гривен\w?|евро|євро|долар\w{0,3}|доллар\w{0,3}|tl|lira\w{0,3}|try|₺|₴"
    r"|يورو|دولار\w{0,2}|ليره|ليرات|جنيه|دلار|تومان|تومن|ريال|افغاني|روپ\w{1,3}|rup[ie]\w{1,4}"
    r"|shilin\w{0,3}"
    r"|doolar\w{0,2}|yuuro|rs|pkr"
)
PERCENT = (
    r"%|٪|pct\.?|procent\w{0,3}|per ?cent|prosent|yuzde|بالميه|بالمايه|في الميه|درصد|فيصد"
    r"|في صد|відсот\w{1,4}|процент\w{0,3}|boqolkiiba"
)

TIME_UNITS = (
    r"min\.?|minut\w{0,5}|timer?|timers\w*|dag|dage\w?|uger?|maned\w{0,3}|maaned\w{0,3}|ar|aar"
    r"|arige?|aarige?"
    r"|mins|hours?|hrs?|days?|weeks?|months?|years?|yrs?|year-old|o'?clock"
    r"|دقيق\w{1,3}|دقاي?ق|ساع\w{1,3}|يوم\w{0,2}|ايام|اسبوع\w{0,2}|اسابيع|شهر\w{0,2}|اشهر|شهور"
    r"|سن\w{1,3}|اعوام|عام\w{0,2}"
    r"|dk|dakika\w{0,3}|saat\w{0,4}|gun\w{0,5}|hafta\w{0,9}|ay|aylik|yil\w{0,4}|yas\w{0,9}"
    r"|sene\w{0,4}"
    r"|روز\w{0,2}|هفته|ماه\w{0,2}|سال\w{0,4}|ساله|منٹ|گھنٹ\w{0,3}|گهنٹ\w{0,3}|دن|دنون|هفت\w{1,3}"
    r"|مهين\w{1,3}|مهيني"
    r"|minute?s?|ghant\w{1,3}|din|haft[aey]\w{0,2}|mahin\w{1,3}|sa+l|daqiiqo\w{0,2}|saac\w{0,6}"
    r"|maalm\w{0,5}"
    r"|maalin\w{0,3}|toddobaad\w{0,4}|bilood\w{0,3}|bil|sano\w{0,3}|sanno\w{0,3}|jir\w{0,3}"
    r"|godz\w{0,4}|dzien|dni\w{0,2}|tydzien|tygod\w{1,4}|miesi\w{2,5}|rok\w{0,2}|lat\w{0,3}"
    r"|хв\w{0,6}|годин\w{0,2}|год|дні\w?|днів|день|дня|тиж\w{1,4}|місяц\w{1,3}|рок\w{1,3}|рік|літ"
)
OTHER_UNITS = (
    r"km|cm|mm|kg|gr|gram\w{0,3}|g|kilo\w{0,6}|liter\w{0,2}|litre\w{0,2}|m2|m²|meter\w{0,2}|gb|mb"
    r"|x"
    r"|кг|км|см|м2|كيلو|كغ|متر|لتر|كيلوغرام|gange|gang|klasser?|klas\w{0,2}|klien\w{0,4}"
    r"|клас\w{0,2}|клієнт\w{0,3}|kunder?|customers?|friends|venner|musteri\w{0,3}|haneli|x\d"
    r"|grad\w{0,3}|person\w{0,3}|people"
    r"|mand|kvinder|born|kids|children|اشخاص|نفر|اطفال|kisi\w{0,3}|kisiye|cocuk\w{0,4}"
    r"|carruur\w{0,3}"
    r"|qof\w{0,3}|osob\w{0,3}|dziec\w{1,3}|осіб|людей|дітей|діти|افراد|بچ\w{1,3}"
)
NOT_MONEY_AFTER = (
    rf"(?:-\d{{1,3}})?(?: ?(?:{PERCENT})|\.?[ -]?(?:{TIME_UNITS}|{OTHER_UNITS}|{FOREIGN})"
    r"(?![^\W\d_]))"
)

# "uge 3", "nr. 2", "tlf. 12345678", "opgave 4"
NOT_MONEY_BEFORE = (
    r"yuzde|boqolkiiba|uge|week|wk|nr\.?|no\.?|number|nummer|tlf\.?|telefon|mobil|phone|cvr|cpr"
    r"|opgave|trin|side|task|step"
    r"|assignment|lesson|module|modul|€|\$|£|اسبوع|الاسبوع|رقم|تليفون|هاتف|جوال|hafta|haftanin"
    r"|odev"
    r"|gorev|هفته|شماره|تمرين|هفتي|نمبر|toddobaadka|toddobaad|lambar\w{0,2}|hawsha|tydzien"
    r"|tygodni\w{0,2}"
    r"|numer|zadani\w{1,2}|тиждень|тижні|номер|завдання|level|iphone|gta|aar|ar|thanks"
)
