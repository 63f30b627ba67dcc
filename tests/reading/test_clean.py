"""What a reader of a page sees: tags, entities, hidden parts."""

import pytest

from app.reading.clean import LINE_BREAK, visible


def shown(raw: str) -> list[str]:
    seen = visible(raw)
    if seen.blocks is None:
        return [seen.text]
    return [" ".join(seen.text[a:b].split()) for block in seen.blocks for a, b in block.spans if seen.text[a:b].strip()]


@pytest.mark.parametrize(
    "text",
    [
        "Take <half a tablet> daily",
        "<a half tablet> daily",
        "<time three times daily> at noon",
        "VAS <3 and p<0.05 > 0",
        "an <anti-inflammatory> effect",
        "a < b and c > d",
        "R&D; AT&T; &nosuchthing; stays",
        "if x <b and y",
    ],
)
def test_words_in_angle_brackets_stay(text: str) -> None:
    assert shown(text) == [text]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<p>We <b>rebuild</b> discs</p>", ["We rebuild discs"]),
        ("<p>One</p><script>var a = '<p>x</p>';</script><p>Two</p>", ["One", "Two"]),
        ("<style>p{}</style><p>One</p>", ["One"]),
        ("<p>One</p><!-- no --><template><p>x</p></template>", ["One"]),
        ("<p>One</p><noscript>Two</noscript>", ["One", "Two"]),
        ("<p>One</p><div hidden><div>x</div>y</div><p>Two</p>", ["One", "Two"]),
        ("<p>One</p><div aria-hidden='true'>x</div>Two", ["One", "Two"]),
        ('<p>One<span style="display: none">x<span>y</span></span> two</p>', ["One two"]),
        ('<p style="visibility:hidden">x<p>Two', ["Two"]),
        ("<ul><li hidden>x<li>Two</ul>", ["Two"]),
        ("<div><span hidden>x</div><p>Two</p>", ["Two"]),
        ('<p class="hidden">One</p>', ["One"]),
        ('<p title="a > b">One</p>', ["One"]),
        ("<p>25×10<sup>6</sup> cells</p>", ["25×10^6 cells"]),
        ("<p>some patients<sup>3</sup> walk</p>", ["some patients 3 walk"]),
        ("<!DOCTYPE html><html><head><title>x</title></head><body>One</body></html>", ["One"]),
        ("<p>One<o:p></o:p></p>", ["One"]),
        ("<p>One <x-badge>two</x-badge></p>", ["One two"]),
        ("<p>One <X-Badge>two</X-Badge></p>", ["One two"]),
        ("<p>One <x-badge>two</x-badges></x-badges></p>", ["One <x-badge>two"]),
        ("<p>AT&amp;T &lt;b&gt; &#8217;</p>", ["AT&T <b> ’"]),
        ("<p>One</p><!-- never closed <b>Two</b>", ["One", "<!-- never closed Two"]),
        ("<p>One</p><script>x", ["One"]),
        ("<P>One</P><SCRIPT>x</SCRIPT>", ["One"]),
        ("<p>One</p <p>", ["One"]),
    ],
)
def test_markup(raw: str, expected: list[str]) -> None:
    assert shown(raw) == expected


def test_roles_and_levels() -> None:
    seen = visible(
        "<h2>A</h2><ul><li>B<ul><li>C</ul></ul><table><tr><td>D<th>E</table><blockquote><p>F</blockquote><p>G"
    )
    assert seen.blocks is not None
    assert [(block.role, block.level) for block in seen.blocks] == [
        ("heading", 2), ("item", 0), ("item", 0), ("cell", 0), ("cell", 0), ("quote", 0), ("sentence", 0)
    ]  # fmt: skip


def test_a_heading_that_is_never_closed_ends_at_the_next_paragraph() -> None:
    seen = visible("<h2>A<p>B</p><p>C</p>")
    assert seen.blocks is not None
    assert [block.role for block in seen.blocks] == ["heading", "sentence", "sentence"]


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "</br>", "</BR >", "</br></br>"])
def test_a_line_break_however_it_is_written_swallows_nothing(mark: str) -> None:
    seen = visible(f"<p>One.{mark}Two.</p><p>Three.</p>")
    assert [part for part in seen.text.split(LINE_BREAK) if part] == ["One.", "Two.Three."]
    assert list(seen.origin) == sorted(seen.origin)


@pytest.mark.parametrize("icon", ["\ue000", "&#xe000;", "\ue001"])
def test_an_icon_from_a_private_font_swallows_nothing(icon: str) -> None:
    assert shown(f"<p>{icon} a < b</p><p>Two</p>")[0].endswith(" a < b")
    assert shown(f"<p>{icon} a < b</p><p>Two</p>")[1] == "Two"


def test_offsets_survive_entities_and_tags() -> None:
    raw = "<p>A&amp;B &nbsp;<b>c</b></p>"
    seen = visible(raw)
    for char, place in zip(seen.text, seen.origin, strict=True):
        assert raw[place] in {char, "&"}
    amp = seen.text.index("&")
    assert raw[seen.origin[amp] : seen.ends[amp]] == "&amp;"
