from typing import Any

import pytest

GOOD = {"text": "Cells ease pain.", "kinds": ["pain_relief"], "intervention": "cells", "condition": "spine",
        "strength": "definite", "stance": "promise", "accept": ["contradicted"]}  # fmt: skip


def test_a_right_sentence_passes(base: Any) -> None:
    base.write("wordings/first.yaml", [GOOD, {"text": "Free parking.", "stance": "none", "accept": ["not_covered"]}])
    assert base.mistakes() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": ["bliss"]}, "1.kinds"),
        ({"intervention": "magic"}, "1.intervention"),
        ({"condition": "gloom"}, "1.condition"),
        ({"accept": ["lies"]}, "1.accept"),
        ({"accept": []}, "1.accept"),
        ({"stance": "boast"}, "1.stance"),
        ({"mood": "glad"}, "1.mood"),
    ],
)
def test_a_wrong_sentence_is_named_by_its_number(base: Any, change: dict[str, Any], field: str) -> None:
    base.write("wordings/first.yaml", [GOOD | change])
    assert base.mistakes() == [("wordings/first.yaml", field)]


def test_a_sentence_stands_once(base: Any) -> None:
    base.write("wordings/first.yaml", [GOOD]).write("wordings/second.yaml", [GOOD | {"text": "cells ease pain."}])
    assert base.mistakes() == [("wordings/second.yaml", "1.text")]


@pytest.mark.parametrize("content", ["- {text: [", "", "text: Cells ease pain."])
def test_a_file_that_is_no_list_is_named(base: Any, content: str) -> None:
    base.write("wordings/first.yaml", content)
    assert [file for file, _ in base.mistakes()] == ["wordings/first.yaml"]
