"""All sources, to search and to leaf through."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.evidence.schema import Source
from app.telling.answer import SourceLine
from app.telling.library import LONGEST_QUERY
from app.telling.sources import source_line

KINDS = {
    "trial_report": "Trial reports",
    "systematic_review": "Systematic reviews",
    "cochrane_review": "Cochrane reviews",
    "narrative_review": "Overviews",
    "journal_article": "Journal articles",
    "case_series": "Case series",
    "case_report": "Case reports",
    "outbreak_report": "Outbreak reports",
    "animal_study": "Animal studies",
    "preclinical": "Studies in animals or the laboratory",
    "survey": "Surveys",
    "guideline": "Guidelines",
    "registry_record": "Entries in trial registers",
    "regulator_page": "Pages of regulators",
    "warning_letter": "Warning letters",
    "court_ruling": "Court rulings",
    "statute": "Laws",
    "insurer_policy": "Rules of insurers",
    "press_release": "Press releases",
    "news_report": "News reports",
    "professional_commentary": "Comments by professionals",
    "clinic_page": "Pages of clinics",
}
PAGE = 50  # sources on one page of the list


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to search for, a kind, and a page of the list from 1; empty means any."""

    q: str = ""
    kind: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """The query of the address, what is usual left out."""
        fields = {"q": self.q, "kind": self.kind, "page": self.page if self.page > 1 else ""}
        return urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the list: ``first`` is the number of its first source; the queries lead to its neighbours."""

    wanted: Wanted
    total: int
    first: int
    lines: tuple[SourceLine, ...]
    pages: int
    before: str | None
    after: str | None
    kinds: tuple[tuple[str, str], ...]


def leaf(sources: Iterable[Source], wanted: Wanted) -> Leaf:
    """The page of the list that is ``wanted``, the newest first; a page beyond the last is the last."""
    everything = list(sources)
    held = {source.kind for source in everything}
    kinds = tuple((kind, label) for kind, label in KINDS.items() if kind in held)
    wanted = replace(wanted, q=wanted.q.strip()[:LONGEST_QUERY], kind=wanted.kind if wanted.kind in held else "")
    words = wanted.q.lower().split()
    found = [s for s in everything if wanted.kind in {"", s.kind} and all(word in _searched(s) for word in words)]
    found.sort(key=lambda s: (-(s.year or 0), s.title.lower()))
    pages = max(1, -(-len(found) // PAGE))
    wanted = replace(wanted, page=min(max(1, wanted.page), pages))
    first = (wanted.page - 1) * PAGE
    return Leaf(
        wanted,
        len(found),
        first + 1,
        tuple(source_line(source) for source in found[first : first + PAGE]),
        pages,
        replace(wanted, page=wanted.page - 1).query if wanted.page > 1 else None,
        replace(wanted, page=wanted.page + 1).query if wanted.page < pages else None,
        kinds,
    )


def _searched(source: Source) -> str:
    fields = (source.title, source.authors, source.publisher, source.nct, source.pmid, source.doi)
    return " ".join(field for field in fields if field).lower()
