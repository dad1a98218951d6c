"""The Python scripts that drive Yosys, put beside a job: their names are fixed, what they are to do is in a file."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from workers.workspace import Workspace

SCRIPTS = Path(__file__).parent / 'scripts' / 'yosys'
FOLDER = 'yosys'


def give_scripts(workspace: Workspace, name: str, job: Mapping[str, object], more: tuple[str, ...] = ()) -> None:
    """Put the script `name` into the job's folder of outputs, with what it needs and what it is to do."""
    folder = workspace.out / FOLDER
    folder.mkdir(exist_ok=True)
    for file in ('reading.py', f'{name}.py', *more):
        shutil.copyfile(SCRIPTS / file, folder / file)
    (folder / f'{name}.json').write_text(json.dumps(job, indent=1), encoding='utf-8')
