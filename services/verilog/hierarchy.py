"""The tree of instances of a design, as the hierarchy panel shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.verilog.design import Design
from services.verilog.model import Instance, Unit

MOST_NODES = 20_000
BUDGET = 4_000_000
"""Characters that are read whole; a panel must not hold up a web process for long."""
DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Node:
    """An instance: `file` and `line` are where its module is defined, or where it is used if nobody defines it."""

    name: str
    module: str
    file: str
    line: int
    instance_file: str = ''
    instance_line: int = 0
    defined: bool = True
    testbench: bool = False
    children: tuple['Node', ...] = ()


def hierarchy(files: Mapping[str, str]) -> tuple[Node, ...]:
    """Return one tree for each module that no other uses, testbenches first; `files` maps paths to texts."""
    return trees_of(Design.read(files, budget=BUDGET))


def trees_of(design: Design) -> tuple[Node, ...]:
    """Return the trees of a design that was read before."""
    benches = design.testbenches()
    others = [unit for unit in design.roots() if unit not in benches]
    builder = TreeBuilder(design)
    return tuple(
        [builder.root(unit, testbench=True) for unit in benches]
        + [builder.root(unit, testbench=False) for unit in others]
    )


class TreeBuilder:
    """Builds trees within a number of nodes, so that a design that uses itself ends too."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._left = MOST_NODES

    def root(self, unit: Unit, testbench: bool) -> Node:
        """Build the tree of a top module."""
        children = self._children(unit, (unit.name,))
        return Node(unit.name, unit.name, unit.path, unit.line, testbench=testbench, children=children)

    def _children(self, unit: Unit, above: tuple[str, ...]) -> tuple[Node, ...]:
        return tuple(node for instance in unit.instances if (node := self._node(instance, unit, above)) is not None)

    def _node(self, instance: Instance, inside: Unit, above: tuple[str, ...]) -> Node | None:
        self._left -= 1
        if self._left < 0:
            return None
        target = self._design.resolve(instance.module, inside.path)
        if target is None:
            return Node(
                instance.name, instance.module, inside.path, instance.line, inside.path, instance.line, defined=False
            )
        endless = instance.module in above or len(above) > DEEPEST
        children = () if endless else self._children(target, (*above, instance.module))
        return Node(instance.name, target.name, target.path, target.line, inside.path, instance.line, children=children)
