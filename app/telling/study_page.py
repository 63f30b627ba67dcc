"""The table of all studies, and the page of one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from operator import itemgetter
from urllib.parse import urlencode

from app.evidence.schema import Study
from app.evidence.trials import result_year
from app.telling.answer import SourceLine
from app.telling.glossary import HardWord
from app.telling.library import ClaimLine
from app.telling.places_read import Places, places_read
from app.telling.shelves import Shelf
from app.telling.sources import source_lines, trial_address
from app.telling.topic_page import What, has_page
from app.telling.trial_list import DESIGNS, SAID, mark_of, study_title

DIRECTIONS = {
    "better_than_control": "better than in the comparison group",
    "no_difference": "no different from the comparison group",
    "worse": "worse",
    "inconsistent": "results that disagree",
    "better_than_baseline_only": "better than before, with nobody to compare with",
}
DOMAINS = {
    "pain": "Pain",
    "function": "Movement and daily life",
    "structure": "What scans or tissue show",
    "safety": "Safety",
    "quality_of_life": "Quality of life",
}
COLUMNS = {"title": "Study", "year": "Year", "n": "How many", "design": "Kind", "goal": "Main goal"}
_NEWEST = "year"
_FIRST_DOWN = {"year", "n"}  # columns whose first click puts the largest first


@dataclass(frozen=True, slots=True)
class Asked:
    """How the table is filtered and sorted; an empty field filters nothing. ``order`` is up or down."""

    condition: str = ""
    treatment: str = ""
    design: str = ""
    goal: str = ""
    sort: str = _NEWEST
    order: str = "down"

    @property
    def query(self) -> str:
        """The query of the address, fields as they are by default left out."""
        usual = asdict(Asked())
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the studies are asked for."""
        return bool(self.condition or self.treatment or self.design or self.goal)


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: its ``query`` sorts by it, or the other way round where it already leads.

    ``sorted`` is the value of ``aria-sort``.
    """

    label: str
    query: str
    sorted: str


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One study in the table; of one that is not ``confirmed`` no result is told.

    ``people`` is how many took part: None where that is not known, 0 where only animals or cells did.
    """

    id: str
    title: str
    about: str
    year: int | None
    people: int | None
    design: str
    goal: str
    confirmed: bool

    @property
    def how_many(self) -> str:
        """``people`` in words."""
        if self.people is None:
            return "not known"
        return {0: "no people", 1: "1 person"}.get(self.people, f"{self.people:,} people")


@dataclass(frozen=True, slots=True)
class StudyTable:
    """The table, and what its filters can be set to as (id, label) pairs."""

    asked: Asked
    columns: tuple[Column, ...]
    rows: tuple[StudyRow, ...]
    choices: Mapping[str, tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class FoundOutcome:
    """What a study found on one kind of outcome, and where that was read."""

    domain: str
    direction: str
    note: str
    read: Places


@dataclass(frozen=True, slots=True)
class StudyPage:
    """One study: ``fields`` are (label, text) pairs, those that are not known left out.

    ``treatments`` and ``conditions`` are (address, name) pairs; the address is empty where there is no page.
    """

    row: StudyRow
    fields: tuple[tuple[str, str], ...]
    register: tuple[str, str]
    outcomes: tuple[FoundOutcome, ...]
    caveats: tuple[str, ...]
    read: Places
    treatments: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    words: tuple[HardWord, ...]
    sources: tuple[SourceLine, ...]
    claims: tuple[ClaimLine, ...]


def possible(shelf: Shelf, asked: Asked) -> Asked:
    """``asked`` without choices that do not exist, such as those of an old link."""
    for name, (_, options) in _choices(shelf).items():
        if getattr(asked, name) not in {ident for ident, _ in options}:
            asked = replace(asked, **{name: ""})
    sort = asked.sort if asked.sort in COLUMNS else _NEWEST
    return replace(asked, sort=sort, order="up" if asked.order == "up" else "down")


def study_table(shelf: Shelf, asked: Asked) -> StudyTable:
    """The studies that fit ``asked``, which holds only what is `possible`, in its order."""
    found = [study for study in shelf.evidence.studies.values() if _fits(shelf, study, asked)]
    rows = sorted((_row(shelf, study) for study in found), key=lambda row: row.title.lower())
    valued, unknown = _parted(rows, _KEYS[asked.sort])
    valued.sort(key=lambda pair: pair[0], reverse=asked.order == "down")
    ordered = (*(row for _, row in valued), *unknown)
    return StudyTable(asked, tuple(_column(name, asked) for name in COLUMNS), ordered, _choices(shelf))


def study_page(shelf: Shelf, study: Study) -> StudyPage:
    """Everything that is on file about ``study``."""
    evidence = shelf.evidence
    carried = [record for record in evidence.records.values() if study.id in record.carried_by.studies]
    number = study.registry_id or ""
    row, fields = _row(shelf, study), tuple(_fields(study))
    text = " ".join(
        [row.title, *study.caveats, *(o.note or "" for o in study.outcomes), *(f"{a} {b}" for a, b in fields)]
    )
    return StudyPage(
        row=row,
        fields=fields,
        register=(number, trial_address(number) if number.startswith("NCT") else ""),
        outcomes=tuple(
            FoundOutcome(DOMAINS[o.domain], DIRECTIONS[o.direction], o.note or "", places_read(o.confirmed))
            for o in study.outcomes
        ),
        caveats=study.caveats,
        read=places_read(study.confirmed),
        treatments=tuple(_topics(shelf, "treatment", study.intervention)),
        conditions=tuple(_topics(shelf, "condition", study.condition)),
        words=shelf.glossary.used_in(text),
        sources=source_lines(evidence, study.sources),
        claims=shelf.library.lines(carried),
    )


def _topics(shelf: Shelf, what: What, idents: Iterable[str]) -> Iterator[tuple[str, str]]:
    for ident in idents:
        yield f"/{what}s/{ident}" if has_page(shelf, what, ident) else "", shelf.teller.label(what, ident)


def _choices(shelf: Shelf) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    studies = shelf.evidence.studies.values()

    def labelled(what: str, idents: set[str]) -> list[tuple[str, str]]:
        wider = {up for ident in idents for up in shelf.evidence.ancestors(ident)}
        pairs = ((ident, shelf.teller.label(what, ident)) for ident in idents | wider if ident != "any")
        return sorted(pairs, key=itemgetter(1))

    return {
        "condition": ("Condition", labelled("condition", {c for s in studies for c in s.condition})),
        "treatment": ("Treatment", labelled("treatment", {t for s in studies for t in s.intervention})),
        "design": ("Kind of study", [(ident, label) for ident, label in DESIGNS.items()]),
        "goal": ("Main goal", [(mark, said[:1].upper() + said[1:]) for mark, said in SAID.items()]),
    }


def _fits(shelf: Shelf, study: Study, asked: Asked) -> bool:
    return (
        (not asked.condition or shelf.library.covers(study.condition, asked.condition))
        and (not asked.treatment or shelf.library.covers(study.intervention, asked.treatment))
        and asked.design in {"", study.design}
        and (not asked.goal or (study.is_confirmed and asked.goal == mark_of(study)))
    )


def _row(shelf: Shelf, study: Study) -> StudyRow:
    names = [shelf.teller.label("treatment", ident) for ident in study.intervention]
    names += [shelf.teller.label("condition", ident) for ident in study.condition]
    return StudyRow(
        study.id,
        study_title(study, shelf.evidence.sources),
        "; ".join(names),
        result_year(study, shelf.evidence.sources),
        study.n if study.in_people else 0,
        DESIGNS[study.design],
        SAID[mark_of(study)] if study.is_confirmed else "not confirmed",
        study.is_confirmed,
    )


SortKey = Callable[[StudyRow], tuple[int, str] | None]


_KEYS: Mapping[str, SortKey] = {
    "title": lambda row: (0, row.title.lower()),
    "year": lambda row: (row.year, "") if row.year else None,
    "n": lambda row: (row.people, "") if row.people else None,
    "design": lambda row: (0, row.design),
    "goal": lambda row: (0, row.goal),
}


def _parted(rows: list[StudyRow], key: SortKey) -> tuple[list[tuple[tuple[int, str], StudyRow]], list[StudyRow]]:
    """The rows that have a value to sort by, with it, and those that have none, which stand last either way."""
    valued = [(value, row) for row in rows if (value := key(row)) is not None]
    return valued, [row for row in rows if key(row) is None]


def _column(name: str, asked: Asked) -> Column:
    leads = asked.sort == name
    down = asked.order != "down" if leads else name in _FIRST_DOWN
    query = replace(asked, sort=name, order="down" if down else "up").query
    state = ("descending" if asked.order == "down" else "ascending") if leads else "none"
    return Column(COLUMNS[name], query, state)


def _fields(study: Study) -> Iterator[tuple[str, str]]:
    """What is known of how the study was done, in reading order."""
    months = study.follow_up_months
    blinded = None if study.blinded is None else "Yes" if study.blinded else "No"
    fields = {
        "Kind": DESIGNS[study.design],
        "Phase": study.phase,
        "Who or what was treated": study.population,
        "How many took part": None if study.n is None else f"{study.n:,}",
        "Product": study.product,
        "Dose": study.dose,
        "How it was given": study.route,
        "Compared with": study.controlled_by,
        "Groups made by chance (randomised)": "Yes" if study.randomised else "No",
        "Blinded": blinded,
        "Followed for": f"{months} {'month' if months == 1 else 'months'}" if months else None,
        "Main goal": study.primary_endpoint,
        "Unwanted events": study.adverse_events,
        "Status": study.status,
        "Risk of bias": study.risk_of_bias,
        "Sponsor": study.sponsor,
        "Row in the review of 2025": study.seed_row,
    }
    yield from ((label, text) for label, text in fields.items() if text)
