"""The picture of a project for link previews and cards: its name and a piece of its last waveform, as PNG."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from PIL import Image, ImageDraw, ImageFont

from services.waveform.model import Form
from services.waveform.trace import Edge, Trace

WIDTH, HEIGHT = 1200, 630
LEFT, TOP, ROW = 230, 150, 50
ROWS = 8
MOST_EDGES = 400
SHOWN_EDGES = 48
BACKGROUND, PANEL, LINE = '#0b0e13', '#10141b', '#242c3a'
TEXT, SOFT, ACCENT, WAVE, UNKNOWN = '#e8edf5', '#94a1b6', '#5cc8ff', '#4fd6a0', '#ff6b6b'


@dataclass(frozen=True, slots=True)
class Row:
    """A signal and its first value changes."""

    name: str
    is_bit: bool
    edges: Sequence[Edge]


def draw(owner: str, name: str, description: str, trace: Trace | None) -> bytes:
    """Return the picture; without a trace it shows the names only."""
    image = Image.new('RGB', (WIDTH, HEIGHT), BACKGROUND)
    pen = ImageDraw.Draw(image)
    pen.text((48, 34), f'{owner} / {name}'[:48], fill=TEXT, font=_font(44))
    pen.text((48, 92), description[:90], fill=SOFT, font=_font(24))
    rows = choose_rows(trace) if trace else []
    if rows and trace:
        draw_rows(pen, rows, *span(rows, trace))
    elif not description:
        pen.text((48, 92), 'A chip design on a6hub', fill=SOFT, font=_font(24))
    pen.text((48, HEIGHT - 52), 'a6hub', fill=ACCENT, font=_font(28))
    out = io.BytesIO()
    image.save(out, 'PNG', optimize=True)
    return out.getvalue()


def choose_rows(trace: Trace) -> list[Row]:
    """Return the first signals that change, each recorded track once, those of the upper scopes first."""
    hierarchy = trace.hierarchy()
    seen: set[int] = set()
    rows: list[Row] = []
    for number, variable in islice(enumerate(hierarchy.variables), 200):
        track = hierarchy.tracks[variable.track]
        if variable.track in seen or track.form not in {Form.BIT, Form.VECTOR}:
            continue
        seen.add(variable.track)
        edges = list(islice(trace.edges(number), MOST_EDGES))
        if len(edges) > 1:
            rows.append(Row(variable.name, track.form == Form.BIT, edges))
        if len(rows) == ROWS:
            break
    return rows


def span(rows: Sequence[Row], trace: Trace) -> tuple[int, int]:
    """Return the time to show: as much as keeps the busiest signal readable."""
    busiest = max(rows, key=lambda row: len(row.edges))
    shown = busiest.edges[:SHOWN_EDGES]
    end = shown[-1].time if len(busiest.edges) > SHOWN_EDGES else trace.end
    return trace.start, max(end, trace.start + 1)


def draw_rows(pen: ImageDraw.ImageDraw, rows: Sequence[Row], start: int, end: int) -> None:
    """Draw every signal between two times."""
    scale = (WIDTH - LEFT - 48) / (end - start)
    pen.rectangle((0, TOP - 12, WIDTH, TOP + ROWS * ROW + 4), fill=PANEL)
    for number, row in enumerate(rows):
        y = TOP + number * ROW
        pen.line((48, y + ROW - 4, WIDTH - 48, y + ROW - 4), fill=LINE)
        pen.text((48, y + 8), row.name[:14], fill=SOFT, font=_font(22))
        points = [(LEFT + (edge.time - start) * scale, edge.value) for edge in row.edges if edge.time < end]
        points.append((float(WIDTH - 48), points[-1][1] if points else 'x'))
        (_draw_bit if row.is_bit else _draw_vector)(pen, y, points)


def _draw_bit(pen: ImageDraw.ImageDraw, y: int, points: list[tuple[float, str]]) -> None:
    for (x0, value), (x1, following) in pairwise(points):
        level = y + (6 if value in '1h' else 36)
        if value not in '01lh':
            pen.rectangle((x0, y + 6, x1, y + 36), outline=UNKNOWN)
            continue
        pen.line((x0, level, x1, level), fill=WAVE, width=2)
        if following != value:
            pen.line((x1, y + 6, x1, y + 36), fill=WAVE, width=2)


def _draw_vector(pen: ImageDraw.ImageDraw, y: int, points: list[tuple[float, str]]) -> None:
    for (x0, value), (x1, _) in pairwise(points):
        known = set(value) <= {'0', '1'}
        colour = ACCENT if known else UNKNOWN
        slant = min(5.0, (x1 - x0) / 2)
        shape = [(x0, y + 21), (x0 + slant, y + 6), (x1 - slant, y + 6), (x1, y + 21)]
        pen.polygon([*shape, (x1 - slant, y + 36), (x0 + slant, y + 36)], outline=colour)
        text = f'{int(value, 2):X}' if known else 'x'
        if x1 - x0 > 14 * len(text) + 12:
            pen.text((x0 + 10, y + 9), text, fill=TEXT, font=_font(20))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
