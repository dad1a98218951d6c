"""A small design with one mistake, and the topic under which it should be told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A design with one mistake, and the topic under which it should be told."""

    name: str
    topic: str
    text: str
    suffix: str = '.v'
    tolerance: int = 0

    @property
    def line(self) -> int:
        return next(number for number, line in enumerate(self.text.splitlines(), 1) if line.endswith('//!'))
