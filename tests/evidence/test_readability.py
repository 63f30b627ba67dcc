import pytest
import textstat

from app.evidence.readability import easy_words, reading_grade

TEXTS = [
    "Worn discs have not been shown to grow back in people. A scan may look better while the pain stays the same.",
    "One trial tested this. It had two groups. Nobody knew who got the cells.",
    "Investigators administered autologous bone marrow preparations to participants with chronic lumbar complaints.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_grade_is_the_automated_readability_index(text: str) -> None:
    assert reading_grade(text) == pytest.approx(textstat.automated_readability_index(text), abs=0.1)


def test_words_of_the_glossary_count_as_short_ones() -> None:
    easy = easy_words([{"term": "mesenchymal", "plain": "x", "variants": ["platelet-rich plasma"]}])
    hard = "The mesenchymal cells and the platelet-rich plasma were given to mesenchymal patients."
    assert reading_grade(hard, easy) < reading_grade(hard) - 2
    assert reading_grade("Mesenchymals", easy) < reading_grade("Mesenchymals")


def test_words_marked_not_exempt_count_in_full() -> None:
    easy = easy_words([{"term": "meta-analysis", "plain": "x", "exempt": False}])
    assert reading_grade("A meta-analysis was done.", easy) == reading_grade("A meta-analysis was done.")


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    assert reading_grade("It fell by 2.5 points in all.") == pytest.approx(
        reading_grade("It fell by 255 points in all.")
    )


def test_a_text_without_words_has_no_grade() -> None:
    assert reading_grade(" … ") == 0.0
