"""Words of a sentence, brought to one spelling, and phrases found among them.

Names of treatments, diseases and cues are compared word by word after ``normal``, so that plural, hyphen,
apostrophe and British or American spelling never have to be listed in the vocabulary.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)?|[%$€£\u00d7!?:]")

_BRITISH = (
    ("aemi", "emi"),
    ("aest", "est"),
    ("haem", "hem"),
    ("paed", "ped"),
    ("oeso", "eso"),
    ("oedema", "edema"),
    ("foet", "fet"),
    ("tumour", "tumor"),
    ("ageing", "aging"),
    ("colour", "color"),
    ("favour", "favor"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("leuko", "leuco"),
    ("licence", "license"),
    ("programme", "program"),
    ("randomis", "randomiz"),
    ("revitalis", "revitaliz"),
    ("normalis", "normaliz"),
    ("stabilis", "stabiliz"),
    ("authoris", "authoriz"),
    ("specialis", "specializ"),
    ("recognis", "recogniz"),
    ("paralys", "paralyz"),
)
_SHORTENED = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ed", "es", "ly", "e", "y", "s")
_LEAST_ROOT = 3
_KEEP_FINAL_S = re.compile(r"(?:ss|us|is|ies|ous|aids|als|ms|sis|has|was|does|this)$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its ``normal`` form and the place ``start:end`` in the readable sentence."""

    form: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def normal(word: str) -> str:
    """The spelling under which a word is compared: lower case, American, singular, no possessive."""
    form = word.lower().replace("\u2019", "'")
    form = form.removesuffix("'s").removesuffix("'")
    for british, american in _BRITISH:
        if british in form:
            form = form.replace(british, american)
    if len(form) > 3 and form.endswith("s") and not _KEEP_FINAL_S.search(form):  # noqa: PLR2004 - short words have no plural
        form = form[:-1]
    elif len(form) > 4 and form.endswith("ies"):  # noqa: PLR2004
        form = form[:-3] + "y"
    return form


def words_of(text: str) -> tuple[Word, ...]:
    """The words, figures and telling marks of a readable sentence, in order; linear in its length."""
    words: list[Word] = []
    for match in _WORD.finditer(text.replace("\u2019", "'")):
        form, start, end = match.group(), match.start(), match.end()
        if form[-3:].lower() == "n't":  # "isn't" reads as "is not"
            verb = form[:-3].lower()
            words.append(Word(_SHORTENED.get(verb, verb), start, end - 3))
            words.append(Word("not", end - 3, end))
        else:
            words.append(Word(normal(form), start, end))
    return tuple(words)


@lru_cache(maxsize=50_000)
def root(form: str) -> str:
    """A word without its ending: "restores", "restored" and "restoring" are all "restor"."""
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= _LEAST_ROOT:
            return form[: -len(ending)]
    return form


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: what it stands for (``id``) and the words ``first`` to ``last`` (exclusive) that say it."""

    id: str
    first: int
    last: int


class Phrases:
    """Finds the listed phrases among words: the longest at each place, none overlapping another of the same list.

    A phrase that ends in ``*`` also matches longer words: ``regenerat*`` finds "regenerates" and "regeneration".
    """

    __slots__ = ("_exact", "_starts", "_stems")

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        """``entries`` maps an id to its phrases; the first id that lists a phrase keeps it."""
        self._exact: dict[tuple[str, ...], str] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._starts: dict[str, int] = {}
        for ident, phrases in entries.items():
            for phrase in phrases:
                self._add(ident, phrase)

    def _add(self, ident: str, phrase: str) -> None:
        if phrase.endswith("*") and " " not in phrase:
            stem = words_of(phrase[:-1])[0].form if len(phrase) < 5 else normal(phrase[:-1])  # noqa: PLR2004
            self._stems.setdefault(stem[:3], []).append((stem, ident))
            return
        forms = tuple(w.form for w in words_of(phrase))
        if forms and forms not in self._exact:
            self._exact[forms] = ident
            self._starts[forms[0]] = max(self._starts.get(forms[0], 0), len(forms))

    def find(self, words: tuple[Word, ...]) -> list[Hit]:
        """All hits in ``words``, in order."""
        hits: list[Hit] = []
        forms = [w.form for w in words]
        done = 0
        for at, form in enumerate(forms):
            if at < done or (form not in self._starts and form[:3] not in self._stems):
                continue
            hit = self._longest(forms, at)
            if hit is not None:
                hits.append(hit)
                done = hit.last
        return hits

    def _longest(self, forms: list[str], at: int) -> Hit | None:
        for length in range(min(self._starts.get(forms[at], 0), len(forms) - at), 0, -1):
            ident = self._exact.get(tuple(forms[at : at + length]))
            if ident is not None:
                return Hit(ident, at, at + length)
        for stem, ident in self._stems.get(forms[at][:3], ()):
            if forms[at].startswith(stem):
                return Hit(ident, at, at + 1)
        return None
