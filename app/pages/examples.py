"""Texts to try, written for this page: they sound like many adverts and are nobody's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One text to try; ``teaser`` is its most telling part."""

    id: str
    title: str
    teaser: str
    text: str


EXAMPLES = (
    Example(
        "back-pain",
        "An advert about back pain",
        "Stem cells rebuild your worn discs from within.",
        """Back pain? Avoid surgery with stem cells

Stem cells rebuild your worn discs from within. The procedure takes one hour and has no side effects, because we use \
your own cells. 93% of our patients are pain free.

"I could hardly walk. Three weeks later I was back on the golf course!" says Peter, 71.

Our treatment is performed in an FDA-registered laboratory and is listed on ClinicalTrials.gov. Many studies show that \
stem cells can reduce disc pain. Everyone is a candidate. Call us for a free talk.

Individual results may vary. This treatment has not been approved by the FDA.""",
    ),
    Example(
        "exosomes",
        "An advert about exosomes and ageing",
        "Exosomes reverse ageing in every organ.",
        """The young cell programme

Exosomes reverse ageing in every organ. Our umbilical cord exosomes contain billions of growth factors and cannot be \
rejected by your body. They may help arthritis, Parkinson's disease, autism and hair loss.

We have treated thousands of people and have never seen a tumour. Our product is approved by the FDA.""",
    ),
    Example(
        "careful",
        "A careful text about knees",
        "Trials of stem cells for knee arthritis disagree.",
        """Stem cells for knee arthritis: what we know

Trials of stem cells for knee arthritis disagree. In a trial of 480 people, cell injections were no better than a \
steroid injection after one year. No stem cell product is approved by the FDA for knee arthritis. Possible harms \
include infection and pain at the place of the injection. Talk to your doctor before you decide.""",
    ),
)
BY_ID = {example.id: example for example in EXAMPLES}
