"""The person's own text, cut at its claims, loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from app.reading.clean import visible
from app.telling.answer import Verdict
from app.telling.own_text import pieces

VERDICT = Verdict("supported", "Backed by evidence", "when")

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def marks(text: str, cuts: list[int]) -> list[tuple[int, int, int, Verdict]]:
    places = sorted({cut % (len(text) + 1) for cut in cuts})
    spans = list(zip(places[::2], places[1::2], strict=False))
    return [(a, b, n, VERDICT) for n, (a, b) in enumerate(spans, start=1)]


@given(st.text(alphabet=st.characters(exclude_characters=f"<&{TURNS}", codec="utf-8")), st.lists(st.integers(0, 500)))
def test_plain_text_is_kept_but_for_white_space_at_the_edges_of_marks(text: str, cuts: list[int]) -> None:
    shown = "".join(piece.text for piece in pieces(visible(text), marks(text, cuts)))
    assert "".join(shown.split()) == "".join(text.split())


@given(st.text(), st.lists(st.integers(0, 500)))
def test_any_text_and_any_marks_are_taken(text: str, cuts: list[int]) -> None:
    pieces(visible(text), marks(text, cuts))


def test_two_claims_in_one_sentence_share_one_mark() -> None:
    text = "It cures and is safe. Call."
    found = pieces(visible(text), [(0, 21, 1, VERDICT), (0, 21, 2, VERDICT)])
    assert [(piece.text, piece.numbers) for piece in found] == [("It cures and is safe.", (1, 2)), (" Call.", ())]


def test_blocks_of_html_stand_on_their_own_lines() -> None:
    html = "<h1>Our\n cells</h1>\n<p>They <b>cure</b> all.</p><p>Call.</p>"
    start = html.index("They")
    found = pieces(visible(html), [(start, html.index("</p>"), 1, VERDICT)])
    assert [piece.text.strip() for piece in found] == ["Our cells", "They cure all.", "Call."]


def test_nothing_turns_the_direction_of_what_is_shown() -> None:
    text = f"Buy {TURNS} now. It cures{TURNS}."
    for form in (text, f"<p>{text}</p>"):
        start = form.index("It")
        found = pieces(visible(form), [(start, start + 9, 1, VERDICT)])
        assert not set(TURNS) & set("".join(piece.text for piece in found))
