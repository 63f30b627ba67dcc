"""Notes are shown word for word, and nothing in them can act."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.notes import as_paragraphs, plain

TAG = re.compile(r"<[^>]*>")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><style><img title='</style><img src onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p onclick=alert(1)>x</p><br style='x'>",
    "\u202egnp.exe\u202c <b>x",
    "<<p>script>alert(1)<</p>/script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_tag_but_paragraph_and_line_break(text: str) -> None:
    assert set(TAG.findall(as_paragraphs(text, 1000))) <= {"<p>", "</p>", "<br>"}


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("ab <>&\"'/=\n;#x!-\u00e9\u200b\u202e"), max_size=60))
def test_no_word_is_lost_and_nothing_acts(text: str) -> None:
    shown = as_paragraphs(text, 1000)
    assert set(TAG.findall(shown)) <= {"<p>", "</p>", "<br>"}
    back = html.unescape(TAG.sub(" ", shown))
    assert "".join(back.split()) == "".join(plain(text, 1000).split())


def test_words_in_angle_brackets_survive() -> None:
    assert "&lt;half a tablet&gt; daily" in as_paragraphs("Take <half a tablet> daily", 1000)
