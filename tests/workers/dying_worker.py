"""A worker process that kills itself at a point: `python -m tests.workers.dying_worker before MODULE.CLASS.NAME`."""

import importlib
import os
import signal
import sys
from typing import Any, NoReturn

import main


def die() -> NoReturn:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def arm(when: str, place: str) -> None:
    """Let the first call of a method be the last thing that this process does, before or after it."""
    module, owner, name = place.rsplit('.', 2)
    target = getattr(importlib.import_module(module), owner)
    original = getattr(target, name)

    def deadly(*args: Any, **options: Any) -> Any:
        if when == 'before':
            die()
        if original(*args, **options) is not None or name == 'step':
            die()

    setattr(target, name, deadly)


if __name__ == '__main__':
    arm(*sys.argv[1:3])
    sys.exit(main.main(['worker']))
