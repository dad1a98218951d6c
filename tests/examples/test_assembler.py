"""The assembler of the RISC-V template: its programs are up to date, its encodings right, its mistakes explained."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FIRMWARE = Path(__file__).parents[2] / 'examples' / 'riscv' / 'firmware'


def assemble(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run the assembler on a program, as a person would."""
    program = folder / 'program.s'
    program.write_text(source)
    command = [sys.executable, FIRMWARE / 'asm.py', program, folder / 'program.hex']
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def words(folder: Path) -> list[str]:
    """Return the words of the program that was assembled, without comments."""
    lines = (folder / 'program.hex').read_text().splitlines()
    return [line.split()[0] for line in lines if not line.startswith('@')]


@pytest.mark.parametrize('name', ['demo', 'selftest'])
def test_the_translated_programs_are_up_to_date(tmp_path: Path, name: str):
    assert assemble(tmp_path, (FIRMWARE / f'{name}.s').read_text()).returncode == 0
    assert (tmp_path / 'program.hex').read_text() == (FIRMWARE / f'{name}.hex').read_text()


@pytest.mark.parametrize(
    ('line', 'word'),
    [
        ('addi a0, zero, 5', '00500513'),
        ('add  a0, a1, a2', '00c58533'),
        ('sub  t0, t1, t2', '407302b3'),
        ('srai a0, a0, 3', '40355513'),
        ('lw   ra, 12(sp)', '00c12083'),
        ('sb   t6, -1(a0)', 'fff50fa3'),
        ('lui  a0, 0x12345', '12345537'),
        ('jalr x0, 0(ra)', '00008067'),
        ('beq  a0, a1, . - 4', 'feb50ee3'),
        ('jal  ra, . + 2048', '001000ef'),
        ("li   a0, 'A'", '04100513'),
        ('li   a0, 0x1000', '00001537'),
        ('ret', '00008067'),
        ('nop', '00000013'),
        ('ebreak', '00100073'),
        ('.byte 1, 2, 0xff, -1', 'ffff0201'),
        ('.asciz "ab#"  # a comment', '00236261'),
    ],
)
def test_an_instruction_becomes_the_word_of_the_specification(tmp_path: Path, line: str, word: str):
    assert assemble(tmp_path, line).stderr == ''
    assert words(tmp_path) == [word]


def test_large_numbers_take_two_instructions_that_make_up_for_the_sign(tmp_path: Path):
    assemble(tmp_path, 'li a0, 0x12345fff\n')
    assert words(tmp_path) == ['12346537', 'fff50513']


def test_labels_may_stand_behind_their_use_and_macros_may_use_macros(tmp_path: Path):
    source = '.macro one r\nli \\r, 1\n.endm\n.macro both a, b\none \\a\none \\b\n.endm\nj end\nboth t0, t1\nend: nop\n'
    assert assemble(tmp_path, source).stderr == ''
    assert words(tmp_path) == ['00c0006f', '00100293', '00100313', '00000013']


@pytest.mark.parametrize(
    ('source', 'message'),
    [
        ('nop\nfoo a0, a1\n', 'program.s: line 2: foo a0, a1: there is no instruction foo'),
        ('addi a0, a0, 5000\n', 'program.s: line 1: addi a0, a0, 5000: 5000 is not between -2048 and 2047'),
        ('add a0, a1, q9\n', 'program.s: line 1: add a0, a1, q9: q9 is no register'),
        ('add a0, a1\n', 'program.s: line 1: add a0, a1: an operand is missing'),
        ('j nowhere\n', 'program.s: line 1: j nowhere: nowhere is not known'),
        ('a:\na: nop\n', 'program.s: line 2: a: nop: the label a is already there'),
        ('lw a0, sp\n', 'program.s: line 1: lw a0, sp: sp should look like 8(sp)'),
        ('beq a0, a1, . + 8000\n', 'program.s: line 1: beq a0, a1, . + 8000: the target is 8000 bytes away'),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, source: str, message: str):
    result = assemble(tmp_path, source)
    assert result.returncode == 1
    assert result.stderr.startswith(message)
    assert not (tmp_path / 'program.hex').exists()
