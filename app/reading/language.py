"""Which language a text is written in, as far as needed to say that only English is read."""

import re
import unicodedata
from collections import Counter

from app.reading.words import word_set

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
# Spanish that no English headline or clinic name uses.
_PLAIN_SPANISH = word_set(
    "para una que más nuestra nuestro nuestros nuestras está están puede pueden también células dolor espalda curamos "
    "curan cura rodilla tratamiento cirugía columna sangre madre sus por sin su es son se una usted"
)
_IN_NAMES = word_set("de la el los las del san da do dos di von van der den des le du y e")
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "THAI": "th", "DEVANAGARI": "hi",
}  # fmt: skip
_NAMES = {
    "de": "German", "fr": "French", "pt": "Portuguese", "it": "Italian", "nl": "Dutch", "ru": "Russian", "ar": "Arabic",
    "he": "Hebrew", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "th": "Thai", "hi": "Hindi", "es": "Spanish",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\u0000-\u024f]")


def foreign_language(text: str) -> str | None:
    """The code of the language of ``text`` if it is clearly not English ("und" if unknown), else None.

    In doubt the answer is None: refusing English does more harm than reading a foreign line.
    """
    if len(text) > _SAMPLE:
        third, middle = _SAMPLE // 3, len(text) // 2
        text = text[:third] + " " + text[middle : middle + third] + " " + text[-third:]
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
        return best
    return _few(words, 3) if sum(word in _PLAIN_SPANISH for word in words) * 4 >= len(words) else None


def language_name(code: str) -> str | None:
    """English name of the language ``code``, or None."""
    return _NAMES.get(code)


def _few(words: list[str], needed: int = 2) -> str | None:
    spanish = sum(word in _PLAIN_SPANISH for word in words)
    english = sum(word in _WORDS["en"] and word not in _WORDS["es"] for word in words)
    return "es" if spanish >= needed and not english else None


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
    return _SCRIPTS.get(most, "und")
