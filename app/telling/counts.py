"""How many people were harmed, of how many, in words: exactly as much as the record knows, and no more."""

from app.evidence.schema import HarmCount

UNKNOWN_TOTAL = "How many people were treated is not known"
_NO_NUMBER = {"unknown", "not applicable"}
_NO_TOTAL = {"as given for each source"}


def harm_count(numbers: HarmCount) -> str:
    """``numbers`` as a phrase that can stand alone, without its last full stop."""
    affected, total = str(numbers.affected), str(numbers.denominator)
    if affected.lower() in _NO_NUMBER:
        return "How many is not known" if total == "unknown" else f"No single count; looked at {total}"
    who = _people(numbers.affected)
    if total in _NO_TOTAL or total in affected.split():
        return who
    if total == "unknown":
        return f"{who}. {UNKNOWN_TOTAL}"
    if isinstance(numbers.denominator, int):
        whole = f"{numbers.denominator:,}"
        return f"{numbers.affected:,} of {whole}" if isinstance(numbers.affected, int) else f"{who} ({whole} in all)"
    return f"{who}, among {total}"


def _people(affected: int | str) -> str:
    if isinstance(affected, int):
        return {0: "Nobody", 1: "1 person"}.get(affected, f"{affected:,} people")
    return affected[:1].upper() + affected[1:]
