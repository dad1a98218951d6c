"""Reads a Tiny Tapeout project: what `info.yaml` says of it, and what it needs to be simulated here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from services.design_config import CONFIG_FILE
from services.paths import fold
from services.verilog import Design, Unit

INFO_FILE = 'info.yaml'
LARGEST_INFO = 64 * 1024
BENCH = 'test/tb_a6hub.v'

_PORTS = {'ui_in', 'uo_out', 'uio_in', 'uio_out', 'uio_oe', 'ena', 'clk', 'rst_n'}
_NAME = re.compile(r'[A-Za-z_]\w*')
_TEST = re.compile(r'^\s*@cocotb\.(test|parametrize)\b', re.MULTILINE)
_PLACEHOLDERS = {'', 'your name', 'your project title'}
_BENCH_TEXT = """// Resets the tile, then counts through its inputs for {cycles} cycles of the clock.
// a6hub wrote this bench when the project was imported; change it as you like.
`timescale 1ns / 1ps

module tb_a6hub;
  reg        clk = 0;
  reg        rst_n = 0;
  reg        ena = 1;
  reg  [7:0] ui_in = 0;
  reg  [7:0] uio_in = 0;
  wire [7:0] uo_out;
  wire [7:0] uio_out;
  wire [7:0] uio_oe;

  {top} tile (
      .ui_in  (ui_in),
      .uo_out (uo_out),
      .uio_in (uio_in),
      .uio_out(uio_out),
      .uio_oe (uio_oe),
      .ena    (ena),
      .clk    (clk),
      .rst_n  (rst_n)
  );

  always #{half_ns} clk = ~clk;

  initial begin
    $dumpfile("tb_a6hub.vcd");
    $dumpvars(0, tb_a6hub);
    repeat (10) @(negedge clk);
    rst_n = 1;
    repeat ({cycles}) @(negedge clk) ui_in = ui_in + 1;
    if (^uo_out === 1'bx) $display("uo_out has unknown bits after {cycles} cycles: %b", uo_out);
    $finish;
  end
endmodule
"""
CYCLES = 1000


@dataclass(frozen=True, slots=True)
class Tile:
    """What `info.yaml` says; empty where it says nothing."""

    title: str = ''
    author: str = ''
    description: str = ''
    language: str = ''
    top_module: str = ''
    source_files: Sequence[str] = ()
    clock_hz: int = 0
    is_drawn: bool = False
    """Made in Wokwi, so that the archive holds no source."""


@dataclass(slots=True)
class Setup:
    """Files that make the project simulate, and what its owner should know."""

    files: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_tile(text: str) -> Tile | None:
    """Return what the file says, None if it is not one of Tiny Tapeout."""
    try:
        data = yaml.safe_load(text[:LARGEST_INFO])
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    project, about = _table(data, 'project'), _table(data, 'documentation')
    if not project:
        return None
    both = {**about, **project}
    wokwi = _text(both.get('wokwi_id'))
    return Tile(
        title=_text(both.get('title')),
        author=_text(both.get('author')),
        description=_text(both.get('description')),
        language=_text(both.get('language')),
        top_module=_text(both.get('top_module')),
        source_files=[_text(name) for name in _list(both.get('source_files')) if _text(name)],
        clock_hz=_number(both.get('clock_hz')),
        is_drawn=wokwi not in {'', '0'},
    )


def set_up(tile: Tile, texts: Mapping[str, str]) -> Setup:
    """Return what the project lacks to be simulated; `texts` are its text files by path."""
    setup = Setup()
    if any(fold(path) == CONFIG_FILE for path in texts):
        return setup
    sources = [path for name in tile.source_files if (path := f'src/{name}') in texts]
    design = Design.read(texts)
    top = design.resolve(tile.top_module, 'src/') if _NAME.fullmatch(tile.top_module) else None
    if top is None or not sources:
        setup.notes.append(_unusable(tile, sources))
        return setup
    if len(sources) < len(tile.source_files):
        missing = [name for name in tile.source_files if f'src/{name}' not in texts]
        setup.notes.append(f'info.yaml names files that are not in src: {", ".join(missing[:8])}.')
    bench = _self_running(design, tile.top_module)
    if bench is not None:
        _configure(setup, bench.name, [*sources, *design.closure(bench).files])
        return setup
    tests = sorted(path for path, text in texts.items() if path.endswith('.py') and _TEST.search(text))
    if tests:
        setup.notes.append(f'A run starts the tests in {", ".join(tests[:4])} with cocotb; nothing was added.')
        return setup
    if {port.name for port in top.ports} != _PORTS or any(fold(path) == BENCH for path in texts):
        setup.notes.append(f'{tile.top_module} has no bench that runs by itself: add one that calls $finish.')
        return setup
    setup.files[BENCH] = _BENCH_TEXT.format(top=tile.top_module, cycles=CYCLES, half_ns=_half_period(tile.clock_hz))
    setup.notes.append(f'{BENCH} was added so that the tile simulates: it resets it and counts through its inputs.')
    _configure(setup, 'tb_a6hub', [*sources, BENCH])
    return setup


def _self_running(design: Design, top: str) -> Unit | None:
    """Return a bench of the tile that ends by itself, so that it needs nobody to drive it."""
    for bench in design.testbenches():
        units = design.closure(bench).units
        if any(unit.name == top for unit in units) and any(unit.tasks & {'$finish', '$fatal'} for unit in units):
            return bench
    return None


def _configure(setup: Setup, top: str, sources: Sequence[str]) -> None:
    listed = ', '.join(json.dumps(path, ensure_ascii=False) for path in dict.fromkeys(sources))
    setup.files[CONFIG_FILE] = f'[simulate]\ntop = "{top}"\nsources = [{listed}]\n'
    setup.notes.append(f'{CONFIG_FILE} was written from info.yaml: a run simulates {top}.')


def _unusable(tile: Tile, sources: Sequence[str]) -> str:
    if tile.is_drawn:
        return 'The tile is drawn in Wokwi, so the archive holds no source; add the Verilog that Wokwi exports to src.'
    if tile.language and 'verilog' not in tile.language.lower():
        return f'The tile is written in {tile.language[:60]}; runs simulate Verilog, so add what it generates to src.'
    if not sources:
        return 'info.yaml names no source file that is in src; correct source_files, then add an a6hub.toml.'
    return f'No file of src defines the top module {tile.top_module[:80]!r} of info.yaml; correct it there.'


def _half_period(clock_hz: int) -> int:
    return max(1, min(500_000, 500_000_000 // clock_hz)) if clock_hz > 0 else 10


def _table(data: Any, name: str) -> dict[str, Any]:
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 < value < 10**12 else 0


def _text(value: Any) -> str:
    """Return a scalar as one line; a placeholder of the official template says nothing."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ''
    text = ' '.join(str(value).split())[:2000]
    return '' if text.lower() in _PLACEHOLDERS else text
