"""What every browsing page needs of one evidence base: its teller, its library and its hard words, made once."""

from dataclasses import dataclass

from app.evidence.base import Evidence
from app.telling.glossary import Glossary
from app.telling.library import Library
from app.telling.record import RecordTeller


@dataclass(frozen=True)
class Shelf:
    """The evidence, the teller of records, the library over them and the hard words they use."""

    evidence: Evidence
    teller: RecordTeller
    library: Library
    glossary: Glossary

    @property
    def reviewed(self) -> int:
        """How many claims a named clinician has signed."""
        return sum(record.reviewed_by is not None for record in self.evidence.records.values())


def shelf_of(evidence: Evidence) -> Shelf:
    """The shelf over ``evidence``."""
    teller = RecordTeller(evidence)
    return Shelf(evidence, teller, Library(evidence, teller), Glossary(evidence.vocabulary.get("glossary") or ()))
