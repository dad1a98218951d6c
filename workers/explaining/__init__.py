"""Explains failures: from what tools print to what happened, where, why, and what to do next.

`after_run` and `before_run` are called by the runner; `KINDS` is the table of all kinds, which docs/failures.md shows.
"""

from workers.explaining.aftermath import Explainer
from workers.explaining.registry import KINDS, THEMES

__all__ = ['KINDS', 'THEMES', 'Explainer']
