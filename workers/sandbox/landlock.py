"""The fallback where namespaces are refused: Landlock rules and the filter, put on a child before its program starts.

Everything that can fail or allocate happens in the parent; the child makes three system calls.
"""

import ctypes
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from workers.sandbox import seccomp

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER_MODE = 22, 38, 2
VERSION_FLAG, PATH_RULE = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
FIRST_ACCESSES, REFER, TRUNCATE, DEVICE_CONTROL = (1 << 13) - 1, 1 << 13, 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
FILE_ONLY = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_CONTROL
NETWORK, SCOPES = 0b11, 0b11
NETWORK_ABI, SCOPE_ABI = 4, 6

SYSTEM = ('/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc/alternatives', '/etc/ld.so.cache')
DEVICES = ('/dev/null', '/dev/zero', '/dev/urandom', '/dev/random')

Prepare: TypeAlias = Callable[[], None]

_libc = ctypes.CDLL(None, use_errno=True)


def abi() -> int:
    """Return the version of Landlock that the kernel speaks, 0 where it speaks none."""
    return max(0, int(_libc.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)))


def confinement(workspace: Path, read_only: tuple[Path, ...] = ()) -> tuple[int, Prepare]:
    """Return a ruleset's descriptor (to close afterwards) and the function that puts rules and filter on a child."""
    ruleset = _ruleset(abi(), [*SYSTEM, *map(str, read_only)], [str(workspace), *DEVICES])
    code = seccomp.program(without_namespaces=True)
    instructions = ctypes.create_string_buffer(code, len(code))
    header = struct.pack('HxxxxxxQ', len(code) // 8, ctypes.addressof(instructions))
    program = ctypes.create_string_buffer(header, len(header))

    def confine() -> None:
        _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _check(_libc.syscall(RESTRICT_SELF, ruleset, 0))
        _check(_libc.prctl(PR_SET_SECCOMP, FILTER_MODE, program, 0, 0))
        _ = instructions  # the program points into it

    return ruleset, confine


def _ruleset(version: int, readable: list[str], writable: list[str]) -> int:
    if version < NETWORK_ABI:
        raise OSError(f'Landlock {version or "missing"}: version {NETWORK_ABI} is the first that closes the network')
    handled = FIRST_ACCESSES | REFER | TRUNCATE | (DEVICE_CONTROL if version >= SCOPE_ABI - 1 else 0)
    attributes = struct.pack('QQQ', handled, NETWORK, SCOPES if version >= SCOPE_ABI else 0)
    size = len(attributes) if version >= SCOPE_ABI else 16
    ruleset = int(_libc.syscall(CREATE_RULESET, ctypes.create_string_buffer(attributes, len(attributes)), size, 0))
    _check(ruleset)
    for path in readable:
        _allow(ruleset, path, READ & handled)
    for path in writable:
        _allow(ruleset, path, handled)
    return ruleset


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not Path(path).is_dir():
            access &= FILE_ONLY
        rule = ctypes.create_string_buffer(struct.pack('=Qi', access, target))
        _check(_libc.syscall(ADD_RULE, ruleset, PATH_RULE, rule, 0))
    finally:
        os.close(target)


def _check(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
