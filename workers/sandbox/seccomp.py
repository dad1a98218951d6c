"""The system call filter: a classic BPF program that denies what no EDA tool needs."""

import os
import platform
import struct
from dataclasses import dataclass
from functools import cache

# x86_64 number, aarch64 number; 0 where the architecture has no such call
DENIED: dict[str, tuple[int, int]] = {
    'acct': (163, 89),
    'add_key': (248, 217),
    'bpf': (321, 280),
    'chroot': (161, 51),
    'create_module': (174, 0),
    'delete_module': (176, 106),
    'fanotify_init': (300, 262),
    'finit_module': (313, 273),
    'fsconfig': (431, 431),
    'fsmount': (432, 432),
    'fsopen': (430, 430),
    'fspick': (433, 433),
    'init_module': (175, 105),
    'io_uring_enter': (426, 426),
    'io_uring_register': (427, 427),
    'io_uring_setup': (425, 425),
    'ioperm': (173, 0),
    'iopl': (172, 0),
    'kcmp': (312, 272),
    'kexec_file_load': (320, 294),
    'kexec_load': (246, 104),
    'keyctl': (250, 219),
    'lookup_dcookie': (212, 18),
    # Memory that belongs to no process is memory that no watchdog finds.
    'memfd_create': (319, 279),
    'memfd_secret': (447, 447),
    'shmget': (29, 194),
    'msgget': (68, 186),
    'semget': (64, 190),
    'mq_open': (240, 180),
    'migrate_pages': (256, 238),
    'mount': (165, 40),
    'modify_ldt': (154, 0),
    'mount_setattr': (442, 442),
    'move_mount': (429, 429),
    'move_pages': (279, 239),
    'name_to_handle_at': (303, 264),
    'nfsservctl': (180, 42),
    'open_by_handle_at': (304, 265),
    'open_tree': (428, 428),
    'open_tree_attr': (467, 467),
    'perf_event_open': (298, 241),
    'pidfd_getfd': (438, 438),
    'pivot_root': (155, 41),
    'process_vm_readv': (310, 270),
    'process_vm_writev': (311, 271),
    'ptrace': (101, 117),
    'quotactl': (179, 60),
    'quotactl_fd': (443, 443),
    'reboot': (169, 142),
    'request_key': (249, 218),
    'setdomainname': (171, 162),
    'sethostname': (170, 161),
    'setns': (308, 268),
    'swapoff': (168, 225),
    'swapon': (167, 224),
    'syslog': (103, 116),
    'umount2': (166, 39),
    'unshare': (272, 97),
    'userfaultfd': (323, 282),
    'uselib': (134, 0),
    'vhangup': (153, 58),
}
# Without a pid namespace a process group is all that holds a job's processes together, and without a mount namespace
# every service of the host that listens on a path can be reached, which Landlock does not forbid.
WITHOUT_NAMESPACES: dict[str, tuple[int, int]] = {'setpgid': (109, 154), 'setsid': (112, 157), 'socket': (41, 198)}

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NEW_NAMESPACE_FLAGS = 0x7E020000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
AF_UNIX = 1
NUMBER, ARCHITECTURE, ARGUMENT_0, ARGUMENT_1 = 0, 4, 16, 24
X32_BIT = 0x40000000
CLONE3 = 435


@dataclass(frozen=True, slots=True)
class Architecture:
    """What differs between processors: the audit id, the column of the table and three numbers."""

    audit: int
    column: int
    clone: int
    ioctl: int
    socket: int


ARCHITECTURES = {
    'x86_64': Architecture(0xC000003E, 0, 56, 16, 41),
    'aarch64': Architecture(0xC00000B7, 1, 220, 29, 198),
}


@cache
def program(machine: str = '', without_namespaces: bool = False) -> bytes:
    """Return the filter for this processor; `without_namespaces` it must forbid more."""
    architecture = ARCHITECTURES.get(machine or platform.machine())
    if architecture is None:
        raise OSError(f'no system call table for {machine or platform.machine()}')
    denied = DENIED | (WITHOUT_NAMESPACES if without_namespaces else {})
    numbers = [number for pair in denied.values() if (number := pair[architecture.column])]
    code = [*_only_native(architecture)]
    for number in numbers:
        code += [_op(EQUAL, number, 0, 1), _op(RETURN, ERRNO | EPERM)]
    code += [_op(EQUAL, CLONE3, 0, 1), _op(RETURN, ERRNO | ENOSYS)]
    code += _refuse_argument(architecture.clone, ARGUMENT_0, [_op(ANY_BIT, NEW_NAMESPACE_FLAGS, 0, 1)], EPERM)
    terminal = [_op(EQUAL, TIOCSTI, 1, 0), _op(EQUAL, TIOCLINUX, 0, 1)]
    code += _refuse_argument(architecture.ioctl, ARGUMENT_1, terminal, EPERM)
    code += _refuse_argument(architecture.socket, ARGUMENT_0, [_op(EQUAL, AF_UNIX, 1, 0)], EAFNOSUPPORT)
    code.append(_op(RETURN, ALLOW))
    return b''.join(code)


def program_fd(without_namespaces: bool = False) -> int:
    """Return a fresh descriptor from which the filter can be read once."""
    reader, writer = os.pipe2(os.O_CLOEXEC)
    os.write(writer, program(without_namespaces=without_namespaces))
    os.close(writer)
    return reader


def _op(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack('HBBI', code, if_true, if_false, operand)


def _only_native(architecture: Architecture) -> list[bytes]:
    native = [_op(LOAD, ARCHITECTURE), _op(EQUAL, architecture.audit, 1, 0), _op(RETURN, KILL), _op(LOAD, NUMBER)]
    if architecture.column == 0:
        native += [_op(AT_LEAST, X32_BIT, 0, 1), _op(RETURN, KILL)]
    return native


def _refuse_argument(call: int, argument: int, tests: list[bytes], errno: int) -> list[bytes]:
    """Return the branch for one call: load an argument, refuse where the tests say so, allow otherwise.

    The last test jumps over one instruction (the refusal) where the argument is harmless.
    """
    branch = [_op(LOAD, argument), *tests, _op(RETURN, ERRNO | errno), _op(RETURN, ALLOW)]
    return [_op(EQUAL, call, 0, len(branch)), *branch]
