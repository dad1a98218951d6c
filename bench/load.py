"""Many requests at once with wrk, on another core than the server's."""

import re
import subprocess
from dataclasses import dataclass

import psutil

SERVER_CORE = ('taskset', '--cpu-list', '0')
CLIENT_CORE = ('taskset', '--cpu-list', '1')
UNITS_MS = {'us': 0.001, 'ms': 1.0, 's': 1000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load."""

    requests_per_s: float
    p99_ms: float
    cpu_us: float
    """What one request cost the server, however busy the machine was with other things."""


def load(url: str, server: psutil.Process, token: str = '', *, connections: int = 32, seconds: int = 10) -> Load:
    """Ask for one address over many connections, after a short run that warms up."""
    _wrk(url, token, connections, 2)
    before = cpu_s(server)
    text = _wrk(url, token, connections, seconds)
    cpu_us = (cpu_s(server) - before) * 1e6 / int(_found(r'(\d+) requests in', text).group(1))
    number, unit = _found(r'99%\s+([\d.]+)(us|ms|s)', text).groups()
    return Load(float(_found(r'Requests/sec:\s+([\d.]+)', text).group(1)), float(number) * UNITS_MS[unit], cpu_us)


def cpu_s(process: psutil.Process) -> float:
    """Return the processor time that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _wrk(url: str, token: str, connections: int, seconds: int) -> str:
    header = ['-H', f'Authorization: Bearer {token}'] if token else []
    argv = [*CLIENT_CORE, 'wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', *header, url]
    text = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    if 'Non-2xx' in text:
        raise RuntimeError(f'the server refused requests:\n{text}')
    return text


def _found(pattern: str, text: str) -> re.Match[str]:
    match = re.search(pattern, text)
    if not match:
        raise RuntimeError(f'wrk printed something unexpected:\n{text}')
    return match
