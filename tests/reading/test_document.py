"""A submitted text as sentences with places, roles and headings."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reading.document import MOST_SENTENCES, InputProblem, Sentence, read_document


def texts(raw: str) -> list[str]:
    return [sentence.text for sentence in read_document(raw).sentences]


def roles(raw: str) -> list[tuple[str, str]]:
    return [(sentence.role, sentence.text) for sentence in read_document(raw).sentences]


def check_places(raw: str, sentences: tuple[Sentence, ...]) -> None:
    last = 0
    for sentence in sentences:
        assert last <= sentence.start < sentence.end <= len(raw)
        last = sentence.end
        piece = raw[sentence.start : sentence.end]
        assert piece == piece.strip()
        assert sentence.text
        assert sentence.text == " ".join(sentence.text.split())
        assert len(sentence.positions) == len(sentence.text)
        assert list(sentence.positions) == sorted(sentence.positions)
        assert sentence.start <= sentence.positions[0]
        assert sentence.positions[-1] < sentence.end
        start, end = sentence.span(0, len(sentence.text))
        assert sentence.start <= start < end <= sentence.end


def test_markdown_page() -> None:
    raw = (
        "# Stem cells\n\nWe **rebuild** discs. See [our story](https://x.org/a).\n\n"
        "## Results\n\n- No pain\n* No surgery\n1. One visit\n\n"
        "> It worked for me.\n\n| Cells | Cost |\n|---|---|\n| 5 million | $9 |\n"
    )
    sentences = read_document(raw).sentences
    check_places(raw, sentences)
    assert [(s.role, s.text, s.headings) for s in sentences] == [
        ("heading", "Stem cells", ()),
        ("sentence", "We rebuild discs.", ("Stem cells",)),
        ("sentence", "See our story.", ("Stem cells",)),
        ("heading", "Results", ("Stem cells",)),
        ("item", "No pain", ("Stem cells", "Results")),
        ("item", "No surgery", ("Stem cells", "Results")),
        ("item", "One visit", ("Stem cells", "Results")),
        ("quote", "It worked for me.", ("Stem cells", "Results")),
        ("cell", "Cells", ("Stem cells", "Results")),
        ("cell", "Cost", ("Stem cells", "Results")),
        ("cell", "5 million", ("Stem cells", "Results")),
        ("cell", "$9", ("Stem cells", "Results")),
    ]


def test_html_page() -> None:
    raw = (
        "<body><h1>Stem&nbsp;cells</h1><p>We&#8217;re <b>safe</b>.<br>Call us &amp; come.</p>"
        "<ul><li>No pain</li></ul><p>• One<br>• Two</p></body>"
    )
    sentences = read_document(raw).sentences
    check_places(raw, sentences)
    assert [(s.role, s.text) for s in sentences] == [
        ("heading", "Stem cells"), ("sentence", "We're safe."), ("sentence", "Call us & come."),
        ("item", "No pain"), ("item", "One"), ("item", "Two"),
    ]  # fmt: skip
    call = sentences[2]
    at = call.text.index("&")
    start, end = call.span(at, at + 1)
    assert raw[start:end] == "&amp;"


def test_plain_headings() -> None:
    raw = "Stem Cells For Backs\n\nOur clinic has helped many people.\n\nHow does it work?\n\nWe inject cells.\n"
    assert [(s.role, s.headings) for s in read_document(raw).sentences] == [
        ("heading", ()),
        ("sentence", ("Stem Cells For Backs",)),
        ("heading", ("Stem Cells For Backs",)),
        ("sentence", ("Stem Cells For Backs", "How does it work?")),
    ]


def test_a_link_line_and_a_date_are_no_headings() -> None:
    raw = "Learn more\n\nOur clinic has helped many people.\n\nNov 20, 2025\n\nWe inject cells.\n"
    assert {role for role, _ in roles(raw)} == {"sentence"}


def test_hard_wrapped_lines_join() -> None:
    raw = (
        "Our doctors have treated many people with cells from their own\n"
        "marrow. The cells go into the disc and they help it to\n"
        "Recover over the next few months, as our own records show.\n"
    )
    assert texts(raw) == [
        "Our doctors have treated many people with cells from their own marrow.",
        "The cells go into the disc and they help it to Recover over the next few months, as our own records show.",
    ]


def test_stacked_slogans_do_not_join() -> None:
    assert texts("No surgery needed\nNo downtime at all\nNo drugs") == [
        "No surgery needed",
        "No downtime at all",
        "No drugs",
    ]


def test_a_title_above_whole_paragraphs_does_not_join() -> None:
    raw = "Stem Cell Treatment For Disc Degeneration\nclinicname\n" + "Cells help people a lot. " * 6
    assert texts(raw)[:2] == ["Stem Cell Treatment For Disc Degeneration", "clinicname"]


def test_lone_bullets_belong_to_the_next_line() -> None:
    assert roles("-\nNo pain at all\n-\n•\nNo surgery\n")[:2] == [("item", "No pain at all"), ("item", "No surgery")]


def test_text_after_a_list_is_not_part_of_its_last_item() -> None:
    raw = "- Surgery: In severe cases the surgeon may take out the damaged disc at last.\nThese help some people."
    assert [role for role, _ in roles(raw)] == ["item", "sentence"]


def test_a_cell_broken_over_lines_leaves_no_bar() -> None:
    assert texts("| Sheep | Cells were given and\nThree groups were seen. |") == [
        "Sheep", "Cells were given and", "Three groups were seen."
    ]  # fmt: skip


def test_a_figure_at_the_start_of_a_wrapped_line_stays() -> None:
    raw = "The study took in adults with back pain whose mean age was\n40. They were seen again after a year here."
    assert texts(raw)[0].endswith("age was 40.")


def test_comparisons_are_no_quotations() -> None:
    assert roles("> 50% of patients improved") == [("sentence", "> 50% of patients improved")]


def test_invisible_characters_and_smart_quotes() -> None:
    raw = "We\u00a0re\u00adbuild\u200b \u201cdiscs\u201d \u2013 it\u2019s\n\u202esafe"
    sentences = read_document(raw).sentences
    check_places(raw, sentences)
    assert sentences[0].text == 'We rebuild "discs" \u2013 it\'s safe'


def test_invisible_characters_after_a_full_stop() -> None:
    assert [s.text for s in read_document("Cells cure pain. \0\0\nThey are safe.").sentences] == [
        "Cells cure pain.",
        "They are safe.",
    ]


def test_letters_dressed_up_are_read_as_letters() -> None:
    raw = "𝐒𝐭𝐞𝐦 ｃｅｌｌｓ 𝖼𝗎𝗋ℯ 𝒃𝒂𝒄𝒌𝒔."
    sentences = read_document(raw).sentences
    check_places(raw, sentences)
    assert sentences[0].text == "Stem cells cure backs."


def test_emphasis_marks_belong_to_the_sentence_they_touch() -> None:
    raw = "**Safe for all.** *Truly* effective. 5*6*7 cells and a_b_c."
    sentences = read_document(raw).sentences
    check_places(raw, sentences)
    assert [s.text for s in sentences] == ["Safe for all.", "Truly effective.", "5*6*7 cells and a_b_c."]
    assert [raw[s.start : s.end] for s in sentences][:2] == ["**Safe for all.**", "*Truly* effective."]


def test_bracket_text_that_is_no_link_stays() -> None:
    assert texts("Discs ](regrow) they say") == ["Discs ](regrow) they say"]


def test_words_in_angle_brackets_stay() -> None:
    assert texts("Take <half a tablet> daily if VAS <3.") == ["Take <half a tablet> daily if VAS <3."]


def test_line_breaks_in_inline_markup_keep_their_lines() -> None:
    assert roles("- We <b>heal</b>\n- You rest")[0] == ("item", "We heal")
    assert texts("No surgery at all<br>No downtime at all") == ["No surgery at all", "No downtime at all"]


@pytest.mark.parametrize(
    ("raw", "code", "language"),
    [
        ("", "empty", None),
        (" \n\t", "empty", None),
        ("123 !!! \u2605", "no_words", None),
        ("<p></p>", "no_words", None),
        ("a" * 200_001, "too_long", None),
        ("Las células madre regeneran los discos y quitan el dolor para siempre.", "not_english", "es"),
        ("Die Zellen sind gut für den Rücken und wir helfen auch bei der Arthrose.", "not_english", "de"),
        ("Βλαστοκύτταρα", "not_english", None),
    ],
)
def test_what_cannot_be_read_says_why(raw: str, code: str, language: str | None) -> None:
    with pytest.raises(InputProblem) as caught:
        read_document(raw)
    assert (caught.value.code, caught.value.language) == (code, language)
    assert caught.value.message.endswith(".")
    if language == "es":
        assert "español" in caught.value.message


def test_span_outside_the_sentence() -> None:
    sentence = read_document("We heal.").sentences[0]
    with pytest.raises(IndexError):
        sentence.span(0, 99)


def test_sentences_are_frozen() -> None:
    sentence = read_document("We heal.").sentences[0]
    assert isinstance(sentence, Sentence)
    with pytest.raises(AttributeError):
        sentence.start = 3  # type: ignore[misc]


TAGS = "<p> </p> <b> </b> <li> <ul> </ul> </div> <br> <!-- --> <script> </script> <h2> </h2> <td> <sup> </sup>"
PIECES = st.sampled_from(
    [
        *TAGS.split(),
        *("<div hidden>", "&amp;", "&nbsp;", "&#x41;", "<a href='", '"', "'", ">", "<", "**", "*", "_", "`", "[a](b)"),
        *("# ", "- ", "1. ", "> ", "| ", "\n", "\n\n", " ", "\u00a0", "\u200b", "\u2028", "\u00ad", "---\n", "==="),
        *("Dr. ", "et al. ", "Cells heal. ", "We ", "the ", "U.S. ", "😀", "•", "…", "?", "Is it? ", "6", "10"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("The cells <sup>&amp;")
@example("The cells 10<sup></sup>&amp;")
def test_any_markup_keeps_its_places(raw: str) -> None:
    try:
        sentences = read_document(raw).sentences
    except InputProblem:
        return
    check_places(raw, sentences)


@given(st.text(max_size=200))
def test_any_text_keeps_its_places(raw: str) -> None:
    try:
        sentences = read_document(raw).sentences
    except InputProblem:
        return
    check_places(raw, sentences)


PLAIN = st.text(alphabet=st.sampled_from("abcXYZ .,!?\n'\"()\u2019\u00a0;:%$é5"), max_size=300)


LETTERED = re.compile(r"^\s*\(?[a-c]\)(?=[ \u00a0])", re.MULTILINE)  # "a) first, b) second" numbers a list


@given(PLAIN)
@example("a) 5")
def test_every_visible_character_of_plain_text_stands_in_one_sentence(text: str) -> None:
    raw = "The cells help you.\n" + text
    covered = [0] * len(raw)
    for sentence in read_document(raw).sentences:
        for at in range(sentence.start, sentence.end):
            covered[at] += 1
    numbers = {at for mark in LETTERED.finditer(raw) for at in range(*mark.span())}
    for at, char in enumerate(raw):
        assert covered[at] <= 1
        if char.isalpha() and at not in numbers:
            assert covered[at] == 1


SENTENCE = "The cells are put into the worn disc and our patients say that they feel much better after it. "
HOSTILE = {
    "one sentence": "the cells are good " * 10_526,
    "ten thousand bullets": "- a good cell line\n" * 10_000,
    "nested": "<div>" * 10_000 + SENTENCE * 1000,
    "nested lists": "<ul><li>" * 10_000 + SENTENCE,
    "unclosed tags": SENTENCE + "<a <a " * 33_000,
    "unclosed quotes": SENTENCE + "<a \"'" * 33_000,
    "unclosed comments": SENTENCE + "<!-- " * 39_000,
    "full stops": SENTENCE + "." * 199_000,
    "brackets": SENTENCE + "[(" * 99_000,
    "stars": SENTENCE + "**a" * 66_000,
    "hidden": "<p hidden>a" * 18_000 + "<p>" + SENTENCE,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_or_refused_in_words(raw: str) -> None:
    try:
        sentences = read_document(raw).sentences
    except InputProblem:
        sentences = ()
    assert all(a.start < a.end <= b.start for a, b in pairwise(sentences))


def test_a_text_of_too_many_lines_is_refused_with_a_way_out() -> None:
    read_document("Stem cells cure.\n\n" * MOST_SENTENCES)
    with pytest.raises(InputProblem, match="one part at a time") as refused:
        read_document("I\n" * 100_000)
    assert refused.value.code == "too_long"
