"""Which rung of the trial ladder a sentence would have to stand on, as the matrix of the method has it.

A promise of help is backed only where controlled trials agree that it helps, however it is worded; a sentence about
animals needs a study in animals; a sentence about a licence needs the licence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.judging.report import Statement
from app.reading.reading import Reading
from app.telling.answer import Need, Rung

PROMISING = frozenset({"promise", "own_figure", "story"})
LICENSED = Need("approved", "To say this, a regulator must have licensed it for this use.")
IN_ANIMALS = Need("animal", "To say this of animals, a study in animals must have shown it.")
TRIALS = Need("controlled", "To say this, controlled trials in people must agree that it helps.")
NO_RUNG_IS_ENOUGH = Need("controlled", TRIALS.words + " Even then, nobody can promise that it will help you.")

DO_NOT_AGREE = "Testing has come that far, but the trials do not agree that it helps."
OF_SOMETHING_ELSE = "Testing has come that far only for related treatments or uses."
BUT = {  # by the grade of just what the sentence says; the ladder is that of the record, which may cover more
    "mixed": DO_NOT_AGREE,
    "opposed": DO_NOT_AGREE,
    "weak": OF_SOMETHING_ELSE,
    "animal_or_lab": OF_SOMETHING_ELSE,
    "none": OF_SOMETHING_ELSE,
}


def needed(reading: Reading, groups: Mapping[str, str]) -> Need | None:
    """What ``reading`` needs under it; ``groups`` hold the group of each kind of claim.

    None where no trial and no licence could settle it, as for the safety of a clinic's own figures.
    """
    if reading.polarity == "denies" or reading.stance not in PROMISING or not reading.kinds:
        return None
    if reading.kinds[0] == "regulatory_approval":
        return LICENSED
    if groups.get(reading.kinds[0]) != "efficacy":
        return None
    if reading.setting == "animal_or_lab":
        return IN_ANIMALS
    return NO_RUNG_IS_ENOUGH if reading.strength == "guaranteed" else TRIALS


def with_but(need: Need | None, statement: Statement, ladder: Sequence[Rung]) -> Need | None:
    """``need``, which says so where testing has come that far and yet does not back ``statement``.

    Without that, a rung reached beside a rung needed reads as if the sentence were backed.
    """
    if need is None or need.rung != TRIALS.rung or statement.verdict == "supported":
        return need
    if not any(rung.id == need.rung and rung.reached for rung in ladder):
        return need
    return replace(need, but=BUT.get(statement.grade or "", ""))
