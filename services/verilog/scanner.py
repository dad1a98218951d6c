"""Reads one file: its units with their ports, instances and what a testbench shows of itself."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from threading import Lock

from services.verilog.body import BodyReader
from services.verilog.header import read_header
from services.verilog.model import SourceFile, Unit, UnitKind
from services.verilog.tokens import Kind, Token, Tokenizer

SUFFIXES = ('.v', '.sv', '.vh', '.svh', '.verilog', '.vlg')
MEMORY_FILE = re.compile(r'"([\w./-]+\.(?:hex|mem|bin|dat|coe|mif))"')
READS_MEMORY = ('$readmemh', '$readmemb')
PLAIN_PATH = re.compile(r'[\w./ +-]+')
OPENERS = {
    'module': (UnitKind.MODULE, 'endmodule'),
    'macromodule': (UnitKind.MODULE, 'endmodule'),
    'interface': (UnitKind.INTERFACE, 'endinterface'),
    'package': (UnitKind.PACKAGE, 'endpackage'),
    'primitive': (UnitKind.PRIMITIVE, 'endprimitive'),
    'program': (UnitKind.PROGRAM, 'endprogram'),
}
DEFINITION = re.compile(
    r'^[ \t]*(' + '|'.join(OPENERS) + r')\s+(?:automatic\s+|static\s+)?([A-Za-z_]\w*)', re.MULTILINE
)
NOT_A_DEFINITION = frozenset({'extern', 'virtual', 'bind', 'class'})


class Kept:
    """What was read last, by the digests of the texts, so that the texts themselves are let go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[tuple[str, bytes, frozenset[str]], SourceFile] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, bytes, frozenset[str]]) -> SourceFile | None:
        """Return what was read, None where it was not, or is forgotten."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, key: tuple[str, bytes, frozenset[str]], found: SourceFile) -> None:
        """Keep what was read, and forget what was asked for least recently."""
        with self._lock:
            self._found[key] = found
            while len(self._found) > self._most:
                self._found.popitem(last=False)


KEPT = Kept(1000)


def is_verilog(path: str) -> bool:
    """Say whether a file's name is one of Verilog or SystemVerilog."""
    return path.lower().endswith(SUFFIXES)


def scan(path: str, text: str, defines: Collection[str] = ()) -> SourceFile:
    """Read one file; `defines` are the macros given on the command line."""
    # Most files are the same as at the run before.
    key = path, hashlib.blake2b(text.encode('utf-8', 'surrogatepass')).digest(), frozenset(defines)
    found = KEPT.get(key)
    if found is None:
        found = _scan(path, text, key[2])
        KEPT.put(key, found)
    return found


def scan_names(path: str, text: str) -> SourceFile:
    """Read only which units a file defines: for files so long that reading them whole would hold everybody up."""
    units: list[Unit] = []
    line, counted = 1, 0
    for match in DEFINITION.finditer(text):
        line += text.count('\n', counted, match.start(1))
        counted = match.start(1)
        units.append(Unit(OPENERS[match[1]][0], match[2], path, line, line))
    return SourceFile(path, tuple(units))


def _scan(path: str, text: str, defines: frozenset[str]) -> SourceFile:
    tokenizer = Tokenizer(text, defines)
    tokens = tokenizer.tokens()
    units, includes = tuple(_units(path, tokens)), tuple(tokenizer.includes)
    return SourceFile(path, units, includes, frozenset(tokenizer.defines), frozenset(tokenizer.undefined))


def _units(path: str, tokens: list[Token]) -> list[Unit]:
    units: list[Unit] = []
    at = 0
    while at < len(tokens):
        opener = OPENERS.get(tokens[at].text) if tokens[at].kind is Kind.WORD else None
        if opener is None or (at and tokens[at - 1].text in NOT_A_DEFINITION):
            at += 1
            continue
        kind, closer = opener
        end = _closing(tokens, at, closer)
        unit = _unit(path, kind, tokens[at:end])
        if unit is not None:
            units.append(unit)
        at = end + 1
    # What a file imports before its modules holds for all of them.
    shared = _packages(
        [token for token in tokens if not any(unit.line <= token.line <= unit.end_line for unit in units)]
    )
    return [replace(unit, references=unit.references | (shared - {unit.name})) for unit in units] if shared else units


def _closing(tokens: list[Token], start: int, closer: str) -> int:
    """Return where the unit ends: its closing word, the next module, or the end of the file."""
    for at in range(start + 1, len(tokens)):
        text = tokens[at].text
        if text == closer:
            return at
        if text == 'module' and closer == 'endmodule' and tokens[at - 1].text != 'extern':
            return at - 1
    return len(tokens)


def _unit(path: str, kind: UnitKind, tokens: list[Token]) -> Unit | None:
    header = read_header(tokens)
    if header is None:
        return None
    body = BodyReader(tokens[header.end :], {port.name: port for port in header.ports})
    if kind in (UnitKind.MODULE, UnitKind.INTERFACE, UnitKind.PROGRAM):
        body.read()
    return Unit(
        kind=kind,
        name=header.name,
        path=path,
        line=tokens[0].line,
        end_line=tokens[-1].line,
        ports=tuple(body.ports.values()),
        instances=tuple(body.instances),
        references=header.references | _packages(tokens),
        tasks=frozenset(token.text for token in tokens if token.kind is Kind.TASK),
        dumps=tuple(body.dumps),
        has_processes=body.has_processes,
        memory_files=_memory_files(tokens),
    )


def _memory_files(tokens: list[Token]) -> frozenset[str]:
    likely = {found[1] for token in tokens if (found := MEMORY_FILE.fullmatch(token.text))}
    # What is read as a memory is one, whatever it is called.
    read = {
        tokens[at + 2].text[1:-1]
        for at in range(len(tokens) - 2)
        if tokens[at].text in READS_MEMORY and tokens[at + 2].kind is Kind.STRING and tokens[at + 1].text == '('
    }
    return frozenset(likely | {name for name in read if PLAIN_PATH.fullmatch(name)})


def _packages(tokens: list[Token]) -> frozenset[str]:
    return frozenset(before.text for before, sign in pairwise(tokens) if sign.text == '::' and before.text != '::')
