"""A small assembler for RV32I: `python asm.py demo.s demo.hex` translates a program for `$readmemh`.

It knows all 40 instructions, the usual pseudo-instructions, macros with parameters, and the directives .org .align
.equ .word .half .byte .ascii .asciz .space. What it takes, GNU as takes too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAMES = (
    *('zero', 'ra', 'sp', 'gp', 'tp', 't0', 't1', 't2', 's0', 's1', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'),
    *('s2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 't3', 't4', 't5', 't6'),
)
REGISTERS = {name: number for number, name in enumerate(NAMES)} | {f'x{n}': n for n in range(32)} | {'fp': 8}

# Register with register: name -> (funct7, funct3).
OP = {
    **{'add': (0, 0), 'sub': (32, 0), 'sll': (0, 1), 'slt': (0, 2), 'sltu': (0, 3)},
    **{'xor': (0, 4), 'srl': (0, 5), 'sra': (32, 5), 'or': (0, 6), 'and': (0, 7)},
}
OP_IMM = {'addi': 0, 'slti': 2, 'sltiu': 3, 'xori': 4, 'ori': 6, 'andi': 7}
SHIFTS = {'slli': (0, 1), 'srli': (0, 5), 'srai': (32, 5)}
LOADS = {'lb': 0, 'lh': 1, 'lw': 2, 'lbu': 4, 'lhu': 5}
STORES = {'sb': 0, 'sh': 1, 'sw': 2}
BRANCHES = {'beq': 0, 'bne': 1, 'blt': 4, 'bge': 5, 'bltu': 6, 'bgeu': 7}
ALONE = {'fence': 0x0FF0000F, 'ecall': 0x00000073, 'ebreak': 0x00100073}
SIZES = {'.byte': 1, '.half': 2, '.word': 4}

# Pseudo-instructions that are one real instruction: $0 and $1 stand for their operands.
PSEUDO = {
    'nop': 'addi x0, x0, 0',
    'mv': 'addi $0, $1, 0',
    'not': 'xori $0, $1, -1',
    'neg': 'sub $0, x0, $1',
    'seqz': 'sltiu $0, $1, 1',
    'snez': 'sltu $0, x0, $1',
    'j': 'jal x0, $0',
    'call': 'jal ra, $0',
    'jr': 'jalr x0, 0($0)',
    'ret': 'jalr x0, 0(ra)',
    'beqz': 'beq $0, x0, $1',
    'bnez': 'bne $0, x0, $1',
    'bltz': 'blt $0, x0, $1',
    'bgez': 'bge $0, x0, $1',
    'bgtz': 'blt x0, $0, $1',
    'blez': 'bge x0, $0, $1',
    'bgt': 'blt $1, $0, $2',
    'ble': 'bge $1, $0, $2',
    'bgtu': 'bltu $1, $0, $2',
    'bleu': 'bgeu $1, $0, $2',
}


class AssemblyError(Exception):
    """The program cannot be translated."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One instruction or directive at its address; `text` is the line that it came from."""

    line: int
    address: int
    op: str
    args: tuple[str, ...]
    text: str


class Assembler:
    """Two passes: lay the program out and collect the labels, then encode."""

    def __init__(self) -> None:
        self.symbols: dict[str, int] = {}
        self.macros: dict[str, tuple[list[str], list[str]]] = {}
        self.statements: list[Statement] = []
        self.address = 0

    def assemble(self, source: str) -> dict[int, tuple[int, str]]:
        """Return address -> (word, source text) of a program."""
        for number, line in self.without_macros(source.splitlines()):
            with blamed(number, line):
                self.lay_out(number, line)
        memory: dict[int, int] = {}
        texts: dict[int, str] = {}
        for statement in self.statements:
            with blamed(statement.line, statement.text):
                data = self.encode(statement)
            memory |= {statement.address + offset: byte for offset, byte in enumerate(data)}
            texts.setdefault(statement.address & ~3, statement.text)
        words = sorted({address & ~3 for address in memory})
        return {
            word: (sum(memory.get(word + n, 0) << (8 * n) for n in range(4)), texts.get(word, '')) for word in words
        }

    # --- first pass ---

    def without_macros(self, lines: list[str]) -> Iterator[tuple[int, str]]:
        """Take the definitions of macros out and put their bodies where they are used."""
        name = ''
        for number, raw in enumerate(lines, start=1):
            line = without_comment(raw)
            op, _, rest = line.partition(' ')
            if op == '.macro':
                name, *parameters = rest.replace(',', ' ').split()
                self.macros[name] = (parameters, [])
            elif op == '.endm':
                name = ''
            elif name:
                self.macros[name][1].append(line)
            else:
                yield from ((number, text) for text in self.unfolded(line))

    def unfolded(self, line: str) -> Iterator[str]:
        """Put the body of a macro where it is used; it may use other macros."""
        op, _, rest = line.partition(' ')
        if op not in self.macros:
            yield line
            return
        parameters, body = self.macros[op]
        values = dict(zip(parameters, operands(rest), strict=True))
        for template in body:
            yield from self.unfolded(re.sub(r'\\(\w+)', lambda match: values[match[1]], template))

    def lay_out(self, number: int, line: str) -> None:
        """Give a line its address and note the labels before it."""
        self.symbols['.'] = self.address
        while match := re.match(r'([A-Za-z_]\w*):\s*', line):
            if match[1] in self.symbols:
                raise AssemblyError(f'the label {match[1]} is already there')
            self.symbols[match[1]] = self.address
            line = line[match.end() :]
        op, _, rest = line.partition(' ')
        args = operands(rest)
        if op == '.equ':
            self.symbols[args[0]] = self.value(args[1])
        elif op == '.org':
            self.address = self.value(args[0])
        elif op == '.align':
            self.address += -self.address % (1 << self.value(args[0]))
        elif op:
            for real_op, real_args in self.expanded(op, args):
                statement = Statement(number, self.address, real_op, real_args, line)
                self.statements.append(statement)
                self.address += self.size(statement)

    def expanded(self, op: str, args: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """Replace a pseudo-instruction by what it stands for."""
        if op == 'la':
            return [('lui', (args[0], f'%hi({args[1]})')), ('addi', (args[0], args[0], f'%lo({args[1]})'))]
        if op == 'li':
            value = self.value(args[1])
            if -2048 <= value < 2048:
                return [('addi', (args[0], 'x0', str(value)))]
            low = [] if value & 0xFFF == 0 else [('addi', (args[0], args[0], f'%lo({value})'))]
            return [('lui', (args[0], f'%hi({value})')), *low]
        if op in PSEUDO:
            real, _, rest = PSEUDO[op].partition(' ')
            return [(real, operands(re.sub(r'\$(\d)', lambda match: args[int(match[1])], rest)))]
        return [(op, args)]

    def size(self, statement: Statement) -> int:
        """Return how many bytes a statement takes."""
        if statement.op in SIZES:
            return SIZES[statement.op] * len(statement.args)
        if statement.op == '.space':
            return self.value(statement.args[0])
        if statement.op in ('.ascii', '.asciz'):
            return len(string(statement))
        return 4

    # --- second pass ---

    def encode(self, statement: Statement) -> bytes:
        """Return the bytes of a statement."""
        op, args = statement.op, statement.args
        self.symbols['.'] = statement.address
        if op in SIZES:
            size = SIZES[op]
            return b''.join((self.value(arg) % (1 << 8 * size)).to_bytes(size, 'little') for arg in args)
        if op == '.space':
            return bytes(self.value(args[0]))
        if op in ('.ascii', '.asciz'):
            return string(statement)
        if statement.address % 4:
            raise AssemblyError('an instruction must stand at a multiple of 4: put .align 2 before it')
        return self.instruction(op, args, statement.address).to_bytes(4, 'little')

    def instruction(self, op: str, args: tuple[str, ...], address: int) -> int:
        """Return the 32 bits of an instruction."""
        if op in ALONE:
            return ALONE[op]
        if op in OP:
            funct7, funct3 = OP[op]
            return funct7 << 25 | reg(args[2]) << 20 | reg(args[1]) << 15 | funct3 << 12 | reg(args[0]) << 7 | 0x33
        if op in SHIFTS:
            high, funct3 = SHIFTS[op]
            return i_type(high << 5 | self.ranged(args[2], 0, 31), reg(args[1]), funct3, reg(args[0]), 0x13)
        if op in OP_IMM:
            return i_type(self.ranged(args[2], -2048, 2047), reg(args[1]), OP_IMM[op], reg(args[0]), 0x13)
        if op in LOADS or op == 'jalr':
            offset, base = self.indirect(args[1])
            return i_type(offset, base, LOADS.get(op, 0), reg(args[0]), 0x67 if op == 'jalr' else 0x03)
        if op in STORES:
            offset, base = self.indirect(args[1])
            high, low = bits(offset, 11, 5), bits(offset, 4, 0)
            return high << 25 | reg(args[0]) << 20 | base << 15 | STORES[op] << 12 | low << 7 | 0x23
        if op in ('lui', 'auipc'):
            return self.ranged(args[1], 0, 0xFFFFF) << 12 | reg(args[0]) << 7 | (0x37 if op == 'lui' else 0x17)
        return self.jump(op, args, address)

    def jump(self, op: str, args: tuple[str, ...], address: int) -> int:
        """Return the 32 bits of a branch or a JAL; both hold the distance to their target."""
        if op not in BRANCHES and op != 'jal':
            raise AssemblyError(f'there is no instruction {op}')
        distance = self.value(args[-1]) - address
        if op in BRANCHES:
            if not -4096 <= distance < 4096:
                raise AssemblyError(f'the target is {distance} bytes away, a branch reaches 4095')
            high = bits(distance, 12, 12) << 6 | bits(distance, 10, 5)
            low = bits(distance, 4, 1) << 1 | bits(distance, 11, 11)
            return high << 25 | reg(args[1]) << 20 | reg(args[0]) << 15 | BRANCHES[op] << 12 | low << 7 | 0x63
        high = bits(distance, 20, 20) << 19 | bits(distance, 10, 1) << 9
        low = bits(distance, 11, 11) << 8 | bits(distance, 19, 12)
        return (high | low) << 12 | reg(args[0]) << 7 | 0x6F

    # --- operands ---

    def indirect(self, text: str) -> tuple[int, int]:
        """Return offset and register of an operand such as `8(sp)`."""
        match = re.fullmatch(r'(.*)\((\w+)\)', text)
        if match is None:
            raise AssemblyError(f'{text} should look like 8(sp)')
        return self.ranged(match[1] or '0', -2048, 2047), reg(match[2])

    def ranged(self, text: str, low: int, high: int) -> int:
        """Return a value that must fit the field of its instruction."""
        value = self.value(text)
        if not low <= value <= high:
            raise AssemblyError(f'{value} is not between {low} and {high}')
        return value

    def value(self, text: str) -> int:
        """Return the value of a number, a character, a symbol, `.` (here), a sum of two, or %hi() and %lo() of one."""
        if match := re.fullmatch(r'%(hi|lo)\((.*)\)', text):
            value = self.value(match[2])
            low = (value + 0x800) % 0x1000 - 0x800  # ADDI adds it with its sign, so %hi makes up for that
            return low if match[1] == 'lo' else (value - low) >> 12 & 0xFFFFF
        if match := re.fullmatch(r'(.+?)\s*([+-])\s*(\w+)', text):
            return self.value(match[1]) + int(match[2] + '1') * self.value(match[3])
        if re.fullmatch(r"'.'", text):
            return ord(text[1])
        if re.fullmatch(r'[-+]?\d\w*', text):
            return int(text, 0)
        if text in self.symbols:
            return self.symbols[text]
        raise AssemblyError(f'{text} is not known')


@contextmanager
def blamed(number: int, text: str) -> Iterator[None]:
    """Add the line to what goes wrong in it."""
    try:
        yield
    except IndexError:
        raise AssemblyError(f'line {number}: {text}: an operand is missing') from None
    except (AssemblyError, ValueError) as error:
        raise AssemblyError(f'line {number}: {text}: {error}') from None


def without_comment(line: str) -> str:
    """Cut a comment off, unless its # stands in a string or is a character."""
    return re.sub(r"""("(?:\\.|[^"])*"|'.')|\s*#.*""", lambda match: match[1] or '', line).strip()


def operands(text: str) -> tuple[str, ...]:
    """Split operands at their commas, except inside a string."""
    return tuple(part.strip() for part in re.findall(r'"(?:\\.|[^"])*"|[^,]+', text) if part.strip())


def string(statement: Statement) -> bytes:
    """Return the bytes of .ascii or .asciz."""
    text = statement.args[0][1:-1].replace('\\n', '\n').replace('\\"', '"').replace('\\0', '\0').replace('\\\\', '\\')
    return text.encode() + (b'\0' if statement.op == '.asciz' else b'')


def reg(name: str) -> int:
    """Return the number of a register."""
    if name not in REGISTERS:
        raise AssemblyError(f'{name} is no register')
    return REGISTERS[name]


def bits(value: int, high: int, low: int) -> int:
    """Return some bits of a number, which may be negative."""
    return value >> low & (1 << high - low + 1) - 1


def i_type(imm: int, rs1: int, funct3: int, rd: int, opcode: int) -> int:
    """Return an instruction with a 12-bit immediate."""
    return bits(imm, 11, 0) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode


def listing(program: dict[int, tuple[int, str]]) -> str:
    """Return the text for $readmemh; the source stands beside each word as a comment."""
    lines = []
    expected = -1
    for address, (word, text) in program.items():
        if address != expected:
            lines.append(f'@{address // 4:08x}')
        lines.append(f'{word:08x}  // {address:04x}  {text}'.rstrip())
        expected = address + 4
    return '\n'.join(lines) + '\n'


def main() -> None:
    """Translate one file into another."""
    if len(sys.argv) != 3:
        sys.exit('usage: python asm.py PROGRAM.s PROGRAM.hex')
    source, target = map(Path, sys.argv[1:])
    try:
        program = Assembler().assemble(source.read_text(encoding='utf-8'))
    except AssemblyError as error:
        sys.exit(f'{source.name}: {error}')
    target.write_text(listing(program), encoding='utf-8')


if __name__ == '__main__':
    main()
