"""What a sentence is about when it does not say so: its paragraph, its headings and its page."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from app.evidence.fields import Speaker
from app.reading.document import Sentence
from app.reading.lexicon import Found
from app.reading.words import Hit, ids_of, word_set

GENERIC = word_set("stem_cells_unspecified msc any other")  # names that a more exact one nearby makes precise
SYSTEMS = word_set("immune neurological orthopaedic blood spine")  # named on pages about one disease of them, too

MOST_PARTS = 3  # sentences of a heading
FEWEST = 8  # sentences; fewer are too little to tell who speaks
WHOLE = 10  # sentences; a page as long as that names somewhere what it treats with
ADDRESSES_NOBODY, SPEAKS_OF_STUDIES, QUOTES_PEOPLE, SPEAKS_AS_WE, SELLS = 0.02, 0.15, 0.25, 0.1, 0.05
OFTEN = 3  # a treatment named so often is what the page's bare "cells" are
MAINLY = 0.5  # share of all diseases named on a page, from which on it is about one of them

Topics = tuple[str, ...]


class _Sort(NamedTuple):
    """A sort of topics: where its names are found, which of them are vague, and how far one carries.

    ``sections`` says whether a name carries to the next paragraphs under its heading, ``least`` from which share of all
    that the page names on the most frequent one stands in where none is nearby.
    """

    hits: Callable[[Found], Sequence[Hit]]
    vague: frozenset[str]
    sections: bool
    least: float


TREATMENTS = _Sort(attrgetter("interventions"), GENERIC, sections=True, least=0.0)
DISEASES = _Sort(attrgetter("conditions"), SYSTEMS, sections=False, least=MAINLY)
PLACES = _Sort(attrgetter("jurisdictions"), frozenset(), sections=False, least=MAINLY)


def topics(sentences: Sequence[Sentence], found: Sequence[Found]) -> list[tuple[Topics, Topics, Topics]]:
    """Treatments, diseases and places meant in each sentence of a page, the main one of each first, if any.

    The nearest that names one answers: the sentence, the sentences before it in its paragraph, its headings from the
    innermost out. A treatment comes next from the sentences before it under the same heading, then from what the page
    names most. A disease or a place comes from no further away, unless the page is mainly about it: of 850 sentences of
    pages, for which labellers chose the record that answers them, a treatment from so far was right for 60 of 66, a
    disease for 14 of 179. ``found`` holds what the vocabulary knows of each sentence, in the same order.
    """
    headings = found_in_headings(sentences, found)
    meant = (_resolve(sentences, found, headings, sort) for sort in (TREATMENTS, DISEASES, PLACES))
    return list(zip(*meant, strict=True))


def found_in_headings(sentences: Sequence[Sentence], found: Sequence[Found]) -> dict[str, list[Found]]:
    """What is found in each heading, by its whole text; one of several sentences has several parts."""
    parts: dict[int, list[tuple[str, Found]]] = defaultdict(list)
    for sentence, own in zip(sentences, found, strict=True):
        if sentence.role == "heading":
            parts[sentence.paragraph].append((sentence.text, own))
    return {" ".join(text for text, _ in held): [own for _, own in held][:MOST_PARTS] for held in parts.values()}


def _resolve(
    sentences: Sequence[Sentence], found: Sequence[Found], headings: dict[str, list[Found]], sort: _Sort
) -> list[Topics]:
    """What of one sort is meant in each sentence; vague names are made precise by the nearest exact one."""
    named = [ids_of(sort.hits(one)) for one in found]
    above = {text: ids_of(chain.from_iterable(map(sort.hits, parts))) for text, parts in headings.items()}
    counted = Counter(chain.from_iterable(named))
    exact_ones = ((ident, times) for ident, times in counted.most_common() if ident not in sort.vague)
    often, times = next(exact_ones, ("", 0))
    # Named once it says little of the page.
    page = (often,) if times > 1 and times >= sort.least * counted.total() else ()
    sure_page = page if times >= OFTEN else ()
    paragraph: tuple[int, Topics] = (-1, ())
    section: tuple[tuple[str, ...], Topics] = ((), ())
    resolved: list[Topics] = []
    for sentence, own in zip(sentences, named, strict=True):
        nearby = paragraph[1] if paragraph[0] == sentence.paragraph else ()
        if not nearby:
            nearby = next((above[h] for h in reversed(sentence.headings) if above.get(h)), ())
        if not nearby and sort.sections and section[0] == sentence.headings:
            nearby = section[1]
        exact = nearby or sure_page
        if own and sort.vague.issuperset(own) and not sort.vague.issuperset(exact):
            meant = tuple(dict.fromkeys((*exact, *own)))  # vague names in a row must not pile up
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
