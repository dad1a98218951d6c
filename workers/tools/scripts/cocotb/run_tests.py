"""Starts the simulator with cocotb in it: the tests of the job drive the design, and their results are written down.

It runs in the sandbox and knows nothing of a6hub. The simulator takes its place, so that nothing is left to wait for.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import cocotb_tools.config as cocotb
import find_libpython


def main() -> None:
    """Set up what cocotb reads from its environment, and become the simulator."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding='utf-8'))
    project, out = Path.cwd(), Path(sys.argv[1]).resolve().parent.parent
    folder = project / job['folder']
    lay_out(job['memories'], project, folder)
    os.environ.update(environment(job, project, folder, out))
    os.chdir(folder)
    command = command_of(job, out)
    os.execvp(command[0], command)  # noqa: S606


def environment(job: dict[str, Any], project: Path, folder: Path, out: Path) -> dict[str, str]:
    """Return what cocotb wants to know."""
    library = find_libpython.find_libpython() or 'libpython3.so'
    paths = [str(folder), *(str(project / path) for path in job['python_path']), str(project)]
    found = {
        'PYTHONPATH': os.pathsep.join([*dict.fromkeys(paths), os.environ.get('PYTHONPATH', '')]),
        'PYGPI_PYTHON_BIN': sys.executable,
        'GPI_USERS': f'{library};{cocotb.pygpi_entry_point()}',
        'COCOTB_TOPLEVEL': job['toplevel'],
        'COCOTB_TEST_MODULES': ','.join(job['modules']),
        'COCOTB_RANDOM_SEED': str(job['seed']),
        'COCOTB_RESULTS_FILE': str(out / 'results.xml'),
        'COCOTB_ANSI_OUTPUT': '0',
        'TOPLEVEL_LANG': 'verilog',
        'TOPLEVEL': job['toplevel'],
        'SIM': job['simulator'],
        'A6HUB_COCOTB_LIBRARY': str(Path(cocotb.libs_dir) / 'libcocotbvpi_verilator.so'),
    }
    return found | ({'COCOTB_TEST_FILTER': job['filter']} if job['filter'] else {})


def command_of(job: dict[str, Any], out: Path) -> list[str]:
    """Return the simulator's command line."""
    plusargs = [f'+{plusarg}' for plusarg in job['plusargs']]
    if job['simulator'] == 'verilator':
        return [str(out / job['program']), *plusargs]
    library = cocotb.lib_entry('vpi', 'icarus')
    waves = [] if job['waves'] else ['-none']
    return ['vvp', '-N', '-m', library, str(out / job['program']), *waves, *plusargs]


def lay_out(memories: dict[str, str], project: Path, folder: Path) -> None:
    """Put memory files where the sources look for them, if they only lie elsewhere in the project."""
    for name, path in memories.items():
        target = folder / name
        if path and not target.exists() and not Path(name).is_absolute():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project / path, target)


if __name__ == '__main__':
    main()
