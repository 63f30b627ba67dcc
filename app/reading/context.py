"""What a sentence is about when it does not say so: its paragraph, its headings and its page."""

from collections import Counter
from collections.abc import Callable, Sequence

from app.reading.document import Sentence
from app.reading.lexicon import Found
from app.reading.reading import Speaker
from app.reading.words import Hit

GENERIC = {"stem_cells_unspecified", "msc", "any", "other"}  # names that a more exact one nearby makes precise
SYSTEMS = {"immune", "neurological", "orthopaedic", "blood", "spine"}  # named on pages about one disease of them, too

FEWEST = 8  # sentences; fewer are too little to tell who speaks
WHOLE = 10  # sentences; a page as long as that names somewhere what it treats with
ADDRESSES_NOBODY, SPEAKS_OF_STUDIES, QUOTES_PEOPLE, SPEAKS_AS_WE, SELLS = 0.02, 0.15, 0.25, 0.1, 0.05
OFTEN = 3  # a treatment named so often is what the page's bare "cells" are

Topics = tuple[str, ...]


class Context:
    """The treatments and diseases of every sentence of one page.

    The nearest that names one answers: the sentence, the sentences before it in its paragraph, its headings from the
    innermost out, the sentences before it under the same heading, and last the page's most frequent topic.
    """

    def __init__(self, sentences: Sequence[Sentence], found: Sequence[Found]) -> None:
        """``found`` holds what the vocabulary knows of each sentence, in the same order."""
        self._topics: dict[int, tuple[Topics, Topics]] = {}
        treatments = _resolve(sentences, [_ids(f.interventions) for f in found], lambda ids: set(ids) <= GENERIC)
        diseases = _resolve(sentences, [_ids(f.conditions) for f in found], lambda ids: set(ids) <= SYSTEMS)
        for sentence, t, d in zip(sentences, treatments, diseases, strict=True):
            self._topics[sentence.start] = (t, d)

    def topics(self, sentence: Sentence) -> tuple[Topics, Topics]:
        """Treatments and diseases meant in ``sentence``, the main one of each first; empty where nothing names one."""
        return self._topics[sentence.start]


def _ids(hits: Sequence[Hit]) -> Topics:
    return tuple(dict.fromkeys(h.id for h in hits))


def _resolve(sentences: Sequence[Sentence], named: Sequence[Topics], vague: Callable[[Topics], bool]) -> list[Topics]:
    headings = {s.text: n for s, n in zip(sentences, named, strict=True) if s.role == "heading" and n}
    counted = Counter(i for n in named for i in n if not vague((i,)))
    often = counted.most_common(1) if len(sentences) > 1 else []
    page = tuple(ident for ident, _ in often)
    sure_page = tuple(ident for ident, times in often if times >= OFTEN)
    paragraph: tuple[int, Topics] = (-1, ())
    section: tuple[tuple[str, ...], Topics] = ((), ())
    resolved: list[Topics] = []
    for sentence, own in zip(sentences, named, strict=True):
        nearby = paragraph[1] if paragraph[0] == sentence.paragraph else ()
        if not nearby:
            nearby = next((headings[h] for h in reversed(sentence.headings) if h in headings), ())
        if not nearby and section[0] == sentence.headings:
            nearby = section[1]
        exact = nearby or sure_page
        if own and vague(own) and exact and not vague(exact):
            meant: Topics = (*exact, *own)
        else:
            meant = own or nearby or page
        resolved.append(meant)
        if own and sentence.role != "heading":
            paragraph = (sentence.paragraph, meant)
            section = (sentence.headings, meant)
    return resolved


def of_another_field(found: Sequence[Found]) -> bool:
    """Whether a whole page names no treatment of the field: what it says of relief is said of something else."""
    return len(found) >= WHOLE and not any(one.interventions for one in found)


def page_speaker(found: Sequence[Found]) -> Speaker:
    """Who speaks: a seller ("we", prices, booking), a news text, a research text; a short text is ``unknown``.

    The shares were set on sample pages: papers and explainers address nobody, sellers speak as "we" or to "you".
    """
    total = len(found)
    if total < FEWEST:
        return "unknown"
    share = {cue: times / total for cue, times in Counter(c for f in found for c in f.cue_classes).items()}
    addressed = share.get("we", 0.0) + share.get("you", 0.0)
    if addressed < ADDRESSES_NOBODY and share.get("study", 0.0) > SPEAKS_OF_STUDIES:
        return "research"
    if share.get("news_words", 0.0) > QUOTES_PEOPLE and share.get("we", 0.0) < SPEAKS_AS_WE:
        return "news"
    return "seller" if addressed > SELLS else "unknown"
