"""Real processor cores as people publish them, fetched once into `var/cores` of the checkout."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / 'var' / 'cores'
PACKAGES = {name: f'pythondata-cpu-{name}' for name in ('picorv32', 'serv', 'vexriscv', 'mor1kx', 'ibex', 'cv32e40p')}
FOLDER_OF_SOURCES = re.compile(r'^\w+/(?:system_)?verilog/(?=.)')


def core_files(name: str) -> dict[str, bytes]:
    """Return the Verilog tree of a core's package as path and content, or skip where it cannot be fetched."""
    with zipfile.ZipFile(wheel(name)) as archive:
        return {
            FOLDER_OF_SOURCES.sub('', item): archive.read(item)
            for item in archive.namelist()
            if FOLDER_OF_SOURCES.match(item) and not item.endswith('/')
        }


def wheel(name: str) -> Path:
    """Return the package's file, fetched by pip where it is not there yet."""
    pattern = f'{PACKAGES[name].replace("-", "_")}-*.whl'
    if not list(FOLDER.glob(pattern)):
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, '-m', 'pip', 'download', '-q', '--no-deps', '-d', str(FOLDER), PACKAGES[name]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode:
            pytest.skip(f'{PACKAGES[name]} cannot be fetched here: {done.stderr.strip()[-200:]}')
    return next(FOLDER.glob(pattern))
