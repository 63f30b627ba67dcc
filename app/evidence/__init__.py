"""The curated evidence base: files in ``claims/`` become frozen, checked objects with one revision id."""

from app.evidence.base import Evidence
from app.evidence.load import load
from app.evidence.problem import EvidenceError, Problem

__all__ = ["Evidence", "EvidenceError", "Problem", "load"]
