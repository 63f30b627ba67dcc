"""Where something was read is told with links that name their site."""

import pytest

from app.telling.places_read import places_read


@pytest.mark.parametrize(
    ("note", "pieces"),
    [
        ("genesispub.org", (("genesispub.org", ""),)),
        ("https://www.mdpi.com/9/7", (("mdpi.com", "https://www.mdpi.com/9/7"),)),
        (
            "PubMed; https://a.org/x; http://b.org/t/ (old).",
            (("PubMed; ", ""), ("a.org", "https://a.org/x"), ("; ", ""), ("b.org", "http://b.org/t/"), (" (old).", "")),
        ),
        ("read at (https://c.org/d).", (("read at (", ""), ("c.org", "https://c.org/d"), (").", ""))),
    ],
)
def test_addresses_become_links(note: str, pieces: tuple[tuple[str, str], ...]) -> None:
    assert places_read(note) == pieces
