"""One measured figure beside its goal, and the table of many."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, what it should be, and what it was compared with in the same run."""

    goal: str
    figure: float
    unit: str
    limit: str
    """`<= 3` or `>= 1000`; empty for a figure that has no goal."""
    compared_with: str = ''

    @property
    def met(self) -> bool:
        """Whether the figure keeps to its limit."""
        if not self.limit:
            return True
        sign, number = self.limit.split()
        return {'<=': self.figure <= float(number), '>=': self.figure >= float(number)}[sign]


Measure: TypeAlias = Callable[[], Iterable[Row]]
"""A measurement; its docstring says what it does, its name selects it."""


def as_table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown."""
    head = ['goal', 'figure', 'unit', 'limit', 'met', 'compared with']
    body = [
        [row.goal, f'{row.figure:,.4g}', row.unit, row.limit or '-', 'yes' if row.met else 'NO', row.compared_with]
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [head, *body]) for column in range(len(head))]
    lines = [head, ['-' * width for width in widths], *body]
    return '\n'.join('| ' + ' | '.join(cell.ljust(widths[i]) for i, cell in enumerate(line)) + ' |' for line in lines)


def as_json(rows: Sequence[Row]) -> str:
    """Return the rows as JSON."""
    return json.dumps([{**asdict(row), 'met': row.met} for row in rows], indent=2)
