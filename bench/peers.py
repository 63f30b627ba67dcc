"""Ways to find the nearest of many claims, behind one shape: ours, and what others would take for it.

Each gets the claims with their titles once and then the queries as they are. Where scores are equal the claim that came
first is named first, for all alike. Needs the packages of the `bench` extra.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.judging.nearest import Index, terms


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim and the title of the page that checks it."""

    claim: str
    title: str

    @property
    def text(self) -> str:
        """Title and claim in one."""
        return f"{self.title} {self.claim}"


Search = Callable[[str, int], list[int]]
"""The numbers of the claims nearest to a query, best first, and at most how many."""


def ours(entries: Sequence[Entry]) -> Search:
    """The index that the site uses for its records and facts."""
    index = Index(entry.text for entry in entries)
    return lambda query, most: [near.number for near in index.search(terms(query), most=most)]


def sqlite_fts5(entries: Sequence[Entry]) -> Search:
    """SQLite's full-text search: Porter stems, title and claim as columns, any word of the query."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table claims using fts5(title, claim, tokenize='porter unicode61')")
    base.executemany(
        "insert into claims (rowid, title, claim) values (?, ?, ?)",
        ((number, entry.title, entry.claim) for number, entry in enumerate(entries)),
    )

    def search(query: str, most: int) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not words:
            return []
        found = base.execute(
            "select rowid from claims where claims match ? order by rank, rowid limit ?", (words, most)
        )
        return [number for (number,) in found]

    return search


def bm25s(entries: Sequence[Entry]) -> Search:
    """bm25s with Snowball stems and its English stop words, as its own guide recommends."""
    import bm25s as library  # noqa: PLC0415 - each peer's packages are loaded only for that peer
    import Stemmer  # noqa: PLC0415

    stemmer = Stemmer.Stemmer("english")

    def tokens(texts: list[str]) -> list[list[str]]:
        cut = library.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
        return [list(words) for words in cut]

    model = library.BM25()
    model.index(tokens([entry.text for entry in entries]), show_progress=False)

    def search(query: str, most: int) -> list[int]:
        asked = tokens([query])
        if not asked[0]:
            return []
        found, scores = model.retrieve(asked, k=min(most, len(entries)), show_progress=False)
        return _ordered(found[0], scores[0])

    return search


def tf_idf(entries: Sequence[Entry]) -> Search:
    """TF-IDF with the cosine, logarithmic counts (scikit-learn)."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    vectors = TfidfVectorizer(sublinear_tf=True)
    matrix = vectors.fit_transform([entry.text for entry in entries]).T.tocsr()

    def search(query: str, most: int) -> list[int]:
        return _best((vectors.transform([query]) @ matrix).toarray()[0], most)

    return search


def rapidfuzz(entries: Sequence[Entry]) -> Search:
    """RapidFuzz: the share of words in common, whatever their order (`token_set_ratio`)."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415

    texts = [utils.default_process(entry.text) for entry in entries]

    def search(query: str, most: int) -> list[int]:
        asked = utils.default_process(query)
        return _best(process.cdist([asked], texts, scorer=fuzz.token_set_ratio, dtype=np.float32)[0], most)

    return search


PEERS: dict[str, Callable[[Sequence[Entry]], Search]] = {
    "Clinic Claim Checker": ours,
    "SQLite FTS5": sqlite_fts5,
    "bm25s": bm25s,
    "TF-IDF": tf_idf,
    "RapidFuzz": rapidfuzz,
}


def _best(scores: NDArray[np.floating], most: int) -> list[int]:
    """The places of the ``most`` highest scores above 0; differences that come from rounding alone do not count."""
    scores = np.round(scores, 6)
    least = np.partition(scores, len(scores) - most)[len(scores) - most] if len(scores) > most else scores.min()
    places = np.flatnonzero((scores >= least) & (scores > 0))
    return _ordered(places, scores[places])[:most]


def _ordered(numbers: NDArray[np.integer], scores: NDArray[np.floating]) -> list[int]:
    order: list[int] = np.asarray(numbers)[np.lexsort((numbers, -scores))].tolist()
    return order
