"""Texts that nobody would think of. `make fuzz` tries many more, guided by which code they reach."""

import os
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.hostile.promises import holds_of_a_check, holds_of_sentences, holds_of_what_is_visible

DEEPER = int(os.environ.get("FUZZ_EXAMPLES", "100"))
deeper = settings(
    max_examples=DEEPER, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WORDS = st.sampled_from(
    [
        *(
            "stem cells",
            "exosomes",
            "PRP",
            "cure",
            "may",
            "not",
            "never",
            "tumour-free",
            "FDA",
            "approved",
            "arthritis",
        ),
        *("discs", "back pain", "in mice", "90%", "et al.", "Dr.", "Fig. 1", "[3]", "NCT02412735", "but", "; ", "yet"),
        *("https://a.example/b", "a@b.example", "+1 305 555 0199", "Q:", "A:"),
    ]
)
MARKS = st.sampled_from(
    list(".!?;:,-*#>|()[]{}\"'`~_=+/\\&<\n\t\r\x0b\x0c \u00a0\u2028\u2029\u200b\u200d\u202e\u2066\ufeff\u0301\x00")
)
MARKUP = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<div hidden>", "</div>", "<script>", "</script>", "<style>", "<!--", "-->"),
        *("<table><tr><td>", "</table>", "<svg>", "<math>", "<title>", "<li>", "<br>", "<a href='x'>", "<template>"),
        *("<select><option>", "<plaintext>", "&amp;", "&#x41;", "&#0;", "&lt;", "<half a", "<![CDATA[", "<?xml ?>"),
        *("<font color=red>", "<sup>", "<h2>", "<x-a>", "<noscript>", "</br>", "<image>", "<isindex>", "<frameset>"),
    ]
)
ANY = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(WORDS, MARKS, MARKUP, st.text(max_size=5)), max_size=60).map("".join)
)
LONG = st.builds(
    lambda piece, times, tail: piece * times + tail, st.text(min_size=1, max_size=6), st.integers(1, 3000), ANY
)


@deeper
@given(st.one_of(ANY, LONG))
@example("0<SUP>0")
@example("<0</BR>")
def test_the_cleaner(raw: str) -> None:
    holds_of_what_is_visible(raw)


@deeper
@given(st.one_of(ANY, LONG))
def test_the_sentence_splitter(raw: str) -> None:
    holds_of_sentences(raw)


@deeper
@given(raw=st.one_of(ANY, LONG))
def test_the_reader_and_the_judge(evidence: Any, raw: str) -> None:
    holds_of_a_check(raw, evidence)
