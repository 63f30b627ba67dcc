"""How many names of doctors, patients, staff and clinics the masking finds on pages whose writers never saw it.

``tests/batches/names.jsonl`` lists them by eye: the page, words beside the name, and the words that must go.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.evidence import Evidence
from app.evidence.files import plain_texts
from app.judging.check import check
from app.masking import Masker, ordinary_words
from app.settings import HOME

BATCHES = Path(__file__).parents[1] / "batches"
NAMES = [json.loads(line) for line in (BATCHES / "names.jsonl").read_text(encoding="utf-8").splitlines()]
LEAST = 0.95


@pytest.fixture(scope="module")
def masker(evidence: Evidence) -> Masker:
    return Masker(evidence.vocabulary, ordinary_words(plain_texts(HOME / "claims")))


def is_left(name: dict[str, Any], masked: list[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in name["words"] for text in masked
    )


@pytest.mark.parametrize("typed_small", [False, True], ids=["as written", "in small letters"])
def test_names_on_unseen_pages_are_found(masker: Masker, evidence: Evidence, *, typed_small: bool) -> None:
    pages = {page: (BATCHES / page).read_text(encoding="utf-8") for page in {name["page"] for name in NAMES}}
    sentences = {page: [s.text for s in check(text, evidence).statements] for page, text in pages.items()}
    left = []
    for name in NAMES:
        near = [text for text in sentences[name["page"]] if name["near"] in text]
        assert near, f"no sentence of {name['page']} says {name['near']!r}"
        if is_left(name, [masker.mask(text.lower() if typed_small else text) for text in near]):
            left.append((name["page"], name["words"]))
    assert 1 - len(left) / len(NAMES) >= LEAST, left
