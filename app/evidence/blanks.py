"""New files with every field explained, ready to be filled in."""

from datetime import date, timedelta

from app.evidence.files import parse_file

_REVIEW_AFTER = timedelta(days=182)

_CLAIM = """\
# A checked claim. Replace each <...>; a line that starts with # is a note and may go. Then run: claimcheck lint
id: {id}                       # the name of this file, without .yaml
claim: <The claim in plain words, as a seller would put it.>
kinds: [<kind>]                # what it asserts, main one first; ids in vocabulary/kinds.yaml
interventions: [<treatment>]   # ids in vocabulary/interventions.yaml; a wider one covers its members
conditions: [<condition>]      # ids in vocabulary/conditions.yaml; [any] where it holds for every condition
outcome: <outcome>             # pain function structure survival disease_course safety regulation framing product
says: promise                  # promise, or risk (warns of a known harm), or fact (an official or checked fact)
carried_by:                    # the evidence that carries the answer: ids of files in these folders
  conditions: []               # if any, these decide the grade
  studies: []                  # else these do
  findings: []
  regulation: []
  safety: []
# grade_override: {{grade: <grade>, reason: <why the grade worked out is not right here>}}
# verdicts: {{any: {{verdict: <verdict>, reason: <why the general rule is not right here>}}}}
certainty: <certainty>         # high moderate low very_low not_rated
short_answer: >-               # one to three short sentences, reading grade 8 or below
  <The answer.>
why: >-                        # two to five sentences: what was tested, in whom, what came out
  <The reasons.>
# facts_table:                 # only where one source gives people affected out of the same total
#   caption: <What the numbers count, and when>
#   rows:
#     - {{label: <With the treatment>, affected: 0, of: 0}}
#     - {{label: <Without it>, affected: 0, of: 0}}
#   source: <source id>
limits: []                     # what we do not know, one short sentence each
would_change: <What result would change the verdict.>
ask: <One question for the clinic?>
fair_wording: null             # the strongest sentence the evidence would carry, or null
sources:                       # every source leaned on, what was read of it, and the place only where it is known
  - {{id: <source id>, read: <abstract>, place: null}}
drafted_on: {today}
reviewed_on: null              # the day a named clinician checked it
next_review: {next_review}
reviewed_by: null              # never made up: null until a named clinician has signed
history:
  - {{date: {today}, change: First version., reason: <Why it was written.>}}
"""

_STUDY = """\
# A study. Replace each <...>; write null for what was not found, never a guess. Then run: claimcheck lint
id: {id}                       # the name of this file, without .yaml
sources: [<source id>]         # the paper first, then registry entries, reviews and news
registry_id: null              # such as NCT01234567
phase: null
design: <design>               # rct nonrandomised_controlled single_arm pilot dose_escalation
                               # case_series registry preclinical
randomised: false              # true or false
blinded: null                  # true, false or null
controlled_by: null            # what the comparison group got
n: null                        # people (or animals) who took part
population: <Who or what was treated>
condition: [<condition>]       # ids in vocabulary/conditions.yaml
intervention: [<treatment>]    # ids in vocabulary/interventions.yaml
product: null
sponsor: null
dose: null
route: <How it was given>
follow_up_months: null
primary_endpoint: <The main goal, as the study states it>
primary_endpoint_met: <met>    # yes no not_stated not_applicable (no control, or no result yet)
outcomes:                      # one entry for each kind of outcome reported; [] where there is no result yet
  - domain: <domain>           # pain function structure safety quality_of_life
    direction: <direction>     # better_than_control no_difference worse inconsistent better_than_baseline_only
    note: <What was found, in plain words, with numbers>
    confirmed: <Where this was read>
adverse_events: null
status: <published 2026>
risk_of_bias: null             # only as stated by a review, which is named
caveats: []                    # what a reader must not forget
confirmed: <Address of the page that was read, or no>
"""

_SOURCE = """\
# A source. Replace each <...>; write null for what was not seen on the page, never a guess. Then run: claimcheck lint
id: {id}                       # the name of this file, without .yaml
kind: <kind>                   # such as trial_report systematic_review regulator_page registry_record news_report
title: <Title as on the page>
authors: <Family name and initials, or the body that wrote it>
year: null
publisher: <Journal, regulator or newspaper>
pmid: null                     # digits only
doi: null                      # starts with 10.
nct: null                      # such as NCT01234567
url: <https://...>
jurisdiction: null             # such as us, eu, jp; for laws, regulators and news of them
confirmed: <Address of the page that was read, with what was read of it, or no>
note: null
# checks:                        # later, when the figures are looked up again
#   - {{on: 2026-11-21, at: <https://...>, read: <What it says, with its figures.>, differs: <only where it differs>}}
"""

_HELP = """\
# A place that helps people who were harmed or misled. Replace each <...>. Then run: claimcheck lint
id: {id}                       # the name of this file, without .yaml
jurisdiction: <place>          # id in vocabulary/jurisdictions.yaml
purpose: <purpose>             # harm advert doctor money
name: <Name, as people know it>
tells: <What it takes and from whom, in one to three short sentences, reading grade 8 or below.>
address: <https://...>         # where a person begins
phone: null
sources: [<source id>]         # the page that says so
as_of: <2026-11-21>            # the day the page was right, or: undated page
confirmed: <Address of the page that was read, or no>
unconfirmed_parts: null        # what of this was not found on a page
"""

KINDS = {
    "claim": ("records", _CLAIM),
    "study": ("studies", _STUDY),
    "source": ("sources", _SOURCE),
    "help": ("help", _HELP),
}
"""What can be started: its folder in ``claims/`` and its text."""


def blank(kind: str, ident: str, today: date) -> tuple[str, str]:
    """Path below the claims folder, and text, of a new ``kind`` (a key of ``KINDS``) named ``ident``."""
    folder, text = KINDS[kind]
    read, _ = parse_file("", ident.encode())
    written = ident if read == ident else f"'{ident}'"  # or YAML would take it for a number or for nothing
    filled = text.format(id=written, today=today.isoformat(), next_review=(today + _REVIEW_AFTER).isoformat())
    return f"{folder}/{ident}.yaml", filled
