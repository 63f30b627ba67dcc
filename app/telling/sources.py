"""A source as a line that a reader can follow."""

from collections.abc import Iterable, Iterator, Mapping

from app.evidence.base import Evidence
from app.evidence.schema import Source
from app.telling.answer import CheckLine, SourceLine
from app.telling.dates import day

UNCONFIRMED = "we could not open it to confirm it"
LONG_PLACE = 40  # letters from which on a place stands in the list of sources alone


def source_line(source: Source, read: str = "", place: str = "") -> SourceLine:
    """``source`` with what was ``read`` of it and the ``place`` in it, either empty where not known."""
    if not source.is_confirmed:
        read = f"{read}; {UNCONFIRMED}" if read else UNCONFIRMED
    year = f" ({source.year})" if source.year else ""
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    publisher = f"{stop} {source.publisher}" if source.publisher and source.publisher not in source.title else ""
    numbers = tuple(_numbers(source))
    checks = tuple(CheckLine(day(c.on), c.at, c.read, c.differs or "") for c in source.checks)
    return SourceLine(
        f"{source.title}{publisher}{year}", _address(source, numbers), read, place, source.id, numbers, checks
    )


def source_lines(evidence: Evidence, idents: Iterable[str]) -> tuple[SourceLine, ...]:
    """The sources with these ids; one with a mistake in its file is left out, for a curator's preview goes on."""
    return tuple(source_line(evidence.sources[ident]) for ident in idents if ident in evidence.sources)


def each_once(lines: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """Each source where it is named first; a record says there what was read of it."""
    found: dict[str, SourceLine] = {}
    for line in lines:
        found.setdefault(line.id, line)
    return tuple(found.values())


def numbered(lines: Iterable[SourceLine], numbers: Mapping[str, int]) -> tuple[int, ...]:
    """The ``numbers`` of these sources, which are given by their ids."""
    return tuple([numbers[line.id] for line in lines])


def placed(lines: Iterable[SourceLine], numbers: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """As ``numbered``, each with the place in it that was read; nothing where that is too long to stand beside it."""
    return tuple([(numbers[line.id], line.place if len(line.place) < LONG_PLACE else "") for line in lines])


def _address(source: Source, numbers: tuple[tuple[str, str], ...]) -> str | None:
    """Where to read it: the page we read, else the first register that names it."""
    if source.url and source.url.startswith(("https://", "http://")):
        return source.url
    return numbers[0][1] if numbers else None


def _numbers(source: Source) -> Iterator[tuple[str, str]]:
    """What the registers call it; these outlive the pages of publishers."""
    if source.doi:
        yield f"DOI {source.doi}", f"https://doi.org/{source.doi}"
    if source.pmid:
        yield f"PubMed {source.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    if source.nct:
        yield source.nct, trial_address(source.nct)


def trial_address(nct: str) -> str:
    """The page of a trial in its register, by its NCT number."""
    return f"https://clinicaltrials.gov/study/{nct}"
