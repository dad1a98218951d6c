"""Names of worker processes, from which another worker on the same host can tell that one is dead."""

import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path

import psutil


def owner_name() -> str:
    """Name this process: its host as started last, its process id, and a random part."""
    return f'{host_name()}:{os.getpid()}:{secrets.token_hex(4)}'


def dead_owners(owners: Iterable[str], own: str) -> list[str]:
    """Return those of this host whose process is gone; those of other hosts are judged by their lease alone."""
    return [owner for owner in owners if owner != own and _is_dead(owner)]


def host_name() -> str:
    """Name this host and its last start."""
    boot = Path('/proc/sys/kernel/random/boot_id').read_text().strip().replace('-', '')
    return f'{socket.gethostname()[:60]}:{boot[:8]}'


def _is_dead(owner: str) -> bool:
    host, _, process = owner.rpartition(':')[0].rpartition(':')
    if host != host_name() or not process.isdigit():
        return False
    # An owner with our own process id is one that had it before us.
    return int(process) == os.getpid() or not psutil.pid_exists(int(process))
