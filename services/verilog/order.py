"""Puts the files of a design into an order that compiles: what is leant on comes before what leans on it."""

from collections.abc import Callable, Iterable, Mapping

from services.verilog.model import Unit, UnitKind

FIRST = frozenset({UnitKind.PACKAGE, UnitKind.INTERFACE})
VHDL_SUFFIXES = ('.vhd', '.vhdl')


def in_order(paths: Iterable[str], units: Iterable[Unit], resolve: Callable[[str, str], Unit | None]) -> list[str]:
    """Return the paths; those that need no other place keep the order that they are given in."""
    wanted = list(paths)
    needs = _needs(units, resolve)
    found: dict[str, None] = {}
    for path in wanted:
        _visit(path, needs, found)
    chosen = set(wanted)
    return [path for path in found if path in chosen]


def _needs(units: Iterable[Unit], resolve: Callable[[str, str], Unit | None]) -> dict[str, list[str]]:
    needs: dict[str, dict[str, None]] = {}
    for unit in units:
        is_vhdl = unit.path.lower().endswith(VHDL_SUFFIXES)
        names = sorted(unit.references | ({each.module for each in unit.instances} if is_vhdl else set()))
        for name in names:
            target = resolve(name, unit.path)
            if target is None or target.path == unit.path or target.kind is UnitKind.ARCHITECTURE:
                continue
            if target.kind in FIRST or is_vhdl:
                needs.setdefault(unit.path, {})[target.path] = None
    return {path: list(others) for path, others in needs.items()}


def _visit(path: str, needs: Mapping[str, list[str]], found: dict[str, None]) -> None:
    """Add what a file needs, then the file; files that need each other keep the order in which they are met."""
    pending, entered = [(path, iter(needs.get(path, ())))], {path}
    while pending:
        here, others = pending[-1]
        following = next((other for other in others if other not in found and other not in entered), None)
        if following is None:
            pending.pop()
            found.setdefault(here)
        else:
            entered.add(following)
            pending.append((following, iter(needs.get(following, ()))))
