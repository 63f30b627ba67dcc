"""The vocabulary turned into one phrase finder: names, outside subjects, cues, everyday words, phrases of pages."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from app.reading.features import Wording
from app.reading.words import REMEMBERED, Hit, Phrases, root, words_of

NO_DISEASE = "none"
"""The condition whose names only sound like a disease."""
_NO_CONCEPT: frozenset[str] = frozenset()


class Found(NamedTuple):
    """All that the vocabulary knows of one sentence's words.

    ``forms`` are the words as they are compared and ``places`` where each stands in the sentence; ``cue_classes`` are
    the classes of the cue words, ``concepts`` what everyday words speak of, and ``matters`` the lists of
    ``claims/vocabulary/page.yaml`` of which it holds a phrase.
    """

    forms: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    interventions: tuple[Hit, ...]
    conditions: tuple[Hit, ...]
    jurisdictions: tuple[Hit, ...]
    outside: tuple[Hit, ...]
    cues: tuple[Hit, ...]
    cue_classes: frozenset[str]
    concepts: frozenset[str]
    matters: frozenset[str]

    @property
    def has_figures(self) -> bool:
        """Whether any number stands in the sentence."""
        return any(form[0].isdigit() for form in self.forms)

    def wording(self, role: str, around: Iterable[str] = ()) -> Wording:
        """What the reading model is told of the sentence, which is a ``role`` on its page."""
        return Wording(self.forms, self._placeholders(), bool(self.outside), self.cues, self.concepts, role, around)

    def _placeholders(self) -> list[Hit]:
        """Named treatments and diseases as non-overlapping placeholders for the model."""
        if not (self.interventions or self.conditions):
            return []
        hits = [Hit("<treatment>", h.first, h.last) for h in self.interventions]
        hits += [Hit("<disease>", h.first, h.last) for h in self.conditions]
        hits.sort(key=lambda h: (h.first, -h.last))
        kept: list[Hit] = []
        for hit in hits:
            if not kept or hit.first >= kept[-1].last:
                kept.append(hit)
        return kept


def _names(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The names of each entry, its label among them; the label of a whole body system ("Blood") names no disease."""
    return {
        str(e["id"]): [str(n) for n in (*e.get("names", ()), *([e["label"]] if e["parents"] else ()))] for e in entries
    }


class Lexicon:
    """Finds all that the vocabulary knows in the words of a sentence."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        """``vocabulary`` maps the stem of each file of ``claims/vocabulary`` to its content."""
        places = vocabulary["jurisdictions"]
        self._phrases = Phrases(
            _names(vocabulary["interventions"]),
            _names(vocabulary["conditions"]),
            {str(p["id"]): [*p.get("names", ()), *p.get("regulators", ())] for p in places},
            {"outside": chain.from_iterable(vocabulary["outside"].values())},
            vocabulary["cues"],
            matters=vocabulary["page"],
        )
        self.needs = {str(k["id"]): frozenset(k["needs"]) for k in vocabulary["kinds"] if "needs" in k}
        concepts: dict[str, set[str]] = {}
        for concept, listed in vocabulary["concepts"].items():
            for word in listed:
                for form in words_of(str(word)).forms:
                    concepts.setdefault(root(form), set()).add(concept)
        held = {form: frozenset(meant) for form, meant in concepts.items()}
        self._concepts = lru_cache(REMEMBERED)(lambda form: held.get(root(form), _NO_CONCEPT))

    def find(self, text: str) -> Found:
        """Everything the vocabulary finds among the words of ``text``, a readable sentence."""
        forms, spans = words_of(text)
        (treatments, diseases, places, outside, cues), matters = self._phrases.find(forms)
        diseases = tuple(hit for hit in diseases if hit.id != NO_DISEASE)  # "at the heart of", "our vision"
        if treatments and diseases:
            inside = {place for hit in treatments for place in range(hit.first, hit.last)}
            # "cord blood" names a treatment and no disease of the blood
            diseases = tuple(hit for hit in diseases if not inside.issuperset(range(hit.first, hit.last)))
        named = {place for hit in diseases for place in range(hit.first, hit.last)}
        # "heart failure" denies nothing; to the model, which weighs all words, the cue stays
        meant = (h for h in cues if h.id != "negation" or not named.issuperset(range(h.first, h.last)))
        return Found(
            forms,
            spans,
            treatments,
            diseases,
            places,
            outside,
            cues,
            frozenset([hit.id for hit in meant]),
            _NO_CONCEPT.union(*map(self._concepts, forms)),
            matters,
        )
