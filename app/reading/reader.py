"""From sentences to readings: what each asserts, with its page as context where the sentence itself is silent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from app.reading.context import Context, Topics, page_speaker
from app.reading.document import Document, Sentence
from app.reading.features import features
from app.reading.halves import halves
from app.reading.lexicon import Found, Lexicon
from app.reading.model import Model
from app.reading.reading import Polarity, Reading, Reason, Setting, Speaker, Stance, Strength
from app.reading.words import Hit, words_of

SURE_KIND = 0.75  # a kind with this share is read without any of the words it needs
KIND_SHARE = 0.3  # a kind is read where the model gives it this share; chosen on the wordings by cross-validation
CLAIM_SHARE = 0.5
OUTSIDE_SHARE = 0.5
HONEST_ENDS = frozenset({"limit", "risk", "explain", "report"})
LIMITING = frozenset({"not_shown", "failed", "weak_evidence", "negation"})  # words of which a limit holds one
DOUBTING = frozenset(
    {"not_shown", "failed", "weak_evidence"}
)  # enough in a half too short to read: "but trials disagree"
SOFTENING = frozenset({"animal", "weak_evidence", "hedge"})  # words that make the promise before it a soft one
CONCEDING = frozenset({"although", "though", "even", "while", "whereas"})  # such a half takes back, it does not sell
SURE_HALF = 0.7  # share of the likelier side that each half needs before one sentence is read as two
SELLING = frozenset({"promise", "story", "own_figure", "seen_none", "label"})


class Reader:
    """Reads documents with one vocabulary and one trained model; holds no state between documents."""

    def __init__(self, lexicon: Lexicon, model: Model) -> None:
        """``lexicon`` finds the vocabulary's names and cues, ``model`` reads what they do together."""
        self._lexicon = lexicon
        self._model = model
        self._needs = lexicon.needs

    def read(self, document: Document) -> tuple[Reading, ...]:
        """One reading for every sentence, in order; two for one that both promises and warns."""
        found = [self._lexicon.find(words_of(s.text)) for s in document.sentences]
        speaker = page_speaker(found)
        context = Context(document.sentences, found)
        readings: list[Reading] = []
        for sentence, known in zip(document.sentences, found, strict=True):
            whole = self._read(sentence, known, context.topics(sentence), speaker)
            readings += self._two_assertions(whole) or (self._with_its_limit(whole),)
        return tuple(readings)

    def _two_assertions(self, whole: Reading) -> tuple[Reading, Reading] | None:
        """The halves of a sentence that opens like an honest one and ends with a promise.

        What comes last is what it sells ("no cure, but it rebuilds ..."). A promise that ends with its limit stays one
        sentence: naming the limit may be what makes it fair.
        """
        if not whole.is_claim or whole.outside:
            return None
        for first, second in halves(whole.sentence):
            if second.text.split(maxsplit=1)[0].lower() in CONCEDING:
                continue
            last = self._half(second, whole)
            if _surely_promises(last):
                opening = self._half(first, whole)
                if opening.is_claim and opening.stance not in SELLING and opening.stance_sureness >= SURE_HALF:
                    return opening, last
        return None

    def _with_its_limit(self, whole: Reading) -> Reading:
        """A soft promise that ends by naming its limit ("may help some people, but trials disagree") is a limit."""
        if not whole.is_claim or whole.outside or whole.stance not in SELLING:
            return whole
        for first, second in halves(whole.sentence):
            last, opening = self._half(second, whole), self._half(first, whole)
            soft = opening.strength in {"hedged", "reported"} or bool(opening.cues & SOFTENING)
            honest = last.stance in HONEST_ENDS and last.stance_sureness >= SURE_HALF and bool(last.cues & LIMITING)
            short = opening.strength == "hedged" and last.stance == "none" and bool(last.cues & DOUBTING)
            if soft and (honest or short):
                return replace(whole, stance="limit", polarity="denies", stance_sureness=max(SURE_HALF, last.sureness))
        return whole

    def _half(self, half: Sentence, whole: Reading) -> Reading:
        found = self._lexicon.find(words_of(half.text))
        treatments = (*_unique(found.interventions), *whole.interventions)
        diseases = (*_unique(found.conditions), *whole.conditions)
        topics = tuple(dict.fromkeys(treatments)), tuple(dict.fromkeys(diseases))
        reading = self._read(half, found, topics, whole.speaker)
        return replace(reading, named_here=whole.named_here, jurisdictions=reading.jurisdictions or whole.jurisdictions)

    def _read(self, sentence: Sentence, found: Found, topics: tuple[Topics, Topics], speaker: Speaker) -> Reading:
        bag = list(features(found.words, found.placeholders, found.cues, found.concepts, sentence.role))
        shares = self._model.scores(bag)
        outside = self._outside(found, shares)
        claim = shares["claim"]["yes"]
        is_claim = claim >= CLAIM_SHARE and bool(found.words) and not sentence.text.endswith("?")
        stance, stance_share = _stance(shares["stance"]) if is_claim else ("none", 1.0)
        kinds = self._kinds(shares["kind"], found) if is_claim else ()
        interventions, conditions = ((), ()) if outside else topics
        reasons = _named(sentence, found)
        if is_claim:
            reasons += self._spoken(sentence, found, bag, kinds)
        return Reading(
            sentence=sentence,
            is_claim=is_claim,
            outside=outside,
            kinds=kinds,
            interventions=interventions,
            conditions=conditions,
            named_here=bool(found.interventions or found.conditions),
            strength=cast("Strength", _top(shares["strength"])),
            polarity=cast("Polarity", _top(shares["polarity"])),
            setting=cast("Setting", _setting(found, stance, shares["setting"])),
            stance=cast("Stance", stance),
            speaker=speaker,
            jurisdictions=_unique(found.jurisdictions),
            cues=found.cue_classes,
            sureness=claim,
            stance_sureness=stance_share,
            reasons=tuple(reasons),
        )

    def _outside(self, found: Found, shares: Mapping[str, Mapping[str, float]]) -> bool:
        if found.interventions:
            return bool(found.outside) and shares["field"]["outside"] > 0.8  # noqa: PLR2004 - both named: only if sure
        return shares["field"]["outside"] >= (OUTSIDE_SHARE if not found.outside else 0.2)

    def _kinds(self, shares: Mapping[str, float], found: Found) -> tuple[str, ...]:
        """The kinds read, likeliest first; empty where no kind has both a share and the words that it needs."""
        worded = [k for k in shares if shares[k] >= SURE_KIND or self._is_worded(k, found)]
        ranked = sorted(worded, key=lambda kind: -shares[kind])
        return tuple(k for k in ranked[:4] if shares[k] >= KIND_SHARE) or tuple(ranked[:1])

    def _is_worded(self, kind: str, found: Found) -> bool:
        needs = self._needs.get(kind)
        return needs is None or not needs.isdisjoint(found.cue_classes) or ("figures" in needs and found.has_figures)

    def _spoken(self, sentence: Sentence, found: Found, bag: list[str], kinds: tuple[str, ...]) -> list[Reason]:
        """The words that spoke most for each kind read, and the cue words beside them."""
        reasons = []
        for kind in kinds:
            for name in self._model.leading(bag, "kind", kind):
                reasons += _at_word(sentence, found, name, f"kind:{kind}")[:1]
        for hit in found.cues:
            if hit.id in {"certain", "hedge", "not_shown", "failed", "animal", "own_tissue"}:
                reasons.append(_reason(sentence, found, hit, f"cue:{hit.id}"))
        return reasons


def _surely_promises(reading: Reading) -> bool:
    return (
        reading.is_claim
        and reading.stance in SELLING
        and reading.stance_sureness >= SURE_HALF
        and reading.strength in {"definite", "guaranteed"}
        and reading.polarity == "asserts"
    )


def _top(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda label: shares[label])


def _stance(shares: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest stance of the likelier side, selling or honest, and the share of that side (0 to 1).

    The side is chosen first: whether a limit is a limit or an explanation matters less than that it is no promise.
    """
    told = {stance: share for stance, share in shares.items() if stance != "none"}
    selling = sum(share for stance, share in told.items() if stance in SELLING)
    honest = sum(told.values()) - selling
    side = {s: p for s, p in told.items() if (s in SELLING) == (selling >= honest)}
    return _top(side), max(selling, honest) / (selling + honest)


def _setting(found: Found, stance: str, shares: Mapping[str, float]) -> str:
    """Where it was seen: a report that names animals or the laboratory speaks of them, whatever the model says."""
    if stance == "report" and "animal" in found.cue_classes and "patients" not in found.cue_classes:
        return "animal_or_lab"
    return _top(shares)


def _unique(hits: tuple[Hit, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.id for hit in hits))


def _reason(sentence: Sentence, found: Found, hit: Hit, rule: str) -> Reason:
    first, last = found.words[hit.first].start, found.words[hit.last - 1].end
    start, end = sentence.span(first, last)
    return Reason(start, end, sentence.text[first:last], rule)


def _named(sentence: Sentence, found: Found) -> list[Reason]:
    treatments = [_reason(sentence, found, h, f"treatment:{h.id}") for h in found.interventions]
    return treatments + [_reason(sentence, found, h, f"condition:{h.id}") for h in found.conditions]


def _at_word(sentence: Sentence, found: Found, feature: str, rule: str) -> list[Reason]:
    """Where a word or cue feature stands in the sentence."""
    mark, _, value = feature.partition(":")
    if mark == "w":
        places = [Hit(value, i, i + 1) for i, w in enumerate(found.words) if w.form == value]
    elif mark == "c":
        places = [h for h in found.cues if h.id == value]
    else:
        places = []
    return [_reason(sentence, found, p, rule) for p in places]
