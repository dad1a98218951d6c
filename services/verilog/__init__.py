"""A tolerant reader of Verilog and SystemVerilog: modules, ports, instances, hierarchy, testbenches.

It never fails: what it cannot read it passes over, since people look at their designs while they are half written.
"""

from services.verilog.comments import blank_comments
from services.verilog.design import Closure, Design, scan_all
from services.verilog.hierarchy import Node, hierarchy
from services.verilog.model import Direction, Dump, Instance, Port, SourceFile, Unit, UnitKind
from services.verilog.scanner import is_verilog, scan

__all__ = [
    'Closure',
    'Design',
    'Direction',
    'Dump',
    'Instance',
    'Node',
    'Port',
    'SourceFile',
    'Unit',
    'UnitKind',
    'blank_comments',
    'hierarchy',
    'is_verilog',
    'scan',
    'scan_all',
]
