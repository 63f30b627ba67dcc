"""Sources of a claim for reference managers: CSL-JSON and BibTeX."""

from collections.abc import Iterable
from typing import Any

from app.evidence.schema import Source

_TYPES = {
    "trial_report": "article-journal",
    "systematic_review": "article-journal",
    "cochrane_review": "article-journal",
    "narrative_review": "article-journal",
    "journal_article": "article-journal",
    "case_series": "article-journal",
    "case_report": "article-journal",
    "preclinical": "article-journal",
    "animal_study": "article-journal",
    "survey": "article-journal",
    "court_ruling": "legal_case",
    "statute": "legislation",
    "news_report": "article-newspaper",
}
# What TeX would take for a command; a brace would end the field, so it becomes a round one.
_PLAIN = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": "(", "}": ")"}
)


def csl(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """The sources as CSL-JSON items (citationstyles.org); authors stay one literal name, as the record holds them."""
    return [_item(source) for source in sources]


def _item(source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {"id": source.id, "type": _TYPES.get(source.kind, "webpage"), "title": source.title}
    if source.authors:
        item["author"] = [{"literal": source.authors}]
    if source.year:
        item["issued"] = {"date-parts": [[source.year]]}
    for field, value in (
        ("container-title", source.publisher),
        ("URL", source.url),
        ("DOI", source.doi),
        ("PMID", source.pmid),
        ("note", source.nct),
    ):
        if value:
            item[field] = str(value)
    return item


def bibtex(sources: Iterable[Source]) -> str:
    """The sources as BibTeX entries, one blank line between them."""
    return "\n\n".join(_entry(source) for source in sources) + "\n"


def _entry(source: Source) -> str:
    fields = {
        "title": source.title,
        "author": source.authors or "",
        "year": str(source.year or ""),
        "journal" if source.doi or source.pmid else "howpublished": source.publisher or "",
        "doi": source.doi or "",
        "url": source.url or "",
        "note": " ".join(x for x in (f"PMID {source.pmid}" if source.pmid else "", source.nct or "") if x),
    }
    lines = ",\n".join(f"  {name} = {{{_escape(name, value)}}}" for name, value in fields.items() if value)
    return f"@{'article' if source.doi or source.pmid else 'misc'}{{{source.id},\n{lines}\n}}"


def _escape(name: str, value: str) -> str:
    if name in {"doi", "url"}:
        return value.replace("{", "%7B").replace("}", "%7D")
    if name == "author":  # one body or a list as the record holds it; the inner braces keep it in one piece
        return f"{{{value.translate(_PLAIN)}}}"
    return value.translate(_PLAIN)
