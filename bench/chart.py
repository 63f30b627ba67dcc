"""Curves as SVG, drawn by hand so that a picture of figures needs no library. Readable in light and dark."""

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 34, 34
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 }
.axis { stroke: #999; stroke-width: 1 }
.curve { fill: none; stroke: #7a3b69; stroke-width: 2 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .axis { stroke: #777 } .curve { stroke: #d7a3c6 } }
</style>"""


@dataclass(frozen=True)
class Panel:
    """One curve: its title with the unit, what runs along the bottom, and its points."""

    title: str
    along: str
    points: list[tuple[float, float]]


def drawn(*panels: Panel) -> str:
    """The panels below one another. Every curve starts at nought, so that no small change looks large."""
    parts = [_panel(panel, number * HEIGHT) for number, panel in enumerate(panels)]
    titles = escape("; ".join(panel.title for panel in panels))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT * len(panels)}" role="img">'
    return f"{head}\n<title>{titles}</title>\n{STYLE}\n{''.join(parts)}</svg>\n"


def _panel(panel: Panel, down: int) -> str:
    far = max((x for x, _ in panel.points), default=0) or 1
    high = _round_up(max((y for _, y in panel.points), default=0))
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    base = down + HEIGHT - BOTTOM

    def place(x: float, y: float) -> str:
        return f"{LEFT + x / far * wide:.1f},{base - y / high * tall:.1f}"

    return (
        f'<text class="title" x="{LEFT}" y="{down + 20}">{escape(panel.title)}</text>\n'
        f'<path class="axis" fill="none" d="M{LEFT},{down + TOP} V{base} H{WIDTH - RIGHT}"/>\n'
        f'<text x="{LEFT - 8}" y="{down + TOP + 5}" text-anchor="end">{high:,.0f}</text>\n'
        f'<text x="{LEFT - 8}" y="{base}" text-anchor="end">0</text>\n'
        f'<text x="{WIDTH - RIGHT}" y="{base + 20}" text-anchor="end">{far:,.0f} {escape(panel.along)}</text>\n'
        f'<polyline class="curve" points="{" ".join(place(x, y) for x, y in panel.points)}"/>\n'
    )


def _round_up(number: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 ... at or above ``number``."""
    step = 1.0
    while True:
        for factor in (1, 2, 5):
            if step * factor >= number:
                return step * factor
        step *= 10
