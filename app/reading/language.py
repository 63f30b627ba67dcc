"""Which language a text is written in, as far as needed to say that only English is read."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from app.reading.words import LONGEST, REMEMBERED, word_set

_SAMPLE = 20_000  # characters looked at, from the beginning, the middle and the end
_FEW_WORDS = 6

_FUNCTION_WORDS = {
    "en": "the of and to in is are was for with that this our your you we it by from as on or not be have has can may "
    "will who what how when which their they he she an at no all more than into about after before been were do does "
    "i my me if but so these those there any up out its us per",
    "es": "el la los las de del y en que es son para con sin una un por su sus se al como más mas pero nuestra nuestro "
    "nuestros nuestras está están puede pueden lo le les o sobre también desde muy este esta hay no usted tu",
    "de": "der die das und ist sind mit für von den dem ein eine einer einen nicht zu auf im bei wird werden auch wir "
    "sie ihre unsere oder als durch nach aus kann können sich es ohne über zur zum des",
    "fr": "le la les des et est sont pour avec sans une un du dans que qui nous vous votre notre nos vos par sur au "
    "aux plus ce cette ces ou pas ne peut peuvent il elle être d l",
    "pt": "o os as de do da dos das e em que é são para com sem uma um por seu sua se ao como mais mas nossa nosso na "
    "no nas nos não pode podem você também",
    "it": "il lo la gli le di del della dei delle e è sono per con senza una un che nel nella si al come più ma nostra "
    "nostro non può possono da dal anche i",
    "nl": "de het een en is zijn met voor van niet te op bij wordt worden ook wij we uw onze of als door naar uit kan "
    "kunnen zich zonder over",
}
_WORDS = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
# Words that no English headline or clinic name uses; one ending in "*" also stands for longer ones. Most are written
# without accents, so that they are found however they were typed.
_PLAIN_WORDS = {
    "es": "para una que más nuestra nuestro nuestros nuestras está están puede pueden también celulas dolor dolores "
    "espalda curamos curan cura rodilla tratamiento* cirugia columna sangre madre sus por sin su es son se "
    "usted nunca contra artrosis alivi* seguro segura eficaz garantizad* clinicamente probado efectos "
    "secundarios enfermedad* regeneran regenera terapia celular esclerosis tratamos rejuvenec* cita tiene",
    "de": "und mit für von ist sind wird werden wir ihre ihren ihr ihnen sie unser unsere unserer nicht kein keine "
    "keinen ohne gegen bei durch nach auch oder wieder nie jetzt ein eine einen stammzell* zellen rucken* "
    "ruecken* schmerz* heilt heilen heilung* heilbar geheilt knie knieschmerz* kniearthros* bandscheib* "
    "gelenk* knorpel* behandlung* behandeln behandelt wirbelsaule* arthrose* krankheit* nebenwirkung* "
    "eigenblut* sicher sichere wirkt wirkung hilft helfen dauerhaft* schmerzfrei* garantiert* bewiesen* "
    "klinisch* zugelassen verjung* regenerier* exosomen haut erfolgreich* tagen termin vereinbaren krebs "
    "wachst multipler sklerose therapie reparier* beendet beenden",
    "fr": "les des avec sans contre dans notre nos votre vous nous jamais aucun aucune une sont peut peuvent être "
    "mal cellule cellules souche souches douleur* guerir guerit guerissent guerison* gueri soigne* soulag* "
    "genou* traitement* traite traiter dos colonne chirurgie maladie* arthrose therapie regenere* rajeuni* "
    "peau disques efficace* secondaires effet effets resultats prouve cliniquement garantie sclerose propres "
    "rendez prenez seance reparez cellulaire moelle",
    "it": "gli della delle degli dei nella sono senza contro nostra nostro tuo tua tue tuoi mai nessun nessuna può "
    "possono più mal cellule staminal* dolore dolori schiena ginocchi* guari* curano curiamo cura trattament* "
    "terapia cartilagine chirurgia malatti* artrosi rigener* efficace efficaci sicuro effetti effetto "
    "collaterali collaterale sollievo immediato provato clinicamente garantit* risultati esosomi ringiovan* "
    "pelle elimina prenota visita sclerosi ripara salute dal dischi cellulare",
    "pt": "não são uma seu sua seus suas nossa nosso nas nos sem pela pelo celulas celula tronco dor dores costas "
    "joelho* curam cura tratamento* tratamos coluna doenca* cirurgia cartilagem regenera regeneram contra "
    "artrose nunca mais efeitos colaterais eficaz seguro segura garantid* comprovad* clinicamente exossomas "
    "rejuvenesc* pele elimina alivio imediato marque consulta repare esclerose terapia celular resultados "
    "aprovad* trata tem",
    "pl": "nie jest są bez dla się nasz nasza nasze twoje twój przez oraz jak już komork* macierzyst* bol bolu bole "
    "leczen* lecza leczy leczymy wyleczen* kregoslup* kolan* plecow chrzastk* stawow stawy choroba choroby "
    "chorobe* operacj* zabieg* skutk* ubocznych skuteczn* bezpieczn* terapia klinika klinicznie udowodnion* "
    "gwarantowan* autyzm uleczaln* koniec natychmiast* ulga egzosom* skore odmladza* regeneruje brak usuwa "
    "zatwierdzon* umow wizyte odrasta dyski artroze stwardnien*",
    "nl": "het een voor niet geen wij uw onze zonder tegen wordt worden naar ook nooit meer minder zijn eigen "
    "stamcel* cellen rugpijn pijn kniepijn knie genez* behandel* kraakbeen tussenwervel* wervel* gewricht* "
    "artrose ziekte* werkt helpt helpen herstel* veilig* effectieve bijwerking* klinisch bewezen "
    "gegarandeerd* operatie therapie exosomen verjong* huid goedgekeurd afspraak vermindert autisme",
    "tr": "için ile bir çok yok değil olarak sonra bizim artik kok hucre* tedavi* agri agrisi* agrilar* dizi dizin* "
    "bel iyiles* gecirir ameliyat* kikirda* kanser* hastali* omurga* fitik fitig* etki* yan yoktur guvenli "
    "garantili kanitlan* eksozom* cildi genclestir* otizm edilebilir eder ediyoruz aninda rahatlama randevu "
    "alin onayli saglik* bakanlig* yeniler yeniden olusur diskleri",
    "sv": "och utan inte är för på av vi ditt din dina våra inga aldrig mer mot stamcell* smarta smartor smartfri* "
    "rygg* knä behandl* botar brosk* sjukdom* artros biverkning* saker effektiv ont kliniskt bevisat "
    "garanterad*",
    "da": "og uden ikke på vi dit din dine vores ingen aldrig stamcell* smerte* ryg rygsmerte* knæ behandl* "
    "helbred* brusk* sygdom* slidgigt bivirkning* sikker effektiv ondt klinisk bevist garanter*",
    "no": "og uten ikke på av vi ditt din dine våre ingen aldri mer mot stamcell* smerte* rygg* kne kneet behandl* "
    "helbred* brusk* sykdom* artrose bivirkning* trygg effektiv vondt klinisk bevist garanter* operasjon* "
    "kurerer",
    "cs": "není jsou bez při vaše váš naše které nebo kmenov* bunk* bolest* zad kolen* lecba lecby leceb* leci "
    "lecime vyleci* vylecen* chrupavk* nemoc* patere operace kloub* zarucen* zadne vedlejsi ucink* ucinn* "
    "bezpecn* klinicky overen* prokazan*",
    "ro": "și este sunt pentru fără dvs dumneavoastra nostru noastră celule celulele durere* dureri* spate "
    "genunchi* tratam tratament* tratea* vindec* boala bolii cartilaj* operatie efecte secundare sigur "
    "eficient dovedit garantat*",
    "hu": "nem és vagy nincs az egy nélkül őssejt* ossejt* fajdal* hatfaj* terd* gyogy* meggyogy* kezel* betegseg* "
    "mutet* mellekhat* biztonsag* hatekony* klinikailag bizonyit* porcot porcok",
    "fi": "ei ja tai ilman kantasolu* kipu* kivun kivut selka* polve* polvi* parant* hoito* hoido* rusto* leikkau* "
    "turvalli* tehokas",
    "id": "tanpa untuk dengan yang tidak kami sel punca nyeri punggung lutut menyembuhkan sembuh pengobatan operasi "
    "aman rasa sakit",
}  # fmt: skip
_PLAIN = {code: word_set(words) for code, words in _PLAIN_WORDS.items()}
_STEMS = {code: tuple(word[:-1] for word in words if word.endswith("*")) for code, words in _PLAIN.items()}
# English that also is a word of another language; and words of our field that are English only.
_NOT_ONLY_ENGLISH = word_set(
    "in on an as is so do no me he we was will all at to by be for have has i my or any us per"
)
_ENGLISH = _WORDS["en"] - _NOT_ONLY_ENGLISH | word_set(
    "cell cells knee knees back pain spine joint joints disease diseases treatment treatments therapy therapies "
    "clinics doctors free safe surgery heal heals healing cures cured proven health medicine blood without relief "
    "research"
)
_ONE_WITH_ONE = 3
_ONE_IS_ENOUGH = 8  # letters of a word that alone tells the language of a line of two words
_BARE = str.maketrans({"\u0131": "i", "\u0142": "l", "\u00f8": "o", "\u00e6": "ae", "\u00df": "ss", "\u0153": "oe"})
_UKRAINIAN = re.compile(r"[\u0454\u0456\u0457\u0491]", re.IGNORECASE)
_VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9]")
_IN_NAMES = word_set("de la el los las del san da do dos di von van der den des le du y e")
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "THAI": "th", "DEVANAGARI": "hi",
}  # fmt: skip
_NAMES = {
    "de": "German", "fr": "French", "pt": "Portuguese", "it": "Italian", "nl": "Dutch", "ru": "Russian", "ar": "Arabic",
    "he": "Hebrew", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "th": "Thai", "hi": "Hindi", "es": "Spanish",
    "pl": "Polish", "tr": "Turkish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "cs": "Czech",
    "ro": "Romanian", "hu": "Hungarian", "fi": "Finnish", "id": "Indonesian", "vi": "Vietnamese", "uk": "Ukrainian",
}  # fmt: skip
_WORD = re.compile(rf"[^\W\d_]{{1,{LONGEST}}}")
_NOT_LATIN = re.compile(r"[^\u0000-\u024f]")


def foreign_language(text: str) -> str | None:
    """The code of the language of ``text`` if it is clearly not English ("und" if unknown), else None.

    In doubt the answer is None: refusing English does more harm than reading a foreign line.
    """
    if len(text) > _SAMPLE:
        third, middle = _SAMPLE // 3, len(text) // 2
        text = text[:third] + " " + text[middle : middle + third] + " " + text[-third:]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u0130", "i")  # Turkish: its small form is two characters
    words = _WORD.findall(text.lower())
    if not text.isascii() and (script := _other_script(text)) is not None:
        return script
    if len(words) < _FEW_WORDS:
        return _few(words)
    times = Counter(words)
    shares = {code: sum(map(times.__getitem__, known & times.keys())) / len(words) for code, known in _WORDS.items()}
    english = shares.pop("en")
    best = max(shares, key=lambda code: shares[code])
    found = _WORDS[best].intersection(words)
    # English function words make up 35 to 50% of prose and 10 to 30% of marketing lines.
    if shares[best] >= 0.2 and shares[best] > 1.5 * english and len(found) >= 3 and found - _IN_NAMES:  # noqa: PLR2004
        named = _few(words)  # Spanish, French, Italian and Portuguese share half of the words that are counted
        return best if named in {None, "und"} else named
    return _few(words, max(3, (len(words) + 3) // 4))


def language_name(code: str) -> str | None:
    """English name of the language ``code``, or None."""
    return _NAMES.get(code)


def _few(words: list[str], needed: int = 2) -> str | None:
    """The language of a line too short for counting, if ``needed`` of its words are of one and none is English."""
    if not _ENGLISH.isdisjoint(words):
        return None
    times = Counter(code for word in words for code in _said_in(word))
    if not times:
        return "vi" if len(_VIETNAMESE.findall(" ".join(words))) >= needed else None
    most = max(times.values())
    alone = len(words) < _ONE_WITH_ONE and any(len(word) >= _ONE_IS_ENOUGH and _said_in(word) for word in words)
    if most < needed and not alone:
        return None
    best = [code for code, found in times.items() if found == most]
    return best[0] if len(best) == 1 else "und"


@lru_cache(REMEMBERED)
def _said_in(word: str) -> tuple[str, ...]:
    """The languages that ``word`` gives away, however its accents were typed."""
    bare = "".join(char for char in unicodedata.normalize("NFD", word.translate(_BARE)) if char.isalpha())
    return tuple(
        code
        for code, plain in _PLAIN.items()
        if word in plain or bare in plain or bare.startswith(_STEMS[code] or ("*",))
    )


def _other_script(text: str) -> str | None:
    far = [char for char in _NOT_LATIN.findall(text) if char.isalpha()]
    if not far or len(far) * 2 <= sum(map(str.isalpha, text)):
        return None
    counts: dict[str, int] = {}
    for char in far[:2000]:
        script = unicodedata.name(char, "UNKNOWN").split(" ", 1)[0]
        counts[script] = counts.get(script, 0) + 1
    most = max(counts, key=lambda script: counts[script])
    if "HIRAGANA" in counts or "KATAKANA" in counts:
        return "ja"
    if most in {"MATHEMATICAL", "FULLWIDTH", "LATIN", "MODIFIER"}:
        return None  # ornamental English
    if most == "CYRILLIC" and _UKRAINIAN.search(text) is not None:
        return "uk"
    return _SCRIPTS.get(most, "und")
