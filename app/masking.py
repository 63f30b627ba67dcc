"""Names, links and numbers are masked before a sentence is stored: sentences are judged, never people or clinics.

Masking errs on the side of taking too much away. What the vocabulary knows (treatments, regulators, countries) stays,
and so do ordinary words. A word counts as ordinary where the evidence base itself writes it in small letters; its list
``claims/vocabulary/ordinary.yaml`` holds those that several sets of the example sentences do.
"""

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from app import small_letters

MASK = "[name]"
LINK, MAIL, PHONE, HANDLE = "[link]", "[mail address]", "[phone number]", "[handle]"
SEVERAL = 3  # sets of examples
ORDINARY = Path("vocabulary/ordinary.yaml")
"""The list of ordinary words, below the claims folder."""
_ABOUT_ORDINARY = f"""# Words that at least {SEVERAL} sets of example sentences write in small letters.
# They are no names, so masking (app/masking.py) leaves them. `claimcheck train` makes this file.
"""
_MAIL = re.compile(  # begins only where its word does, and goes on over mails that stand without a gap
    r"(?<![\w.+-])(?:[\w.+-]++\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+)+", re.IGNORECASE
)
_LINK = re.compile(  # as above: tried from each of its parts, a run of dots would take the square of its length
    r"(?:https?://|www\.)\S+|(?<![\w-])(?<![\w-]\.)(?!-++(?:\.-++)*\.?www\.)[\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|org|net|info|clinic|health|care|co|io|eu|uk|us|de|mx|pa|ca|au|in|th|jp|shop|biz|me|ly)(?:/\S*)?(?![\w-])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,$\u20ac\u00a3])(?:\+|\(|00)?\d(?:[\s().\u2010-\u2015/-]{0,3}\d){6,}(?![\w%])"
    r"|(?<!\w)(?:1[\s.-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[\s.-][A-Z\d]{2,}(?:-[A-Z\d]+)*(?!\w)"  # 1-800-FLOWERS
)
_HANDLE = re.compile(r"(?<!\w)[@#][A-Za-z_][\w.]{2,}")
_LONGEST_NAME = 80  # letters; a bound, so that a run of letters and hyphens costs no more than others
_NAME = rf"[A-Z\u00c0-\u00de][\w'\u2019-]{{0,{_LONGEST_NAME}}}+(?![\w'\u2019-])"
_TITLE = re.compile(
    r"(?P<title>\b(?:Drs?|DR|Prof|PROF|Professor|Doctor|DOCTOR|Mr|Mrs|Ms|Miss|Sir|Nurse|Surgeon|PD)\b(?:\.?\s+|\.)"
    r"(?:(?:med|h|c|van|von|de|del|da|la|Dr|Prof)\b\.?\s+)*)"
    rf"(?P<name>(?:[A-Z]\.\s*)*{_NAME}(?:\s+(?:(?:van|von|de|del|da|la)\s+)*(?:[A-Z]\.\s*)*{_NAME}){{0,6}})"
)
_HOUSE = (
    r"(?:Clinics?|Institute|Cent(?:er|re)s?|Hospital|Medical|Medicine|Wellness|Spa|Group|Practice|Associates|Partners|"
    r"University|Foundation|Academy|Inc|LLC|Ltd|GmbH|Bio\w+|Therapeutics|Laborator(?:y|ies)|Labs?|Regenerative|"
    r"Orthop(?:a?edics?)|Biologics|Technologies|Pharma\w*)"
)
_MORE = rf"(?:\s+(?:&\s+)?{_NAME}){{0,6}}"  # a bound, so that a text of capitals alone costs no more than others
_ORGANISATION = re.compile(
    rf"\b{_NAME}{_MORE}?\s+{_HOUSE}\b{_MORE}(?:\s+(?:of|for|at)\s+{_NAME}{_MORE})?|\b{_HOUSE}\s+(?:of|for)\s+{_NAME}{_MORE}"
)
_WORD = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de][\w'\u2019&-]*")
_OPENERS = frozenset('.!?:;\u201c"(\u2022*#-')
_WITH = re.compile(re.escape(MASK) + r"\s*(?:&|and|\+)\s+[A-Z][\w'\u2019-]*")
_INITIALS = re.compile(
    rf"(?<![\w.])(?:[A-Z]\.\s*){{1,6}}(?={re.escape(MASK)})|(?<={re.escape(MASK)})(?:\s[A-Z]\.(?![\w.]))+"
)
_JOINED = re.compile(re.escape(MASK) + r"(?:(?:\s+(?:of|the|and|&|for|de|van|von)\b)*\s+" + re.escape(MASK) + r")+")
_ORDINARY = re.compile(r"(?<![\w/.@:\u2019'-])[a-z\u00df-\u00ff]{2,}(?![\w/@\u2019'-]|[.:]\w)")
_NO_WORD = re.compile(r"[A-Z]\d{0,2}")  # "vitamin C", "L4"
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "est", "ness", "ment")
_COMMON = frozenset(
    """I It The This That These Those A An And But Or So If In On At By For From With Without We Our You Your They Their
    He She His Her My Me No Not Yes All Any Every Each Some Many Most More Less Few Why How What When Where Who Which
    Is Are Was Were Be Been Has Have Had Do Does Did Can Could May Might Will Would Should Must As To Of Up Out
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September
    October November December MRI DNA RNA IV ID PhD MD HIV NHS Phase Stage Type Level Grade Figure Table One Two Three
    Four Five Six Seven Eight Nine Ten English Spanish Cochrane Lancet BMJ NEJM JAMA PubMed Medicare Medicaid HIPAA
    WhatsApp Facebook Instagram YouTube Google HbA1c Lyme Peace Welcome BMI X-ray Meanwhile
    African American Argentinian Asian Australian Austrian Belgian Brazilian British Canadian Chinese Colombian Danish
    Dutch European Finnish French German Greek Indian Irish Israeli Italian Japanese Korean Mexican Norwegian Polish
    Portuguese Russian Scottish Spanish Swedish Swiss Thai Turkish Ukrainian Welsh""".split()  # noqa: SIM905 - reads best as words
)
_GIVEN = frozenset(
    """Alba Amber April Art Ash Basil Bill Brook Carol Chase Clay Cliff Crystal Daisy Dale Dawn Dean Dick Drew Earl Eve
    Faith Fern Frank Gene Glen Grace Grant Guy Harmony Hazel Heath Heather Holly Hope Hunter Iris Ivy Jack Jade Jasmine
    Jean Jet Joy June King Lance Lily Mark Mason May Mercy Merit Miles Miller Nick Olive Pat Pearl Penny Pierce Prince
    Ray Reed Rich Rob Robin Rose Ruby Sage Sandy Skip Sterling Storm Sue Summer Sunny Tanner Victor Violet Ward Wade
    Will Willow Wren""".split()  # noqa: SIM905 - as above
)
"""Given names that are ordinary words too: taken for a name where they open a sentence and a name follows."""


def ordinary_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that ``texts`` write in small letters; parts of addresses and ids do not count."""
    return frozenset(word for text in texts for word in _ORDINARY.findall(text))


def words_in_use(examples: Iterable[str]) -> list[str]:
    """The words that at least ``SEVERAL`` of the ``examples`` write in small letters, in order.

    A rarer one is as often half a name.
    """
    held = Counter(word for text in examples for word in ordinary_words([text]))
    return sorted(word for word, sets in held.items() if sets >= SEVERAL)


def ordinary_file(examples: Iterable[str]) -> str:
    """The content of the list of ordinary words, of these sets of examples; training writes it anew."""
    listed = textwrap.fill(" ".join(words_in_use(examples)), 118, initial_indent="  ", subsequent_indent="  ")
    return f"{_ABOUT_ORDINARY}words: >-\n{listed}\n"


class Masker:
    """Masks one text at a time; made once for one vocabulary."""

    def __init__(self, vocabulary: Mapping[str, Any], ordinary: frozenset[str]) -> None:
        """``vocabulary`` holds the names that may stay, ``ordinary`` the words of the language (small letters)."""
        self._known = {word.lower() for word in _known_words(vocabulary)}
        self._ordinary = ordinary

    def mask(self, text: str, strike: Iterable[str] = ()) -> str:
        """``text`` without links, mail addresses, phone numbers, handles and names, nor the words in ``strike``."""
        headline, typed_small = _is_headline(text), not any(letter.isupper() for letter in text)
        for pattern, mask in ((_MAIL, MAIL), (_LINK, LINK), (_PHONE, PHONE), (_HANDLE, HANDLE)):
            text = pattern.sub(mask, text)
        text = _TITLE.sub(lambda match: self._titled(match, headline=headline), text)
        for word in strike:
            if word.strip():
                text = re.sub(rf"(?<!\w){re.escape(word.strip())}(?!\w)", MASK, text, flags=re.IGNORECASE)
        text = _ORGANISATION.sub(lambda match: self._organisation(match, headline=headline), text)
        text = small_letters.hide(self._names(text, headline=headline), self._may_stay, MASK, everywhere=typed_small)
        return _JOINED.sub(MASK, _INITIALS.sub("", _WITH.sub(MASK, text)))

    def _may_stay(self, word: str) -> bool:
        return self._is_ordinary(word) or not self._unknown(word)

    def _titled(self, match: re.Match[str], *, headline: bool) -> str:
        """A title with the name after it; in a headline the name ends where ordinary words begin."""
        words = match["name"].split()
        if not headline:
            return MASK
        own = 1 + sum(1 for _ in takewhile(lambda word: not self._is_ordinary(word), words[1:]))
        return " ".join([MASK, *words[own:]])

    def _organisation(self, match: re.Match[str], *, headline: bool) -> str:
        """A house with a name of its own; "Stem Cell Clinic" alone names none, "Sunrise Clinic" does."""
        first, *rest = match.group().split()
        own = [
            word
            for word in (first, *rest)
            if word[:1].isupper()
            and not re.fullmatch(_HOUSE, word)
            and self._unknown(word)
            and not (headline and self._is_ordinary(word))
        ]
        if not own:
            return match.group()
        keeps = first if first in _COMMON else ""  # "Our", "The", "At": no part of the name
        return f"{keeps} {MASK}".strip()

    def _names(self, text: str, *, headline: bool) -> str:
        """Every capitalised word that is neither known nor merely the first of its sentence."""
        found = list(_WORD.finditer(text))
        parts: list[str] = []
        at = 0
        for number, match in enumerate(found):
            parts.append(text[at : match.start()])
            at = match.end()
            after = found[number + 1] if number + 1 < len(found) else None
            followed = (
                after is not None
                and text[match.end() : after.start()] == " "
                and self._unknown(after.group())
                and not (headline and self._is_ordinary(after.group()))
            )
            hidden = self._is_name(text, match, followed=followed, headline=headline)
            parts.append(MASK if hidden else match.group())
        return "".join([*parts, text[at:]])

    def _is_name(self, text: str, match: re.Match[str], *, followed: bool, headline: bool) -> bool:
        word = match.group()
        if not self._unknown(word) or text[match.start() - 1 : match.start()] == "[":
            return False
        if not self._is_ordinary(word):
            return True
        return (followed and word in _GIVEN) if _opens(text, match.start()) else not headline

    def _unknown(self, word: str) -> bool:
        """Whether ``word`` is none of the names that may stay, such as a treatment or a country."""
        bare = _bare(word)
        if _NO_WORD.fullmatch(bare) or not _COMMON.isdisjoint({bare, bare.capitalize(), bare.removesuffix("s")}):
            return False
        return not any(part.lower() in self._known for part in (bare, *bare.split("-")))

    def _is_ordinary(self, word: str) -> bool:
        """Whether the language has ``word`` in small letters, in this or a nearby form."""
        if word.endswith(("n't", "n\u2019t")):
            return True
        return all(self._in_use(part) for part in _bare(word).lower().split("-") if part)

    def _in_use(self, word: str) -> bool:
        if word in self._ordinary or word in self._known or word.capitalize() in _COMMON:
            return True
        if any(f"{word}{ending}" in self._ordinary for ending in ("s", "d", "ed", "ing")):
            return True
        stems = (word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) >= len(end) + 4)
        return any(stem in self._ordinary or f"{stem}e" in self._ordinary for stem in stems)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence, a line or an item begins at ``at``."""
    while at and text[at - 1].isspace():
        if text[at - 1] == "\n":
            return True
        at -= 1
    return at == 0 or text[at - 1] in _OPENERS


def _is_headline(text: str) -> bool:
    """Whether most words begin with a capital, so that it says nothing of any one of them."""
    long = re.findall(r"[^\W\d_]{4,}", text)
    return len(long) > 1 and sum(word[0].isupper() for word in long) > 0.75 * len(long)


def _bare(word: str) -> str:
    """``word`` without what an apostrophe adds ("don't", "clinic's") or the plural of a short form ("MSCs")."""
    return re.sub(r"n['\u2019]t$|['\u2019](?:s|re|ve|ll|d|m)?$|(?<=[A-Z])s$", "", word)


def _known_words(vocabulary: Mapping[str, Any]) -> Iterable[str]:
    for name in ("interventions", "conditions", "jurisdictions"):
        for entry in vocabulary.get(name, ()):
            for text in (entry.get("label", ""), *entry.get("names", ()), *entry.get("regulators", ())):
                yield from re.findall(r"[\w'-]+", str(text))
    for entry in vocabulary.get("glossary", ()):
        for text in (entry["term"], *entry.get("variants", ())):
            yield from re.findall(r"[\w'-]+", str(text))
