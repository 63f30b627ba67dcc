"""One revision of the evidence with everything made of it: what a request sees, from its first line to its last."""

from dataclasses import dataclass
from pathlib import Path

from app.evidence import Evidence, load
from app.evidence.files import plain_texts
from app.judging.check import engine
from app.masking import Masker, ordinary_words
from app.pages.keeping import KeptPages
from app.telling.compose import Composer
from app.telling.explanation import Explainer
from app.telling.shelves import Shelf, shelf_of


@dataclass(frozen=True)
class Edition:
    """What pages and API work with. Made whole beside the one that serves, so that a swap is one assignment."""

    evidence: Evidence
    shelf: Shelf
    composer: Composer
    explainer: Explainer
    kept: KeptPages


def edition_from(folder: Path, evidence: Evidence | None = None) -> Edition:
    """The edition of the claims folder ``folder``, or of ``evidence`` that was loaded from it before.

    Raises ``EvidenceError`` with every mistake where the base is broken.
    """
    evidence = load(folder) if evidence is None else evidence
    composer = Composer(evidence)
    masker = Masker(evidence.vocabulary, ordinary_words(plain_texts(folder)))
    engine(evidence)  # made now, so that the first visitor does not wait for it
    return Edition(evidence, shelf_of(evidence), composer, Explainer(evidence, composer, masker), KeptPages())
