"""Words that refuse a time, and words that begin another clause, by language.

Comma-separated, compared without accents, spaces optional.  Patterns are regular expressions
for folded text (see folding.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class NegationWords:
    before: str = ""  # refuse what follows: "not" in the morning
    after: str = ""  # refuse what precedes: "sabah değil"
    around: str = ""  # refuse the nearest on either side: "صبح نه", "не можу вранці"
    except_before: str = ""  # refuse the next day or time only: every day "except" Sunday
    except_after: str = ""  # refuse the last day or time only: "pazar hariç her gün"
    before_pattern: str = ""
    after_pattern: str = ""
    not_negations: str = ""  # contain such a word and refuse nothing: "don't forget"
    not_negation_pattern: str = ""
    breaks: str = ""  # begin another clause: not in the morning "but" in the evening
    except_after_every: str = ""  # such a word excepts a day: every day "but" Sunday
    conditions: str = ""  # begin a clause that refuses nothing before it: "if" I don't answer
    that: str = ""  # after a comma: the clause goes on, as in "nie chcę, żeby rano"
    reasons: str = ""  # begin a clause whose times are no wish: "because" I work until 15
    requests: str = ""  # ask for reminders: begin a clause, or end it where `verb_final`
    verb_final: bool = False
    yes: str = ""  # after a time: mornings no, evenings "yes"
    every_before: str = ""  # "every" morning
    every_after: str = ""
    ands: str = ""
    ors: str = ""
    earlier_before: str = ""  # "before" 10 is refused, 10 is not
    earlier_after: str = ""


NEGATION_WORDS: dict[str, NegationWords] = {
    "da": NegationWords(
        before="aflys, slet, fjern, stop, sluk for, ikke, ikk, ik, aldrig, ingen, hverken, nej, "
        "uden, skip, drop, undgå, "
        "stop med at, "
        "hold op med at, slet ikke",
        around="kan jeg ikke, kan ikke, passer ikke, passer det ikke, passer mig ikke, "
        "passer det mig ikke, duer ikke, dur ikke, går ikke, går det ikke, vil jeg ikke, "
        "er jeg ikke, har jeg ikke tid, er ikke godt, er dårligt",
        except_before="end, undtagen, undtaget, på nær, bortset fra, udover, i stedet for, "
        "i stedet for om, andet end, andre end, frem for",
        not_negations="glem ikke, glem nu ikke, må ikke glemme, husk nu ikke, ved ikke, "
        "ved jeg ikke, ikke kun, ikke bare, ikke senere end, senest, hvorfor ikke, kan du ikke, "
        "kan i ikke, vil du ikke, vil i ikke, gider du ikke, kunne du ikke, ville du ikke, "
        "gør ikke noget, det gør ikke noget, ikke noget problem, intet problem, ingen problem, "
        "ingen problemer, er det ikke, ikke sandt, ikke også, betyder ikke noget",
        conditions="hvis, medmindre, så jeg, saa jeg, så at, for at, så man",
        not_negation_pattern=r"ikke (?:\w+ ){0,2}glem\w+|glem\w* (?:\w+ ){0,2}ikke",
        breaks="men, hellere, kun, bare, gerne, ellers, helst, så hellere",
        that="at",
        reasons="fordi, for jeg, for der, da jeg, eftersom",
        requests="mind mig, påmind mig, påmind, send, skriv, husk mig, giv besked, vil gerne, "
        "vil hellere",
        yes="ja, jo", every_before="hver, hver eneste", ands="og, samt", ors="eller",
        earlier_before="før, inden, tidligere end",
    ),
    "en": NegationWords(
        before="cancel, remove, delete, turn off, not, never, no, none, dont, do not, doesnt, "
        "didnt, cant, can not, cannot, wont, "
        "isnt, arent, shouldnt, without, neither, nor, avoid, skip, leave out, stop, quit",
        around="i cant, i can not, i cannot, dont work, doesnt work, do not work, does not work, "
        "dont suit, doesnt suit, not good, not possible, not ok, not okay, no good, bad for me",
        except_before="than, except, except for, except on, apart from, other than, excluding, "
        "instead of, rather than, anything but, any day but, any time but, anytime but, "
        "every day but, all days but, all but",
        not_negations="dont forget, do not forget, never forget, dont know, do not know, "
        "dont mind, dont care, doesnt matter, no problem, not only, not just, no later than, "
        "not later than, why not, not sure, not until, not till, cant you, wont you, "
        "couldnt you, "
        "no matter, why dont you, no more than, not a problem, cant wait, non stop, nothing but",
        conditions="if, unless, so that, so i, in case, or i will",
        not_negation_pattern=r"(?:not|dont|wont|never|cant) (?:\w+ ){0,3}forget\w*",
        breaks="but, only, rather, instead, just, better, prefer, otherwise",
        except_after_every="but",
        that="that",
        reasons="because, cause, since i, as i",
        requests="remind me, remind, send me, send, text me, write me, write to me, message me, "
        "ping me, i want, i prefer, i would like, id like",
        yes="yes, yeah, yep", every_before="every, each, every single", ands="and, plus",
        ors="or, nor",
        earlier_before="before, before the, earlier than",
    ),
    "ar": NegationWords(
        before="عدم, بعدم, الغي, الغوا, الغ, احذف, احذفوا, شيل, شيلوا, مو, مش, موش, مب, موب, "
        "مهب, ماهو, "
        "ليس, ليست, لا, ما, لن, لم, لست, ولا, بدون, بلا, "
        "من غير, من دون, مافي, ماكو, ماشي, وقف, وقفوا, بطل, mo, mou, mu, mesh, mish, mush, msh, "
        "la, ma, mabdi, mabde, mabaddi, mafi, wala, bala, bidoun, bedun",
        except_before="الا, إلا, عدا, ما عدا, ماعدا, باستثناء, سوى, بدل, بدلا من, بدال, عوض, "
        "illa, ella, 3ada, ma3ada, badal",
        around="ممنوع, مستحيل, صعب علي, ما بقدر, ما اقدر, ما فيني, ما بيناسبني, ما يناسبني, "
        "لا يناسبني, ما بناسبني, "
        "ما بصير, ما يصير, مو مناسب, مش مناسب, مو منيح, ما ينفع, ما بينفع, مينفعش, ما بدي, "
        "ma fini, ma be2dar, ma b2dar, ma bisir, ma binasebni, ma bdi, ma baddi",
        before_pattern=r"(?:ما ?|م)ت\w{2,10}ش|ma ?t\w{2,9}sh",
        not_negations="لا تنسى, لا تنس, لا تنسي, لا تنسوا, ما تنسى, ما تنسي, ما تنسوا, متنساش, "
        "متنسيش, ماتنساش, ما تنساش, ما بعرف, ما اعرف, لا اعرف, مش عارف, مش عارفة, مو عارف, "
        "لا مانع, ما عندي مانع, ما في مانع, مافي مانع, ما عندي مشكلة, ما في مشكلة, مافي مشكلة, "
        "مو مشكلة, "
        "مش مشكلة, لا مشكلة, لا بأس, لا باس, ليش لا, لم لا, ليه لا, ليس فقط, مو بس, مش بس, "
        "بعد ما, قبل ما, كل ما, متى ما, مثل ما, زي ما, وقت ما, طول ما, اول ما, أول ما, "
        "ما شاء الله, "
        "ما رأيك, ما رايك, la tensa, la tinsa, ma tensa, la mane3, mafi moshkle, ma fi moshkle",
        conditions="اذا, لو, حتى ما, لحتى ما, عشان ما, علشان ما, مشان ما, منشان ما, كي لا, iza, "
        "law",
        not_negation_pattern=r"(?:لا|ما|كي لا) (?:\w+ ){0,2}[اتين]?نس\w{1,4}"
        r"|(?:la|ma) (?:\w+ ){0,2}[ate]?ns\w+",
        breaks="بل, لكن, ولكن, لاكن, بس, انما, إنما, وانما, فقط, الافضل, أفضل, "
        "احسن, أحسن, بالعكس, lakin, laken, walaken, bas, bass, bes",
        that="انو, انه, ان, أن",
        reasons="لأن, لأني, لأنو, لأنه, لاني, عشان, علشان, مشان, منشان, بسبب, la2an, la2anni, "
        "3ashan, mshan",
        requests="ذكرني, ذكروني, ذكريني, وذكرني, تذكرني, فكرني, فكروني, فكريني, ابعتلي, ابعت, "
        "ابعتولي, ابعثلي, ابعث, ارسلي, أرسل, ارسل, دزلي, خليها, خليه, خلوها, خلي, اجعلها, "
        "بدي, اريد, أريد, ابغى, bdi, baddi, zakkerni, zakkirni, zakerni, dhakkirni, fakkerni, "
        "fakarni, eb3atli, eb3at, khaliha",
        yes="اي, ايوه, ايوا, نعم, اه, aywa, na3am, ee", every_before="كل, kol, kil", ands="و, "
        "كمان, w, "
        "wa", ors="او, أو, aw",
        earlier_before="قبل, abl, qabl",
    ),
    "tr": NegationWords(
        after="iptal, iptal et, kaldır, kapat, değil, olmasın, olmaz, istemiyorum, istemem, "
        "istemiyom, uymuyor, uymaz, "
        "yok, hatırlatma yok, gönderme, yazma, yollama, rahatsız etme, bildirme, arama, verme, "
        "atma, hayır, kalmasın",
        before_pattern=r"ne(?= [^.!?]{2,40}\bne\b)",
        except_after="hariç, dışında, haricinde, yerine",
        after_pattern=r"hatirlatma(?= *(?:•+ *)?(?:[.,;:!?\n]|$|hatirlat\b))"
        r"|(?<=• )hatirlatma(?= •)|hatirlatma(?= (?:artik|lutfen|bana|ama)\b)|\w+[ae]m[ae]m"
        r"|\w+m[ae]y[iu]n(?:[iu]z)?"
        r"|\w+m[ae]s[iu]n(?:lar)?|\w+m[iu]yor(?:um|uz|lar)?|(?:musait|uygun) degil\w{0,3}",
        not_negations="unutma, unutmayın, unutma bana, değil mi, fark etmez, farketmez, "
        "sorun değil, problem değil, önemli değil, bilmiyorum, sadece değil, hatırlatmaz mısın, "
        "hatırlatamaz mısın, gönderemez misin, yok mu, olmaz mı, sorun yok, problem yok, "
        "geç kalma",
        conditions="eğer",
        not_negation_pattern=r"unutma\w*",
        breaks="ama, amma, fakat, ancak, lakin, sadece, yalnızca, onun yerine, "
        "bunun yerine, "
        "aksine, oysa",
        reasons="çünkü, cunku",
        requests="hatırlat, hatırlatın, hatırlatır mısın, hatırlatır mısınız, gönder, gönderin, "
        "yaz, yazın, olsun, istiyorum, isterim, uygun, müsaitim, ayarla, yolla, at",
        verb_final=True, yes="evet, olur", every_before="her", ands="ve, ile, hem",
        ors="veya, ya da, yada, ne, ne de", earlier_after="önce, evvel",
    ),
    "fa": NegationWords(
        around="نه, na",
        after="نشوید, نشین, نباش, لغو, لغو کن, حذف کن, قطع کن, بند کن, ببند, نکو, نکنه, نباشه, "
        "نباشد, نکن, نکنید, "
        "نکنین, ننداز, ننداز یادم, نفرست, نفرستید, نفرستین, نده, ندهید, ندین, نزن, "
        "نزنید, نیست, نیستم, نشه, نشود, ندارم, نگذار, نذار, نذارید, نگو, نگویید, ننویس, "
        "نمیخوام, نباید, nakon, nafrest, nist, nemikham, nabashe",
        after_pattern=r"نمي ?\w{2,12}|nemi\w{2,10}",
        before="هیچ, بدون, هرگز",
        except_before="غیر از, به غیر از, بغیر از, غیر, بجز, به جز, جز, الا, مگر, به استثنای, "
        "به جای, بجای, be joz, gheyr az, bejoz, be jaye",
        not_negations="فراموش نکن, فراموش نکنید, فراموش نکنین, یادت نره, یادت نرود, یادتون نره, "
        "یادتان نرود, نمیدانم, نمی دانم, نمیدونم, نمی دونم, فرقی نمیکند, فرقی نمی کند, "
        "فرقی نداره, فرق نمیکنه, فرقی نمی کنه, مشکلی نیست, مشکل نیست, مشکلی ندارم, نه تنها, "
        "نه فقط, چرا نه, مگه نه, مگر نه, چرا که نه, yadet nare, "
        "faramosh nakon, nemidonam, nemidunam",
        conditions="اگر, اگه, تا اینکه, age",
        not_negation_pattern=r"فراموش ن\w+|ياد(?:م|ت|مان|مون|تان|تون)? ن(?:ر|ه)\w+",
        breaks="بلکه, اما, ولی, ولیکن, لیکن, فقط, بهتر است, بهتره, برعکس, vali, ama, "
        "balke, faghat",
        that="که",
        reasons="چون, چونکه, زیرا, برای اینکه, chon",
        requests="یادم بنداز, یادم بیار, یادآوری کن, یادآوری کنید, یاد بده, یاد کن, خبرم کن, "
        "بفرست, بفرستید, بفرستین, بگو, باشد, باشه, خوب است, خوبه, بنویس, yadam bendaz, befrest, "
        "bashe, "
        "khube, khoobe",
        verb_final=True, yes="بله, آره, بلی, اره, are, bale", every_before="هر, har", ands="و, "
        "هم, "
        "va", ors="یا, ya",
        earlier_before="قبل از, پیش از, زودتر از, ghabl az",
    ),
    "ur": NegationWords(
        after="ختم, کینسل, بند, cancel, band, khatam, ہٹا, نہیں, نھیں, نہ, مت, nahi, nahin, "
        "nai, nahee, nhi, mat",
        after_pattern=r"na (?:bhej|kar|yaad|dil|ho)\w*",
        except_after="کے علاوہ, علاوہ, کے سوا, سوا, چھوڑ کر, کو چھوڑ کر, کی بجائے, کے بجائے, "
        "بجائے, کی جگہ, ke ilawa, ke alawa, ke siwa, chor kar, chhor kar, ko chor kar, ki jagah, "
        "ki jaga, ki bajaye, ke bajaye, ki bajae",
        except_before="سوائے, ماسوائے, siwaye", before="کبھی نہیں, بغیر, بند کرو, بند کریں",
        not_negations="بھولنا مت, مت بھولنا, بھولنا نہیں, نہ بھولنا, مت بھولیں, نہ بھولیں, "
        "بھولیں مت, پتہ نہیں, پتا نہیں, معلوم نہیں, کوئی بات نہیں, کوئی مسئلہ نہیں, مسئلہ نہیں, "
        "نہ صرف, صرف نہیں, کیوں نہیں, bhoolna mat, mat bhoolna, bhulna mat, mat bhulna, "
        "bhoolna nahi, bhulna nahi, pata nahi, maloom nahi, koi baat nahi, koi masla nahi, "
        "kyun nahi, kyu nahi, na sirf",
        conditions="اگر, تاکہ, agar, taake, taakay, takay",
        not_negation_pattern=r"(?:نه|نهين|مت) بهول\w*|بهول\w* (?:نه|نهين|مت)(?: جا\w*)?"
        r"|(?:na|nahi|mat) bh?u?o*l\w*|bh?u?o*l\w* (?:na|nahi|mat)(?: ja\w*)?",
        breaks="لیکن, مگر, بلکہ, صرف, البتہ, lekin, magar, balke, balkay, sirf, "
        "albatta",
        that="کہ, ke",
        reasons="کیونکہ, کیوں کہ, چونکہ, kyunke, kyunki, kyu ke, kyonke",
        requests="یاد دلائیں, یاد دلاؤ, یاد دلانا, یاد دلا دیں, یاد کرائیں, یاد کرا دیں, "
        "یاد کروائیں, بھیجیں, بھیجو, بھیجنا, بھیج دیں, کریں, کرو, رکھیں, yaad dilao, "
        "yaad dilana, yaad dila do, "
        "yaad dilayen, yaad dilayein, yaad karao, yaad karwana, bhejo, bhejein, bhejen, bhejna, "
        "karo, rakho",
        verb_final=True, yes="ہاں, جی, جی ہاں, han, haan, ji", every_before="ہر, har, roz, روز",
        ands="اور, aur", ors="یا, ya",
        earlier_after="سے پہلے, پہلے, se pehle, pehle, se pahle",
    ),
    "so": NegationWords(
        after="uma haysto, uma hayo, waqti uma haysto, ka jar, ka daa, ka daaya, iga daaya, "
        "tirtir, ha la joojiyo, maya, maaha, ma aha, "
        "ma ahan, ma ahaan, mahan, ahayn, ahaanin, yaanay, yaan, "
        "ma habboona, ma haboona, ma wanaagsana, ma fiicna, ma shaqeyso, ma shaqeeyo, "
        "iima fiicna, "
        "iima habboona, ma joogo, ma rabo, ma doonayo, ma doono, ma jecli, ma karo, ma awoodo, "
        "uma baahni, ma haysto, waqti ma haysto, waqti ma hayo, jooji, iga daa, iga jooji",
        after_pattern=r"ha (?:\w+ ){0,4}?\w{2,}(?:in|nina|ina)|yaa?n\w{0,3}(?: \w{2,}){1,4}",
        except_after="mooyee, mooyaane, maahee, ma ahane, ka sokow, marka laga reebo, halkii, "
        "halkeeda, bedelkeeda",
        except_before="marka laga reebo, aan ka ahayn, halkii, halkii ay ka ahaan lahayd",
        not_negations="ha iloobin, ha illoobin, ha hilmaamin, ha hilmaannina, ma aqaan, "
        "ma garanayo, ma ogi, dhib ma leh, dhib maleh, wax dhib ah ma leh, dhibaato ma leh, "
        "kaliya maaha, kaliya ma aha, keliya maaha",
        conditions="haddii, hadii, si aan, si aanan, si aanu, si aanay, marka aan",
        not_negation_pattern=r"(?:ha|yaan\w*|aan\w*|ma) (?:\w+ ){0,2}(?:il+o+b\w+|hilmaam\w+)",
        breaks="laakiin, laakin, lakin, balse, kaliya, keliya, oo kaliya",
        reasons="sababtoo ah, sababtoo, waayo, maxaa yeelay, maxaayeelay",
        requests="ii soo dir, ii soo dira, soo dir, i xasuusi, ii xasuusi, xasuusi, i xusuusi, "
        "xusuusi, ii dir, ii qor, ha ahaato, ha noqoto, baan rabaa, ayaan rabaa, waan rabaa, "
        "ayaa fiican, baa fiican, ayaa ii fiican, waa fiican tahay, ayaa habboon",
        verb_final=True, yes="haa, haye", every_after="kasta, walba, walbo, waliba",
        ands="iyo", ors="ama, mise",
        earlier_after="ka hor",
    ),
    "pl": NegationWords(
        before="anuluj, odwołaj, usuń, zdejmij, wyłącz, nie, ani, nigdy, bez, żadnych, żadne, "
        "żaden, przestań, przestańcie",
        except_before="niż, oprócz, prócz, poza, z wyjątkiem, za wyjątkiem, wyjąwszy, zamiast",
        around="nie mogę, nie pasuje, nie pasują, nie chcę, nie trzeba, nie odpowiada, "
        "nie dam rady, "
        "odpada, odpadają",
        not_negations="nie zapomnij, nie zapominaj, nie zapomnijcie, nie wiem, nie szkodzi, "
        "nie ma sprawy, nie ma problemu, nie tylko, dlaczego nie, czemu nie, nie później niż, "
        "nie ma znaczenia, czy nie, obojętne, nie mógłbyś, nie mogłabyś, nie moglibyście, "
        "nie mogę się doczekać",
        conditions="jeśli, jeżeli, jak, żeby, żebym, żebyś, aby, abym, bym, gdyby, gdybym",
        not_negation_pattern=r"nie (?:\w+ ){0,3}zapom\w+",
        breaks="ale, lecz, tylko, a, natomiast, jednak, raczej, lepiej, wolę, "
        "wolałabym, wolałbym, inaczej",
        that="że, ze",
        reasons="bo, ponieważ, gdyż, dlatego że, dlatego ze",
        requests="przypomnij, przypominaj, przypominajcie, przypomnijcie, wyślij, wysyłaj, "
        "wysyłajcie, pisz, napisz, proszę o, chcę, chciałabym, chciałbym",
        yes="tak", every_before="co, każdego, każdy, każdym", ands="i, oraz", ors="lub, albo, "
        "ani, czy",
        earlier_before="przed, wcześniej niż, wczesniej jak",
    ),
    "uk": NegationWords(
        before="ніяких, ніякого, нічого, відміни, відмініть, скасуй, скасуйте, прибери, "
        "приберіть, вимкни, вимкніть, не, "
        "ні, ані, ніколи, без, жодних, жодного, нет, никогда, ни, припини, припиніть, "
        "перестань, перестаньте",
        except_before="ніж, аніж, крім, окрім, за винятком, замість, кроме, вместо, "
        "за исключением",
        around="не можу, не підходить, не підходять, не треба, не потрібно, не зручно, незручно, "
        "не хочу, не могу, не надо, не подходит",
        not_negations="не забудь, не забудьте, не забувай, не забувайте, не знаю, не тільки, "
        "не лише, не только, не важливо, неважливо, не проблема, немає проблем, чому не, "
        "чому ні, "
        "чому б ні, чому б не, не пізніше, не позже, не міг би, не могла б, не могли б, чи не, "
        "не можна було б, не має значення, не страшно",
        conditions="якщо, якшо, щоб, шоб, щоби, аби, если, чтобы, чтоб, як",
        not_negation_pattern=r"не (?:\w+ ){0,3}забу\w+",
        breaks="а, але, проте, зате, лише, тільки, краще, но, только, лучше, хіба, "
        "натомість, інакше",
        that="що, шо",
        reasons="бо, тому що, оскільки, потому что, адже",
        requests="нагадуй, нагадай, нагадуйте, нагадайте, надсилай, надсилайте, надішли, "
        "надішліть, пиши, пишіть, напиши, присилай, присилайте, шли, напоминай, напоминайте, "
        "напомни, напомните, хочу, давай, давайте",
        yes="так, да", every_before="кожен, кожного, каждое, каждый", ands="і, й, та, и",
        ors="або, чи, ні, ані, или",
        earlier_before="раніше, раніше ніж, раньше, перед, до",
    ),
}  # fmt: skip

# Danish and English words that people mix into other languages; in Turkish "not" is a note.
MIXED_IN_BEFORE = "ikke, not, dont"
NOT_MIXED_IN = {"tr": "not, dont"}
