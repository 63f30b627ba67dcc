"""Which kind of answer a client likes best, by its header Accept (RFC 9110, 12.5.1)."""

from collections.abc import Sequence


def liked_best(accept: str, offered: Sequence[str]) -> str:
    """The media type among ``offered`` that ``accept`` likes best; the first where it likes none of them.

    Of those liked equally, one that is named goes before one that a wildcard takes in, then the one named first.
    """
    ranges = [_read(part) for part in accept.split(",")]
    best, rank = offered[0], (0.0, 0, 0)
    for media in offered:
        wide = ("*/*", f"{media.partition('/')[0]}/*", media)
        named = [(wide.index(kind), -place, quality) for place, (kind, quality) in enumerate(ranges) if kind in wide]
        if not named:
            continue
        exactness, place, quality = max(named)
        if quality and (quality, exactness, place) > rank:
            best, rank = media, (quality, exactness, place)
    return best


def _read(part: str) -> tuple[str, float]:
    """One range of the header and how much it is liked, from 0 to 1; what cannot be read is not liked."""
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((value for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "q"), "1")
    try:
        return kind, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return kind, 0.0
