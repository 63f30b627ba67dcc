"""A source as a line that a reader can follow."""

from app.evidence.schema import Source
from app.telling.answer import SourceLine

UNCONFIRMED = "we could not open it to confirm it"


def source_line(source: Source, read: str = "", place: str = "") -> SourceLine:
    """``source`` with what was ``read`` of it and the ``place`` in it, either empty where not known."""
    if not source.is_confirmed:
        read = f"{read}; {UNCONFIRMED}" if read else UNCONFIRMED
    year = f" ({source.year})" if source.year else ""
    publisher = f". {source.publisher}" if source.publisher and source.publisher not in source.title else ""
    return SourceLine(f"{source.title}{publisher}{year}", _address(source), read, place)


def _address(source: Source) -> str | None:
    """Where to read it; the numbers of the registers outlive the pages of publishers."""
    if source.url and source.url.startswith(("https://", "http://")):
        return source.url
    if source.doi:
        return f"https://doi.org/{source.doi}"
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    if source.nct:
        return f"https://clinicaltrials.gov/study/{source.nct}"
    return None
