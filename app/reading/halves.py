"""A sentence with two assertions, cut where the second begins ("..., but ...", "...; ...")."""

import re

from app.reading.document import Sentence

FEWEST_WORDS = 3  # a shorter half says too little to be read alone
_JOINT = re.compile(
    r"\s*;\s+|\s+[\u2013\u2014]\s+|,?\s+(?=(?:but|although|though|even though|while|whereas|and yet|yet(?! to)"
    r"|nevertheless|nonetheless|which means|so you|and so)\b)",
    re.IGNORECASE,
)


def halves(sentence: Sentence) -> list[tuple[Sentence, Sentence]]:
    """Every way to cut ``sentence`` in two at a joint, each half of at least three words; in text order."""
    cuts = []
    for joint in _JOINT.finditer(sentence.text):
        first, second = sentence.text[: joint.start()], sentence.text[joint.end() :]
        if min(len(first.split()), len(second.split())) >= FEWEST_WORDS:
            cuts.append((sentence.part(0, joint.start()), sentence.part(joint.end(), len(sentence.text))))
    return cuts
