"""Known harms by where they happened, the most serious first."""

from dataclasses import dataclass

from app.telling.answer import Harm
from app.telling.shelves import Shelf

_WHERE = {
    "clinics": ("At clinics and on trips for treatment", ("clinic_outside_trial", "medical_tourism")),
    "trials": ("In trials and hospitals", ("trial", "hospital_surgery")),
    "mixed": ("In several settings, or the setting is not stated", ("mixed_reports", "not_stated")),
    "animals": ("In animals", ("animal",)),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One sort of place, with the harms that happened there."""

    id: str
    label: str
    harms: tuple[Harm, ...]


def harms_by_setting(shelf: Shelf) -> tuple[Setting, ...]:
    """Every confirmed harm under where it happened, and what was looked for there and not found."""
    confirmed = [signal for signal in shelf.evidence.safety.values() if signal.is_confirmed]
    found = (
        Setting(ident, label, shelf.teller.listed_harms(s for s in confirmed if s.setting in settings))
        for ident, (label, settings) in _WHERE.items()
    )
    return tuple(setting for setting in found if setting.harms)


def unconfirmed_harms(shelf: Shelf) -> tuple[str, ...]:
    """What was reported, as far as it is on file, of which no page could be read."""
    return tuple(signal.event for signal in shelf.evidence.safety.values() if not signal.is_confirmed)
