"""Names, links and numbers are masked before a sentence is stored: sentences are judged, never people or clinics.

Masking errs on the side of taking too much away. What the vocabulary knows (treatments, regulators, countries) stays.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "[name]"
LINK, MAIL, PHONE, HANDLE = "[link]", "[mail address]", "[phone number]", "[handle]"
_MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|clinic|health|care|co|io|eu|uk|us|de|mx|pa|ca|au|in|th|jp|shop|biz|me|ly)"
    r"(?:/\S*)?(?![\w-])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,$\u20ac\u00a3])(?:\+|\(|00)?\d(?:[\s().\u2010-\u2015/-]{0,3}\d){6,}(?![\w%])")
_HANDLE = re.compile(r"(?<!\w)[@#][A-Za-z_][\w.]{2,}")
_TITLE = re.compile(
    r"\b(?:Drs?|Prof|Professor|Doctor|Mr|Mrs|Ms|Miss|Sir|Nurse|Surgeon|PD)\b\.?(?:\s+(?:med|h|c)\.)*"
    r"(?:\s+(?:van|von|de|del|da|la|Dr|Prof)\b\.?)*(?:\s+[A-Z][\w'\u2019.-]*)+"
)
_WORD = re.compile(r"[A-Z\u00c0-\u00de][\w'\u2019&-]*")
_AFTER_END = re.compile(r"(?:^|[.!?:;\u201c\"(\u2022*-]\s*|\n\s*)$")
_WITH = re.compile(re.escape(MASK) + r"\s*(?:&|and|\+)\s+[A-Z][\w'\u2019-]*")
_JOINED = re.compile(re.escape(MASK) + r"(?:(?:\s+(?:of|the|and|&|for|de|van|von)\b)*\s+" + re.escape(MASK) + r")+")
_COMMON = frozenset(
    """I It The This That These Those A An And But Or So If In On At By For From With Without We Our You Your They Their
    He She His Her My Me No Not Yes All Any Every Each Some Many Most More Less Few Why How What When Where Who Which
    Is Are Was Were Be Been Has Have Had Do Does Did Can Could May Might Will Would Should Must As To Of Up Out
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September
    October November December MRI DNA RNA IV ID PhD MD HIV NHS Phase Stage Type Level Grade Figure Table One Two Three
    Four Five Six Seven Eight Nine Ten English Spanish""".split()  # noqa: SIM905 - reads best as words
)


class Masker:
    """Masks one text at a time; made once for one vocabulary."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        """``vocabulary`` holds the names that may stay: treatments, conditions, places and glossary."""
        self._known = {word.lower() for word in _known_words(vocabulary)}

    def mask(self, text: str, strike: Iterable[str] = ()) -> str:
        """``text`` without links, mail addresses, phone numbers, handles and names, nor the words in ``strike``."""
        for pattern, mask in ((_MAIL, MAIL), (_LINK, LINK), (_PHONE, PHONE), (_HANDLE, HANDLE), (_TITLE, MASK)):
            text = pattern.sub(mask, text)
        for word in strike:
            if word.strip():
                text = re.sub(rf"(?<!\w){re.escape(word.strip())}(?!\w)", MASK, text, flags=re.IGNORECASE)
        text = self._names(text)
        return _JOINED.sub(MASK, _WITH.sub(MASK, text))

    def _names(self, text: str) -> str:
        """Every capitalised word that is neither known nor merely the first of its sentence."""
        found = list(_WORD.finditer(text))
        shouting = sum(m.group().isupper() and len(m.group()) > 1 for m in found) > len(text.split()) / 2
        parts: list[str] = []
        at = 0
        for number, match in enumerate(found):
            parts.append(text[at : match.start()])
            at = match.end()
            follows = number + 1 < len(found) and text[match.end() : found[number + 1].start()] == " "
            hidden = not shouting and self._is_name(text, match, follows and self._unknown(found[number + 1].group()))
            parts.append(MASK if hidden else match.group())
        return "".join([*parts, text[at:]])

    def _is_name(self, text: str, match: re.Match[str], followed: bool) -> bool:  # noqa: FBT001 - one call
        if not self._unknown(match.group()) or text[match.start() - 1 : match.start()] == "[":
            return False
        opens = _AFTER_END.search(text[: match.start()]) is not None
        return not opens or followed

    def _unknown(self, word: str) -> bool:
        bare = re.sub(r"['\u2019]s?$|(?<=[A-Z])s$", "", word)
        return bare not in _COMMON and not any(part.lower() in self._known for part in (bare, *bare.split("-")))


def _known_words(vocabulary: Mapping[str, Any]) -> Iterable[str]:
    for name in ("interventions", "conditions", "jurisdictions"):
        for entry in vocabulary.get(name, ()):
            for text in (entry.get("label", ""), *entry.get("names", ()), *entry.get("regulators", ())):
                yield from re.findall(r"[\w'-]+", str(text))
    for entry in vocabulary.get("glossary", ()):
        for text in (entry["term"], *entry.get("variants", ())):
            yield from re.findall(r"[\w'-]+", str(text))
    for phrases in vocabulary.get("cues", {}).values():
        for phrase in phrases:
            yield from re.findall(r"[\w'-]+", str(phrase))
    for words in vocabulary.get("concepts", {}).values():
        yield from map(str, words)
