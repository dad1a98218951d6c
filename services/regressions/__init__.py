"""Regressions: a matrix of runs, the table of their results, and what changed since earlier ones."""

from services.regressions.matrix import Cell, expand
from services.regressions.table import Row, Table, junit

__all__ = ['Cell', 'Row', 'Table', 'expand', 'junit']
