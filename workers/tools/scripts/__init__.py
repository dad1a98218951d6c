"""Programs that steps run in the sandbox; they know nothing of a6hub and are copied beside the outputs of a run."""

from pathlib import Path

from workers.workspace import Workspace

HERE = Path(__file__).parent


def place_scripts(workspace: Workspace, name: str) -> Path:
    """Copy the scripts of one tool into the outputs of a run, and return their folder there."""
    folder = workspace.out / name
    folder.mkdir()
    for script in sorted((HERE / name).glob('*.py')):
        (folder / script.name).write_text(script.read_text(encoding='utf-8'), encoding='utf-8')
    return folder
