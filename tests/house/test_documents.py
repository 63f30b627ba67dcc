"""The documents lead to one another and leave nothing out."""

import re
from pathlib import Path

import pytest

from app.evidence import Evidence
from app.pages.groups import BOX, snippet
from app.settings import HOME

DOCUMENTS = sorted((HOME / "docs").rglob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOME)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8")):
        assert target.startswith("https://") or (document.parent / target).exists(), target


def test_the_index_of_decisions_names_each_with_its_title() -> None:
    folder = HOME / "docs/decisions"
    rows = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \|", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    decided = sorted(folder.glob("[0-9]*.md"))
    titles = [path.read_text("utf-8").splitlines()[0] for path in decided]
    assert [f"# {number}. {title}" for number, title, _ in rows] == titles
    assert [name for *_, name in rows] == [path.name for path in decided]


def test_the_guide_to_embedding_shows_the_snippet_that_the_builder_gives() -> None:
    guide = (HOME / "docs/embedding.md").read_text("utf-8")
    assert f"```html\n{snippet('https://claims.example.org', BOX)}\n```" in guide


def test_the_readme_calls_the_verdicts_what_visitors_read(evidence: Evidence) -> None:
    readme = " ".join((HOME / "README.md").read_text("utf-8").split())
    assert not [
        verdict["label"] for verdict in evidence.vocabulary["verdicts"] if f"“{verdict['label']}”" not in readme
    ]
