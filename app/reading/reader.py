"""From sentences to readings: what each asserts, with its page as context where the sentence itself is silent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from app.evidence.fields import Polarity, Setting, Speaker, Stance, Strength
from app.reading.around import FEWEST, surroundings, views
from app.reading.context import Topics, of_another_field, page_speaker, topics
from app.reading.document import Sentence
from app.reading.halves import halves
from app.reading.lexicon import Found, Lexicon
from app.reading.model import Model, Shares
from app.reading.reading import FIRM, SELLING, Reading, Reason
from app.reading.seen import EVEN, Seen, cautious, see
from app.reading.words import Hit, ids_of, word_set

# Less sure than this after ``CAUTION`` a sentence of a page may well claim nothing; see docs/decisions/0015.
DOUBTFUL = 2 / 3
SURE_KIND = 0.75  # a kind with this share is read without any of the words it needs
KIND_SHARE = 0.35  # a kind is read where the model gives it this share; chosen on sentences not learned from
TELLING_CUES = frozenset({"certain", "hedge", "not_shown", "failed", "animal", "own_tissue"})  # shown as reasons
MOST_KINDS = 4
MOST_WORDS = 3  # words shown for each kind read
QUIET = word_set(  # words that weigh something and tell a reader nothing
    "a an the this that these those of for in on at by to from with within without into over about as than and or but "
    "so if is are was were be been has have had do does did can could may might will would should must it its we us "
    "our ours you your yours they them their he she his her i me my who which what when where how all any some most "
    "more many much very just only also not no nor"
)
SELLING_PAGE = 0.7  # share of a page's claims that sell, from which on it is a seller's; see docs/decisions/0010
FEWEST_CLAIMS = 5  # fewer do not tell whose page it is
MOST_TONE = 0.85  # however one-sided a page is, a sentence keeps a voice of its own
HONEST_ENDS = frozenset({"limit", "risk", "explain", "report"})
LIMITING = frozenset({"not_shown", "failed", "weak_evidence", "negation"})  # words of which a limit holds one
DOUBTING = frozenset(
    {"not_shown", "failed", "weak_evidence"}
)  # enough in a half too short to read: "but trials disagree"
SOFTENING = frozenset({"animal", "weak_evidence", "hedge"})  # words that make the promise before it a soft one
DENIALS = word_set("no not never cannot nothing none nobody without")
PROMISED = word_set("cure regrow better_words relief function_words safe certain")  # cues of what is sold
CONCEDING = frozenset({"although", "though", "even", "while", "whereas"})  # such a half takes back, it does not sell
SURE_HALF = 0.7  # share of the likelier side that each half needs before one sentence is read as two


class Given(NamedTuple):
    """What its page gives a sentence: what it is about, who speaks, how the other claims speak.

    ``claim`` is how likely it asserts anything (0 to 1), after ``CAUTION`` and beside its neighbours where they are
    enough for a page, as ``on_page`` says.
    """

    treatments: Topics
    diseases: Topics
    places: Topics
    speaker: Speaker
    tone: float
    claim: float
    on_page: bool = False


class Reader:
    """Reads texts with one vocabulary and one trained model; holds no state between texts."""

    def __init__(self, lexicon: Lexicon, model: Model) -> None:
        """``lexicon`` finds the vocabulary's names and cues, ``model`` reads what they do together."""
        self._lexicon = lexicon
        self._model = model
        self._needs = lexicon.needs

    def read(self, sentences: Sequence[Sentence]) -> tuple[Reading, ...]:
        """One reading for every sentence of a text, in order; two for one that both promises and warns."""
        seen = self.look(sentences)
        found = [one.found for one in seen]
        if of_another_field(found):
            seen = [one._replace(outside=True) for one in seen]
        on_page = len(seen) >= FEWEST
        claims = self._claims(seen, on_page=on_page)
        sells = _selling(seen, claims)
        speaker = "seller" if _is_sellers(sells) else page_speaker(found)
        about = topics(sentences, found)
        wholes = [
            self._reading(one, Given(*meant, speaker, tone, claim, on_page=on_page))
            for one, meant, tone, claim in zip(seen, about, _tones(sells), claims, strict=True)
        ]
        cuts = {i: halves(w.sentence, w.forms) for i, w in enumerate(wholes) if w.is_claim and not w.outside}
        parts = iter(self._halves([(half, wholes[i]) for i, pairs in cuts.items() for pair in pairs for half in pair]))
        readings: list[Reading] = []
        for i, whole in enumerate(wholes):
            pairs = [(next(parts), next(parts)) for _ in cuts.get(i, ())]
            readings += _two_assertions(pairs) or (_with_its_parts(whole, pairs),)
        return tuple(readings)

    def look(self, sentences: Sequence[Sentence], *, alone: bool = False) -> list[Seen]:
        """What is seen in each sentence of a page by its own words and, unless it stands ``alone``, by those about it.

        All at once, because the model scores many for hardly more than the cost of one.
        """
        found = [self._lexicon.find(s.text) for s in sentences]
        told = [()] * len(sentences) if alone else surroundings(sentences, found)
        wordings = [f.wording(s.role, said) for s, f, said in zip(sentences, found, told, strict=True)]
        return list(map(see, sentences, found, self._model.shares(wordings)))

    def _claims(self, seen: Sequence[Seen], *, on_page: bool) -> list[float]:
        """How likely each asserts anything; where they are enough for a page, seen beside its neighbours."""
        shares = self._model.claims(views(seen)) if on_page else [one.shares.yes("claim") for one in seen]
        return list(map(cautious, shares))

    def _halves(self, parts: Sequence[tuple[Sentence, Reading]]) -> Iterator[Reading]:
        """Each half of a sentence read alone, with what the whole names where the half is silent."""
        for one, (_, whole) in zip(self.look([half for half, _ in parts], alone=True), parts, strict=True):
            treatments = tuple(dict.fromkeys((*ids_of(one.found.interventions), *whole.interventions)))
            diseases = tuple(dict.fromkeys((*ids_of(one.found.conditions), *whole.conditions)))
            claim = cautious(one.shares.yes("claim"))
            given = Given(treatments, diseases, whole.places, whole.speaker, whole.tone, claim)
            reading = self._reading(one._replace(outside=whole.outside), given)
            places = reading.jurisdictions or whole.jurisdictions
            yield replace(reading, named_here=whole.named_here, jurisdictions=places)

    def _reading(self, seen: Seen, given: Given) -> Reading:
        sentence, found, shares = seen.sentence, seen.found, seen.shares
        is_claim = seen.asserts(given.claim)
        stance, stance_share = _stance(seen, given.tone) if is_claim else ("none", 1.0)
        if stance == "promise" and _denies_plainly(found):
            stance, stance_share = "limit", EVEN  # too plain to be a promise, and not read as a limit: left unjudged
        kinds = self._kinds(shares.of("kind"), found) if is_claim else ()
        reasons = _named(sentence, found)
        if is_claim:
            reasons += self._spoken(sentence, found, kinds)
        return Reading(
            sentence=sentence,
            forms=found.forms,
            is_claim=is_claim,
            outside=seen.outside,
            kinds=kinds,
            interventions=() if seen.outside else given.treatments,
            conditions=() if seen.outside else given.diseases,
            named_here=bool(found.interventions or found.conditions),
            strength=cast("Strength", shares.top("strength")),
            polarity=cast("Polarity", shares.top("polarity")),
            setting=cast("Setting", _setting(found, stance, shares)),
            stance=cast("Stance", stance),
            speaker=given.speaker,
            jurisdictions=ids_of(found.jurisdictions),
            places=ids_of(found.jurisdictions) or given.places,
            cues=found.cue_classes,
            matters=found.matters,
            sureness=given.claim,
            doubtful=given.on_page and given.claim < DOUBTFUL,
            tone=given.tone,
            stance_sureness=stance_share,
            reasons=tuple(reasons),
            alarming=_alarming(shares) if is_claim else 0.0,
        )

    def _kinds(self, shares: list[tuple[str, float]], found: Found) -> tuple[str, ...]:
        """The kinds read, likeliest first; empty where no kind has both a share and the words that it needs."""
        likely = sorted((one for one in shares if one[1] >= KIND_SHARE), key=_share, reverse=True)
        worded = [kind for kind, share in likely if share >= SURE_KIND or self._is_worded(kind, found)]
        if worded:
            return tuple(worded[:MOST_KINDS])
        unlikely = (one for one in shares if one[1] < KIND_SHARE and self._is_worded(one[0], found))
        best = max(unlikely, key=_share, default=None)
        return () if best is None else (best[0],)

    def _is_worded(self, kind: str, found: Found) -> bool:
        needs = self._needs.get(kind)
        return needs is None or not needs.isdisjoint(found.cue_classes) or ("figures" in needs and found.has_figures)

    def _spoken(self, sentence: Sentence, found: Found, kinds: tuple[str, ...]) -> list[Reason]:
        """The words that spoke most for each kind read, and the cue words beside them."""
        reasons = []
        telling = [form for form in found.forms if form not in QUIET]
        leading = self._model.leading(telling, "kind", kinds, MOST_WORDS)
        for kind, forms in zip(kinds, leading, strict=True):
            for form in forms:
                at = found.forms.index(form)
                reasons.append(_reason(sentence, found, Hit(form, at, at + 1), f"kind:{kind}"))
        cues = (hit for hit in found.cues if hit.id in TELLING_CUES)
        return reasons + [_reason(sentence, found, hit, f"cue:{hit.id}") for hit in cues]


def _selling(seen: Sequence[Seen], claims: Sequence[float]) -> list[bool | None]:
    """For each sentence whether it sells; None for what is no claim of the field."""
    return [
        one.sells > EVEN if one.asserts(claim) and not one.outside else None
        for one, claim in zip(seen, claims, strict=True)
    ]


def _is_sellers(sells: Sequence[bool | None]) -> bool:
    """Whether a page is a seller's by what it claims, even if its words are those of research or of news."""
    told = len(sells) - sells.count(None)
    return told >= FEWEST_CLAIMS and sells.count(True) >= SELLING_PAGE * told


def _tones(sells: Sequence[bool | None]) -> list[float]:
    """For each sentence the share (0 to 1) of the page's *other* claims that sell; a half where there are none.

    Half a selling and half an honest sentence are added, so that few sentences say little.
    """
    selling, told = sells.count(True), len(sells) - sells.count(None)
    tones = ((selling - (s is True) + 1) / (told - (s is not None) + 2) for s in sells)
    return [min(MOST_TONE, max(1 - MOST_TONE, tone)) for tone in tones]


def _two_assertions(pairs: Sequence[tuple[Reading, Reading]]) -> tuple[Reading, Reading] | None:
    """The halves of a sentence that opens like an honest one and ends with a promise.

    What comes last is what it sells ("no cure, but it rebuilds ..."). A promise that ends with its limit stays one
    sentence: naming the limit may be what makes it fair.
    """
    for opening, last in pairs:
        if last.sentence.text.split(maxsplit=1)[0].lower() in CONCEDING or not _surely_promises(last):
            continue
        if opening.stance not in SELLING and opening.stance_sureness >= SURE_HALF:
            return opening, last
    return None


def _with_its_parts(whole: Reading, pairs: Sequence[tuple[Reading, Reading]]) -> Reading:
    """A sentence that stays one, with what follows each of its joints, and what firmly promises before one."""
    if not pairs:
        return whole
    firm = (opening for opening, _ in pairs if _surely_promises(opening))
    return replace(_with_its_limit(whole, pairs), parts=(*firm, *(last for _, last in pairs)))


def _with_its_limit(whole: Reading, pairs: Sequence[tuple[Reading, Reading]]) -> Reading:
    """A soft promise that ends by naming its limit ("may help some people, but trials disagree") is a limit."""
    if whole.stance not in SELLING and whole.stance_sureness >= SURE_HALF:
        return whole
    for opening, last in pairs:
        if _surely_promises(opening):
            continue
        soft = opening.strength in {"hedged", "reported"} or bool(opening.cues & SOFTENING)
        honest = last.stance in HONEST_ENDS and last.stance_sureness >= SURE_HALF and bool(last.cues & LIMITING)
        short = opening.strength == "hedged" and last.stance == "none" and bool(last.cues & DOUBTING)
        if soft and (honest or short):
            return replace(whole, stance="limit", polarity="denies", stance_sureness=SURE_HALF)
    return whole


def _surely_promises(reading: Reading) -> bool:
    return (
        reading.is_claim
        and reading.stance in SELLING
        and reading.stance_sureness >= SURE_HALF
        and reading.strength in FIRM
        and reading.polarity == "asserts"
    )


def _share(labelled: tuple[str, float]) -> float:
    return labelled[1]


def _stance(seen: Seen, tone: float) -> tuple[str, float]:
    """The likeliest stance of the likelier side, selling or honest, and the share of that side (0 to 1).

    The side is chosen first: whether a limit is a limit or an explanation matters less than that it is no promise. How
    the rest of the page speaks (``tone``) is what may be expected of a sentence before it is read (Bayes' rule).
    """
    selling, honest = seen.sells * tone, (1 - seen.sells) * (1 - tone)
    side = [one for one in seen.shares.of("stance") if one[0] != "none" and (one[0] in SELLING) == (selling >= honest)]
    stance, _ = max(side, key=_share)
    sureness = max(selling, honest) / (selling + honest)
    if stance == "alarm":  # the one stance that tells and is spoken against, so it must be sure among those that tell
        sureness *= _alarming(seen.shares)
    return stance, sureness


def _alarming(shares: Shares) -> float:
    """How likely a sentence that tells is a warning that goes too far (0 to 1)."""
    told = {stance: share for stance, share in shares.of("stance") if stance not in SELLING and stance != "none"}
    return told["alarm"] / sum(told.values()) if "alarm" in told else 0.0


def _denies_plainly(found: Found) -> bool:
    """Whether it says of a treatment, in these words, that it does not do what is promised of it ("does not regrow").

    A denial of a denial ("no knee that our cells cannot heal") does not.
    """
    denied = [place for place, form in enumerate(found.forms) if form in DENIALS]
    treated = found.interventions[0].last if found.interventions else len(found.forms)
    promised = {hit.first for hit in found.cues if hit.id in PROMISED}
    return len(denied) == 1 and denied[0] >= treated and denied[0] + 1 in promised


def _setting(found: Found, stance: str, shares: Shares) -> str:
    """Where it was seen: a report that names animals or the laboratory speaks of them, whatever the model says."""
    if stance == "report" and "animal" in found.cue_classes and "patients" not in found.cue_classes:
        return "animal_or_lab"
    return shares.top("setting")


def _reason(sentence: Sentence, found: Found, hit: Hit, rule: str) -> Reason:
    first, last = found.places[hit.first][0], found.places[hit.last - 1][1]
    start, end = sentence.span(first, last)
    return Reason(start, end, sentence.text[first:last], rule)


def _named(sentence: Sentence, found: Found) -> list[Reason]:
    treatments = [_reason(sentence, found, h, f"treatment:{h.id}") for h in found.interventions]
    return treatments + [_reason(sentence, found, h, f"condition:{h.id}") for h in found.conditions]
