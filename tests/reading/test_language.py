"""Only text that is clearly not English is refused."""

import pytest

from app.reading.language import foreign_language, language_name

ENGLISH = [
    "FDA-registered stem cells",
    "Desc regenerative injection 100% safe",
    "REGENERATE YOUR DISCS WITHOUT SURGERY",
    "ReNovaDisc Plus PRP BMAC SVF exosomes NAD peptides IV therapy",
    "Andes Regeneration Medellín",
    "Clínica San José de Los Cabos: stem cells for knees",
    "Café Müller",
    "Los Angeles Spine Institute",
    "No pain. No surgery.",
    "Dr. El-Masri & Dr. de la Cruz",
    "Our clinic in Tijuana helps people with worn discs. Hablamos español, llame para una cita con nuestro equipo.",
    "𝐒𝐭𝐞𝐦 𝐜𝐞𝐥𝐥𝐬 𝐭𝐡𝐚𝐭 𝐡𝐞𝐚𝐥",
    "A",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_refused(text: str) -> None:
    assert foreign_language(text) is None


FOREIGN = [
    ("es", "Las células madre regeneran los discos de la columna y quitan el dolor para siempre."),
    ("es", "Curamos el dolor de espalda"),
    ("es", "Tratamiento con células madre para la rodilla"),
    ("es", "Las células madre curan el dolor de espalda."),
    ("es", "Nuestras células madre no tienen efectos secundarios."),
    ("de", "Die Stammzellen bauen die Bandscheibe wieder auf und der Schmerz ist für immer weg."),
    ("fr", "Les cellules souches régénèrent les disques et vous pouvez vivre sans douleur dans le dos."),
    ("pt", "As células-tronco regeneram os discos da coluna e não há dor para os pacientes."),
    ("it", "Le cellule staminali rigenerano i dischi della colonna e il dolore non torna più per sempre."),
    ("nl", "De stamcellen herstellen het kraakbeen en de pijn is niet meer terug te vinden bij onze patiënten."),
    ("ru", "Стволовые клетки"),
    ("zh", "干细胞再生椎间盘"),
    ("ja", "幹細胞で椎間板を再生します"),
    ("ar", "الخلايا الجذعية"),
    ("und", "Βλαστοκύτταρα"),
]


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_other_languages_are_recognised(code: str, text: str) -> None:
    assert foreign_language(text) == code


def test_a_long_text_is_judged_by_samples() -> None:
    assert foreign_language("The cells are good for you and we know it. " * 5000) is None


def test_names() -> None:
    assert language_name("de") == "German"
    assert language_name("und") is None
