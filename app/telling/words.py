"""Fixed words for grades and strengths: the same on the method page and in every answer."""

GRADES = {
    "established": ("Established", "Controlled trials agree that it helps, or it is licensed for exactly this use."),
    "mixed": ("Mixed", "Controlled trials disagree, missed their main goal in part, or are too small to settle it."),
    "weak": ("Weak", "Studies in people, but none with a comparison group."),
    "animal_or_lab": ("Animals or laboratory", "Tested in animals or in the laboratory only."),
    "none": ("Nothing found", "We hold no study that tells whether it is so."),
    "opposed": ("Against", "Controlled trials missed their main goal, or an official record says the opposite."),
}
STRENGTHS = {
    "guaranteed": ("Guaranteed", "“will”, “always”, “100%”"),
    "definite": ("Definite", "“regenerates”"),
    "reported": ("Reported", "“studies show”"),
    "hedged": ("Hedged", "“may”, “could”"),
    "animal_or_lab": ("About animals or the laboratory", "“in rats”"),
}
SAYS_OF = "What the evidence says about \u201c{claim}\u201d"
"""Stands on other people's pages, where a verdict would not move when ours does."""
THEMES = {"auto": "As the visitor's device is set", "light": "Light", "dark": "Dark"}
ASSERTED = {
    "guaranteed": "The sentence promises it outright.",
    "definite": "The sentence states it as a fact.",
    "reported": "The sentence says that studies or patients show it.",
    "hedged": "The sentence says that it may be so.",
}
# A sentence that is true, but of animals or the laboratory only, must not be taken for one about people.
IN_ANIMALS_ONLY = ", but only in animals or the laboratory"
ANIMALS_ONLY = "This is about animals or the laboratory only. It does not show that it works in people."
ABOUT_PEOPLE = "About people: {answer}"


def by_matrix(grade: str, strength: str) -> str:
    """Why the matrix gave its verdict, in two sentences."""
    return f"{GRADES[grade][1]} {ASSERTED[strength]}"
