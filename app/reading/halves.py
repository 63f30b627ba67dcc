"""A sentence with two assertions, cut where the second begins ("..., but ...", "...; ...")."""

import re
from collections.abc import Collection
from itertools import islice

from app.reading.document import Sentence

FEWEST_WORDS = 3  # a shorter half says too little to be read alone
MOST_JOINTS = 12  # a sentence has a few; a text made of them must not cost the square of its length
_JOINT = re.compile(
    r"\s*[;:]\s+|\s+[\u2013\u2014]\s+"
    r"|,\s+(?=but\b)|\s+(?=but (?!(?:an?|the|of|in|for|as|by|with|to)\b))"  # "not a trial but a sale" asserts one thing
    r"|,?\s+(?=(?:although|though|even though|while|whereas|and yet|yet(?! to)"
    r"|nevertheless|nonetheless|which means|so you|and so)\b)",
    re.IGNORECASE,
)
_JOINT_MARK = re.compile(r"[;:\u2013\u2014]")
_JOINT_FORMS = frozenset(
    {"but", "although", "though", "while", "whereas", "yet", "nevertheless", "nonetheless", "which", "so"}
)  # a sentence that holds none of these words has no joint but a mark


def halves(sentence: Sentence, forms: Collection[str]) -> list[tuple[Sentence, Sentence]]:
    """The ways to cut ``sentence`` in two at a joint, each half of at least three words; in text order.

    ``forms`` are its comparable words. Only the first joints count.
    """
    cuts: list[tuple[Sentence, Sentence]] = []
    if _JOINT_FORMS.isdisjoint(forms) and _JOINT_MARK.search(sentence.text) is None:
        return cuts
    for joint in islice(_JOINT.finditer(sentence.text), MOST_JOINTS):
        first, second = sentence.text[: joint.start()], sentence.text[joint.end() :]
        if min(len(first.split()), len(second.split())) >= FEWEST_WORDS:
            cuts.append((sentence.part(0, joint.start()), sentence.part(joint.end(), len(sentence.text))))
    return cuts
