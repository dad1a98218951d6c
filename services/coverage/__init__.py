"""What testbenches reached of a design: read from Verilator's data, merged over runs, told as JSON and lcov."""

from services.coverage.lcov import as_lcov
from services.coverage.model import Branch, Coverage, FileCoverage, Toggle, Totals
from services.coverage.reading import read_data, stored_coverage

__all__ = ['Branch', 'Coverage', 'FileCoverage', 'Toggle', 'Totals', 'as_lcov', 'read_data', 'stored_coverage']
