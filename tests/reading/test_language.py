"""Only text that is clearly not English is refused."""

import json
from pathlib import Path

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
    "Therapies",
    "Operation testimonial",
    "Clinique La Prairie",
    "Instituto de Terapia Celular: stem cells for pain",
    "PRP, exosomes und mehr: our back pain treatments",
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
    ("es", "Tratamiento seguro y eficaz"),
    ("de", "Die Stammzellen heilen Rückenschmerzen."),
    ("de", "Ruckenschmerzen? Nie wieder!"),
    ("de", "Stammzelltherapie"),
    ("de", "Stammzellen reparieren den Knorpel und beenden Schmerzen dauerhaft."),
    ("fr", "Les cellules souches guérissent le mal de dos."),
    ("fr", "Nous soignons votre genou."),
    ("fr", "Les cellules souches gue\u0301rissent l'arthrose."),
    ("it", "Le cellule staminali curano il mal di schiena."),
    ("it", "Senza chirurgia e senza dolore"),
    ("pt", "As células-tronco curam a dor nas costas."),
    ("pt", "Tratamos o seu joelho."),
    ("pl", "Komórki macierzyste leczą ból pleców."),
    ("pl", "Leczymy kolana bez operacji"),
    ("nl", "Stamcellen genezen rugpijn."),
    ("nl", "Wij behandelen uw knie."),
    ("tr", "Kök hücreler bel ağrısını iyileştirir."),
    ("tr", "İyileşme garantili"),
    ("tr", "Kok hucre tedavisi"),
    ("sv", "Stamceller botar ryggvärk."),
    ("da", "Stamceller helbreder slidgigt."),
    ("no", "Stamceller helbreder ryggsmerter uten operasjon."),
    ("und", "Ingen bivirkninger."),
    ("cs", "Kmenové buňky léčí bolesti zad."),
    ("ro", "Fără operație și fără durere"),
    ("hu", "Az őssejtek meggyógyítják a hátfájást."),
    ("fi", "Kantasolut parantavat selkäkivun."),
    ("id", "Sel punca menyembuhkan nyeri punggung."),
    ("vi", "Tế bào gốc chữa khỏi đau lưng."),
    ("uk", "Стовбурові клітини лікують біль у спині."),
]


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_other_languages_are_recognised(code: str, text: str) -> None:
    assert foreign_language(text) == code


def test_a_long_text_is_judged_by_samples() -> None:
    assert foreign_language("The cells are good for you and we know it. " * 5000) is None


def test_no_labelled_english_sentence_is_refused() -> None:
    files = sorted((Path(__file__).parents[1] / "batches").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines() if line.strip()]
    assert len(lines) > 1000
    refused = {line["text"] for line in lines if "text" in line and foreign_language(line["text"])}
    assert refused <= {"¿Prefiere que le atendamos en español? Ask for Lupita."}


def test_names() -> None:
    assert language_name("de") == "German"
    assert language_name("und") is None
