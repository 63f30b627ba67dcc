"""Keys are read line by line, and what cannot be used is named with its file, its line and what to mend."""

from pathlib import Path

import pytest

from app.reading.labelled import LabelProblem, labelled_pages, read_labelled

LINE = '{"id": "a", "text": "Parking is free.", "accept": ["not_a_claim"], "why": "a service"}\n'


def key(folder: Path, text: str, name: str = "key.jsonl") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("accept", "is_claim"), [
    ('["not_a_claim"]', False), ('["supported"]', True), ('["not_a_claim", "supported"]', None),
])  # fmt: skip
def test_a_line_tells_whether_it_is_a_claim(tmp_path: Path, accept: str, is_claim: bool | None) -> None:  # noqa: FBT001
    (row,) = read_labelled(key(tmp_path, LINE.replace('["not_a_claim"]', accept)))
    assert row.is_claim is is_claim


@pytest.mark.parametrize(("line", "said"), [
    ("{", "JSON"),
    ("[]", "object"),
    ('{"id": "a", "text": "x"}', "accept"),
    ('{"id": "a", "text": "", "accept": ["supported"]}', "text"),
    ('{"id": "a", "text": "x", "accept": []}', "accept"),
    ('{"id": "a", "text": "x", "accept": ["suported"]}', "suported|supported"),
])  # fmt: skip
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(LabelProblem, match=said) as problem:
        read_labelled(key(tmp_path, f"{LINE}\n{line}\n"))
    assert "key.jsonl, line 3" in str(problem.value)


def test_lines_may_be_numbered(tmp_path: Path) -> None:
    (row,) = read_labelled(key(tmp_path, LINE.replace('"a"', "12")))
    assert row.id == "12"


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe\xff")
    for file in (tmp_path, tmp_path / "nowhere.jsonl", tmp_path / "latin.jsonl", key(tmp_path, "\n")):
        with pytest.raises(LabelProblem, match=file.name):
            read_labelled(file)


def test_a_page_places_its_sentences_in_order(tmp_path: Path) -> None:
    key(tmp_path, "It heals. Call us. It heals.", "p.md")
    said = ("It heals.", "It heals.", "Not there.")
    key(tmp_path, "".join(LINE.replace("Parking is free.", text) for text in said), "p.jsonl")
    (page,) = labelled_pages(tmp_path)
    assert [(start, end) for _, start, end in page.places()] == [(0, 9), (19, 28), (-1, -1)]


def test_a_page_without_a_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelProblem, match="holds no page"):
        labelled_pages(tmp_path)
    key(tmp_path, "It heals.", "lonely.md")
    with pytest.raises(LabelProblem, match=r"lonely\.jsonl"):
        labelled_pages(tmp_path)
