"""The vocabulary turned into phrase finders: treatments, diseases, jurisdictions, outside subjects and cues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.reading.words import Hit, Phrases, Word, root, words_of


@dataclass(frozen=True)
class Found:
    """All that the vocabulary knows of one sentence's words."""

    words: tuple[Word, ...]
    interventions: tuple[Hit, ...]
    conditions: tuple[Hit, ...]
    jurisdictions: tuple[Hit, ...]
    outside: tuple[Hit, ...]
    cues: tuple[Hit, ...]
    concepts: frozenset[str] = frozenset()

    @cached_property
    def cue_classes(self) -> frozenset[str]:
        """The classes of cue words present."""
        return frozenset(hit.id for hit in self.cues)

    @property
    def has_figures(self) -> bool:
        """Whether any number stands in the sentence."""
        return any(word.form[0].isdigit() for word in self.words)

    @cached_property
    def placeholders(self) -> list[Hit]:
        """Named treatments, diseases and outside subjects as non-overlapping placeholders for the model."""
        hits = [Hit("<treatment>", h.first, h.last) for h in self.interventions]
        hits += [Hit("<disease>", h.first, h.last) for h in self.conditions]
        hits += [Hit("<outside>", h.first, h.last) for h in self.outside]
        hits.sort(key=lambda h: (h.first, -h.last))
        kept: list[Hit] = []
        for hit in hits:
            if not kept or hit.first >= kept[-1].last:
                kept.append(hit)
        return kept


def _names(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    return {str(e["id"]): [str(n) for n in (*e.get("names", ()), e["label"])] for e in entries}


class Lexicon:
    """Finds the vocabulary's names and cues in the words of a sentence."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        """``vocabulary`` maps the stem of each file of ``claims/vocabulary`` to its content."""
        self._interventions = Phrases(_names(vocabulary["interventions"]))
        self._conditions = Phrases(_names(vocabulary["conditions"]))
        places = vocabulary["jurisdictions"]
        self._jurisdictions = Phrases({str(p["id"]): [*p.get("names", ()), *p.get("regulators", ())] for p in places})
        self._outside = Phrases({"outside": vocabulary["outside"]["subjects"]})
        self._cues = Phrases(vocabulary["cues"])
        self.needs = {str(k["id"]): frozenset(k["needs"]) for k in vocabulary["kinds"] if "needs" in k}
        self._concepts: dict[str, list[str]] = {}
        for concept, listed in vocabulary["concepts"].items():
            for word in listed:
                for form in words_of(str(word)):
                    self._concepts.setdefault(root(form.form), []).append(concept)

    def find(self, words: tuple[Word, ...]) -> Found:
        """Everything the vocabulary finds among ``words``."""
        treatments = tuple(self._interventions.find(words))
        inside = {place for hit in treatments for place in range(hit.first, hit.last)}
        return Found(
            words,
            treatments,
            # "cord blood" names a treatment and no disease of the blood
            tuple(hit for hit in self._conditions.find(words) if not inside.issuperset(range(hit.first, hit.last))),
            tuple(self._jurisdictions.find(words)),
            tuple(self._outside.find(words)),
            tuple(self._cues.find(words)),
            frozenset(c for word in words for c in self._concepts.get(root(word.form), ())),
        )
