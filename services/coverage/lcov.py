"""Writes coverage as lcov does, which editors and build servers read."""

from services.coverage.model import Coverage, FileCoverage, totals_of


def as_lcov(coverage: Coverage) -> str:
    """Return the tracefile; each way of a decision is a branch of its line."""
    return ''.join(_file(path, file) for path, file in sorted(coverage.files.items()))


def _file(path: str, file: FileCoverage) -> str:
    lines = ['TN:', f'SF:{path}']
    lines += [
        f'BRDA:{branch.line},{branch.column},{number},{count or "-"}'
        for number, (branch, count) in enumerate(sorted(file.branches.items()))
    ]
    if file.branches:
        branches = totals_of(file.branches.values())
        lines += [f'BRF:{branches.total}', f'BRH:{branches.covered}']
    lines += [f'DA:{line},{count}' for line, count in sorted(file.lines.items())]
    totals = totals_of(file.lines.values())
    return '\n'.join([*lines, f'LF:{totals.total}', f'LH:{totals.covered}', 'end_of_record', ''])
