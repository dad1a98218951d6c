"""The hardware description languages, and which files are written in them."""

import posixpath
from enum import StrEnum

VERILOG_SUFFIXES = ('.v', '.vh', '.verilog', '.vlg')
SYSTEM_VERILOG_SUFFIXES = ('.sv', '.svh')
VHDL_SUFFIXES = ('.vhd', '.vhdl')
HEADER_SUFFIXES = ('.vh', '.svh')


class Language(StrEnum):
    """What a source file is written in."""

    VERILOG = 'verilog'
    SYSTEM_VERILOG = 'systemverilog'
    VHDL = 'vhdl'


def language_of(path: str) -> Language | None:
    """Return the language that a file's name tells, None for a file that is no source."""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in SYSTEM_VERILOG_SUFFIXES:
        return Language.SYSTEM_VERILOG
    if suffix in VHDL_SUFFIXES:
        return Language.VHDL
    return Language.VERILOG if suffix in VERILOG_SUFFIXES else None


def is_header(path: str) -> bool:
    """Say whether a file is only ever included."""
    return path.lower().endswith(HEADER_SUFFIXES)
