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
FEWEST = 4


def to_take_along(own: tuple[str, ...], most: int = 10) -> tuple[str, ...]:
    """The questions made from what was found, each once, filled up with general ones where there are few."""
    questions = list(dict.fromkeys(question for question in own if question))[:most]
    for question in GENERAL:
        if len(questions) >= FEWEST:
            break
        questions.append(question)
    return tuple(questions)
