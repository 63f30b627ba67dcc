"""Questions that suit every clinic, for when a text gives rise to few of its own or cannot be read."""

GENERAL = (
    "Which controlled trial shows that this helps people with my condition, and may I have it in writing?",
    "Has a regulator approved this product for my condition? Which one, and when?",
    "What can go wrong, how often did it happen here, and who counts it?",
    "What does it cost in all, and what happens if it does not help?",
    "What other treatments do guidelines name for my condition?",
    "Who looks after me if I get worse at home?",
)
GENERAL_ES = (
    "¿Qué ensayo controlado muestra que esto ayuda a personas con mi enfermedad? ¿Me lo puede dar por escrito?",
    "¿Ha aprobado una autoridad este producto para mi enfermedad? ¿Cuál y cuándo?",
    "¿Qué puede salir mal, cuántas veces ha pasado aquí y quién lo cuenta?",
    "¿Cuánto cuesta en total y qué pasa si no ayuda?",
    "¿Qué otros tratamientos nombran las guías para mi enfermedad?",
    "¿Quién me atiende si empeoro en casa?",
)
LEFT_OUT = {
    "risks": GENERAL[2],
    "cost": GENERAL[3],
    "regulatory_status": GENERAL[1],
    "comparison": GENERAL[0],
    "number_treated": "How many people have you treated for this, and how many of them did not get better?",
    "follow_up": "For how long do you check on people afterwards, and how are they at the end of that time?",
    "who_is_not_suited": "Who should not have this treatment, and why?",
}
"""What to ask for each thing that a page can leave out, by the id of the finding."""
FEWEST, MOST_OWN, MOST = 4, 7, 10


def to_take_along(own: tuple[str, ...], left_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The questions made from what was found, each once; filled up with general ones where there are few.

    ``own`` are those of the claims, the most important first; ``left_out`` the ids of what the page does not say.
    """
    questions = dict.fromkeys([question for question in dict.fromkeys(own) if question][:MOST_OWN])
    questions |= dict.fromkeys(LEFT_OUT[ident] for ident in left_out)
    for question in GENERAL[: max(0, FEWEST - len(questions))]:
        questions.setdefault(question)
    return tuple(questions)[:MOST]
