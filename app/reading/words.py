"""Words of a sentence, brought to one spelling, and phrases found among them.

Names of treatments, diseases and cues are compared word by word after ``normal``, so that plural, hyphen,
apostrophe and British or American spelling never have to be listed in the vocabulary.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

# What caches keep of the words that people paste: all batches of tests/ together have 23,000 different words, one in
# ten of them once. A longer run of letters or digits than any real word is read as several, so no cache holds a text.
REMEMBERED = 20_000
LONGEST = 60
_WORD = re.compile(
    rf"\d{{1,{LONGEST}}}(?:[.,]\d{{1,{LONGEST}}}){{0,9}}%?"
    rf"|[^\W\d_]{{1,{LONGEST}}}(?:'[^\W\d_]{{1,{LONGEST}}})?"
    r"|[%$€£\u00d7!?:]"
)

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


def word_set(listed: str) -> frozenset[str]:
    """The words of a list written as text, which reads better than quoted ones."""
    return frozenset(listed.split())


class Words(NamedTuple):
    """The words of a readable sentence: the ``normal`` form of each, and its place (start, end) in the sentence."""

    forms: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


@lru_cache(REMEMBERED)
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


def words_of(text: str) -> Words:
    """The words, figures and telling marks of a readable sentence, in order; linear in its length."""
    text = text.replace("\u2019", "'")
    found = list(_WORD.finditer(text))
    if "'" not in text:
        return Words(tuple([normal(match[0]) for match in found]), tuple([match.span() for match in found]))
    forms: list[str] = []
    places: list[tuple[int, int]] = []
    for match in found:
        form, (start, end) = match[0], match.span()
        if form[-3:].lower() == "n't":  # "isn't" reads as "is not"
            verb = form[:-3].lower()
            if verb:  # "is n't", as some programs write it, leaves none
                forms.append(_SHORTENED.get(verb, verb))
                places.append((start, end - 3))
            forms.append("not")
            places.append((end - 3, end))
        else:
            forms.append(normal(form))
            places.append((start, end))
    return Words(tuple(forms), tuple(places))


@lru_cache(REMEMBERED)
def root(form: str) -> str:
    """A word without its ending: "restores", "restored" and "restoring" are all "restor"."""
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= _LEAST_ROOT:
            return form[: -len(ending)]
    return form


class Hit(NamedTuple):
    """A phrase found: what it stands for (``id``) and the words ``first`` to ``last`` (exclusive) that say it."""

    id: str
    first: int
    last: int


def ids_of(hits: Iterable[Hit]) -> tuple[str, ...]:
    """What these hits stand for, each once, in the order of their first."""
    return tuple(dict.fromkeys(hit.id for hit in hits))


_Ends = tuple[tuple[int, str], ...]  # (number of the list, id) of what ends or begins here
_ENDS = ""  # the key under which a node of the tree keeps its ends; no word is empty
_NO_WORD = " "  # stands after the last one
_MATTER = -1  # in place of the number of a list
_NO_MATTERS: Mapping[str, Iterable[str]] = MappingProxyType({})


class Phrases:
    """Finds the phrases of several lists in one walk: in each list the longest at each place, none overlapping another.

    A single word that ends in ``*`` also matches longer ones: ``regenerat*`` finds "regenerates" and "regeneration".
    """

    __slots__ = ("_begins", "_lists", "_stems", "_tree")

    def __init__(self, *lists: Mapping[str, Iterable[str]], matters: Mapping[str, Iterable[str]] = _NO_MATTERS) -> None:
        """Each list maps an id to its phrases; the first id of a list that names a phrase keeps it.

        Of each id of ``matters`` is only found whether any of its phrases is there.
        """
        self._lists = len(lists)
        self._tree: dict[str, Any] = {}
        self._stems: dict[str, list[tuple[str, int, str]]] = {}
        for number, entries in ((_MATTER, matters), *enumerate(lists)):
            for ident, phrases in entries.items():
                for phrase in phrases:
                    self._add(number, ident, phrase)
        self._begins = lru_cache(REMEMBERED)(self._beginning)

    def _add(self, number: int, ident: str, phrase: str) -> None:
        if phrase.endswith("*") and " " not in phrase:
            stem = normal(phrase[:-1])
            self._stems.setdefault(stem[:3], []).append((stem, number, ident))
            return
        node = self._tree
        for form in words_of(phrase).forms:
            node = node.setdefault(form, {})
        ends: _Ends = node.get(_ENDS, ())
        if node is not self._tree and (number == _MATTER or number not in dict(ends)):
            node[_ENDS] = (*ends, (number, ident))

    def _beginning(self, form: str) -> tuple[dict[str, Any], _Ends, frozenset[str]] | None:
        """Where the tree goes on from a first word, and what the word says by itself; None if neither."""
        node = self._tree.get(form, {})
        stems = [(number, ident) for stem, number, ident in self._stems.get(form[:3], ()) if form.startswith(stem)]
        ends = [*node.get(_ENDS, ()), *stems]
        said = {number: ident for number, ident in reversed(ends) if number != _MATTER}
        matters = frozenset(ident for number, ident in ends if number == _MATTER)
        return (node, tuple(said.items()), matters) if node or ends else None

    def find(self, forms: Sequence[str]) -> tuple[tuple[tuple[Hit, ...], ...], frozenset[str]]:
        """For each list all its hits among words of these forms, in order; and the matters found."""
        hits: tuple[list[Hit], ...] = tuple([] for _ in range(self._lists))
        matters: set[str] = set()
        done = [0] * self._lists
        words = (*forms, _NO_WORD)
        for at, beginning in enumerate(map(self._begins, forms)):
            if beginning is None:
                continue
            node: dict[str, Any] | None
            node, said, held = beginning
            matters |= held
            last = at + 1
            longest = {number: (ident, last) for number, ident in said}
            while node := node.get(words[last]):
                last += 1
                for number, ident in node.get(_ENDS, ()):
                    if number == _MATTER:
                        matters.add(ident)
                    else:
                        longest[number] = (ident, last)
            for number, (ident, end) in longest.items():
                if at >= done[number]:
                    hits[number].append(Hit(ident, at, end))
                    done[number] = end
        return tuple(map(tuple, hits)), frozenset(matters)
