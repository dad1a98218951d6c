"""Explains failures: from what tools print to what happened, where, why, and what to do next.

The runner asks an `Explainer` while the sandbox is open and when the run has ended.
`KINDS` is the table of all kinds, which docs/failures.md shows.
"""

from workers.explaining.aftermath import Explainer, own_fault
from workers.explaining.registry import KINDS, THEMES

__all__ = ['KINDS', 'THEMES', 'Explainer', 'own_fault']
