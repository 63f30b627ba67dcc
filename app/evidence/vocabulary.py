"""The shape of the vocabulary files, so that whoever reads their plain data may rely on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StrictBool, StringConstraints, TypeAdapter

from app.evidence.fields import (
    VERDICTS,
    Frozen,
    Grade,
    Group,
    Id,
    LicenceStanding,
    Polarity,
    Setting,
    Silence,
    Speaker,
    Stance,
    Strength,
    VerdictId,
)
from app.evidence.problem import Problem
from app.evidence.schema import Term
from app.evidence.shapes import shaped

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phrases = tuple[Phrase, ...]
Column = Literal[Strength, "animal_or_lab"]
"""A column of the matrix: how firmly a sentence speaks, or that it speaks of animals or the laboratory only."""
YesNo = Literal["yes", "no"]


class Kind(Frozen):
    """What a sentence can assert; ``needs`` are classes of cues of which it must hold one."""

    id: Id
    group: Group
    label: Phrase
    needs: Phrases = ()


class Verdict(Frozen):
    """One outcome: what a patient reads, and when it is given."""

    id: VerdictId
    label: Phrase
    when: Phrase


class Jurisdiction(Frozen):
    """A country or state, the names of its places and of its regulators."""

    id: Id
    label: Phrase
    names: Phrases = ()
    regulators: Phrases = ()


class HardWord(Frozen):
    """An entry of the glossary; claims/README.md tells what its fields mean."""

    term: Phrase
    plain: Phrase
    label: Phrase | None = None
    variants: Phrases = ()
    exempt: StrictBool = True
    shown: StrictBool = True


class Conditions(Frozen):
    """What must hold for a rule to decide; what each means stands at the top of rules.yaml."""

    kinds: Phrases | None = None
    groups: tuple[Group, ...] | None = None
    stances: tuple[Stance, ...] | None = None
    polarity: tuple[Polarity, ...] | None = None
    strengths: tuple[Strength, ...] | None = None
    settings: tuple[Setting, ...] | None = None
    speakers: tuple[Speaker, ...] | None = None
    grades: tuple[Grade, ...] | None = None
    licences: tuple[LicenceStanding, ...] | None = None
    cues: Phrases | None = None
    without: Phrases | None = None
    says: Phrases | None = None
    sure: YesNo | None = None
    surely: YesNo | None = None
    named: YesNo | None = None
    listed: YesNo | None = None
    fact: YesNo | None = None
    close: YesNo | None = None
    alike: YesNo | None = None
    denying: YesNo | None = None
    record: YesNo | None = None
    figured: YesNo | None = None
    treated: YesNo | None = None
    diseases: YesNo | None = None
    system: YesNo | None = None
    established: YesNo | None = None
    same_kind: YesNo | None = None
    sells_too: YesNo | None = None
    tells_too: YesNo | None = None
    own: YesNo | None = None


class Rule(Frozen):
    """One rule of rules.yaml; ``verdict`` may also be ``matrix`` or ``record``: it is looked up there."""

    id: Id
    when: Conditions
    verdict: VerdictId | Literal["matrix", "record"]
    because: Phrase
    column: Column | None = None
    silence: Silence | None = None


class PagePhrases(Frozen):
    """The lists of page.yaml, by which a page and what it says of rules are read."""

    variation: Phrases
    disclaimers: Phrases
    hurry: Phrases
    newness: Phrases
    follow_up: Phrases
    status: Phrases
    unsuited: Phrases
    harms: Phrases
    compared: Phrases
    waives: Phrases
    disappointed: Phrases
    advises: Phrases
    unknown: Phrases
    concedes: Phrases
    official: Phrases
    told_us: Phrases
    gives: Phrases
    hurdles: Phrases
    accepts_patient: Phrases
    unapproved: Phrases
    turned_down: Phrases
    no_fda_approval: Phrases
    small_risk: Phrases
    asks_whether: Phrases
    studied: Phrases
    few_trials: Phrases
    success: Phrases
    deplores: Phrases
    wanting: Phrases
    worthless: Phrases
    unlawful: Phrases
    allows_trial: Phrases


class Ordinary(Frozen):
    """The words that masking leaves, in one text."""

    words: Phrase


_Classes = Annotated[dict[str, Phrases], Field(min_length=1)]

SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "kinds": TypeAdapter(Annotated[list[Kind], Field(min_length=1)]),
    "verdicts": TypeAdapter(Annotated[list[Verdict], Field(min_length=1)]),
    "jurisdictions": TypeAdapter(Annotated[list[Jurisdiction], Field(min_length=1)]),
    "interventions": TypeAdapter(Annotated[list[Term], Field(min_length=1)]),
    "conditions": TypeAdapter(Annotated[list[Term], Field(min_length=1)]),
    "glossary": TypeAdapter(Annotated[list[HardWord], Field(min_length=1)]),
    "rules": TypeAdapter(Annotated[list[Rule], Field(min_length=1)]),
    "matrix": TypeAdapter(dict[Grade, dict[Column, VerdictId]]),
    "cues": TypeAdapter(_Classes),
    "outside": TypeAdapter(_Classes),
    "concepts": TypeAdapter(_Classes),
    "page": TypeAdapter(PagePhrases),
    "ordinary": TypeAdapter(Ordinary),
}
"""The files of the vocabulary by their names without ``.yaml``; each is needed, and there is no other."""
_NAMED_BY = {
    "kinds": "id",
    "verdicts": "id",
    "jurisdictions": "id",
    "interventions": "id",
    "conditions": "id",
    "rules": "id",
    "glossary": "term",
}
"""The lists of entries, and the field by which an entry is told from the others."""


def file_of(name: str) -> str:
    """The path in the claims folder of the vocabulary file ``name``."""
    return f"vocabulary/{name}.yaml"


NEEDED = tuple(map(file_of, SHAPES))


def check_vocabulary(data: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Every vocabulary file of the right shape as objects, by its name; what is wrong is added to ``problems``.

    ``data`` holds all files of the base by their paths. Lists that point at one another are checked where both are
    right.
    """
    found: dict[str, Any] = {}
    for file in data:
        section, _, name = file.partition("/")
        if section == "vocabulary":
            shape = SHAPES.get(name.removesuffix(".yaml"))
            if shape is None:
                problems.append(Problem(file, "", "is no file of the vocabulary (misspelt?)"))
            elif (thing := shaped(file, data[file], shape.validate_python, problems)) is not None:
                found[name.removesuffix(".yaml")] = thing
    for name, field in _NAMED_BY.items():
        problems += _doubles(file_of(name), [getattr(entry, field) for entry in found.get(name, ())], field)
    for name in ("interventions", "conditions"):
        problems += _parent_problems(file_of(name), found.get(name, ()))
    problems += _verdict_problems(found)
    problems += _matrix_problems(found)
    problems += _rule_problems(found)
    return found


def ids(vocabulary: Mapping[str, Any], name: str) -> set[str]:
    """The ids of one list of ``vocabulary`` (plain data); none where that file has a mistake."""
    return {entry["id"] for entry in vocabulary.get(name, ())}


def _doubles(file: str, names: Sequence[str], field: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield Problem(file, f"{number}.{field}", f"{name!r} stands twice")
        seen.add(name)


def _parent_problems(file: str, terms: Sequence[Term]) -> Iterator[Problem]:
    known = {term.id for term in terms}
    for term in terms:
        for parent in term.parents:
            if parent not in known:
                yield Problem(file, f"{term.id}.parents", f"there is no {parent!r}")


def _verdict_problems(found: Mapping[str, Any]) -> Iterator[Problem]:
    """An outcome without its words, or out of the order of seriousness in which pages show them."""
    listed = tuple(verdict.id for verdict in found.get("verdicts", ()))
    if "verdicts" in found and listed != VERDICTS:
        yield Problem(file_of("verdicts"), "", f"must hold these, in this order: {', '.join(VERDICTS)}")


def _matrix_problems(found: Mapping[str, Any]) -> Iterator[Problem]:
    """Cells that are missing."""
    file = file_of("matrix")
    matrix: Mapping[str, Mapping[str, str]] = found.get("matrix", {})
    for grade in get_args(Grade) if "matrix" in found else ():
        if grade not in matrix:
            yield Problem(file, grade, "is missing")
            continue
        for column in get_args(Column):
            if column not in matrix[grade]:
                yield Problem(file, f"{grade}.{column}", "is missing")


def _rule_problems(found: Mapping[str, Any]) -> Iterator[Problem]:
    """Kinds and lists that there are not, and a last rule that some sentence might not fit."""
    file = file_of("rules")
    rules = found.get("rules", ())
    for number, rule in enumerate(rules):
        if rule.verdict == "record" and rule.when.own != "yes":
            yield Problem(file, f"{number}.verdict", "can only be that of the record where own: yes is asked for")
        for kind in rule.when.kinds or () if "kinds" in found else ():
            if kind not in {k.id for k in found["kinds"]}:
                yield Problem(file, f"{number}.when.kinds", f"there is no kind of claim {kind!r}")
        for name, lists in {"cues": "cues", "without": "cues", "says": "page"}.items():
            for listed in getattr(rule.when, name) or () if lists in found else ():
                if listed not in dict(found[lists]):
                    yield Problem(file, f"{number}.when.{name}", f"there is no list {listed!r} in {file_of(lists)}")
    if rules and rules[-1].when != Conditions():
        yield Problem(file, f"{len(rules) - 1}.when", "must be {}: the last rule decides whatever no other does")
