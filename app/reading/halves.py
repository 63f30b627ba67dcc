"""A sentence with two assertions, cut where the second begins ("..., but ...", "...; ...")."""

import re
from collections.abc import Collection

from app.reading.document import Sentence

FEWEST_WORDS = 3  # a shorter half says too little to be read alone
_JOINT = re.compile(
    r"\s*;\s+|\s+[\u2013\u2014]\s+|,?\s+(?=(?:but|although|though|even though|while|whereas|and yet|yet(?! to)"
    r"|nevertheless|nonetheless|which means|so you|and so)\b)",
    re.IGNORECASE,
)
_JOINT_MARK = re.compile(r"[;\u2013\u2014]")
_JOINT_FORMS = frozenset(
    {"but", "although", "though", "while", "whereas", "yet", "nevertheless", "nonetheless", "which", "so"}
)  # a sentence that holds none of these words has no joint but a mark


def halves(sentence: Sentence, forms: Collection[str]) -> list[tuple[Sentence, Sentence]]:
    """Every way to cut ``sentence`` in two at a joint, each half of at least three words; in text order.

    ``forms`` are its comparable words.
    """
    cuts: list[tuple[Sentence, Sentence]] = []
    if _JOINT_FORMS.isdisjoint(forms) and _JOINT_MARK.search(sentence.text) is None:
        return cuts
    for joint in _JOINT.finditer(sentence.text):
        first, second = sentence.text[: joint.start()], sentence.text[joint.end() :]
        if min(len(first.split()), len(second.split())) >= FEWEST_WORDS:
            cuts.append((sentence.part(0, joint.start()), sentence.part(joint.end(), len(sentence.text))))
    return cuts
