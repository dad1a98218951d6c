"""Finds tests for cocotb where no Makefile tells of them: in the test files and the runners that start them."""

import posixpath
import re

from services.sources.files import ProjectFiles
from services.sources.model import CocotbBench

TEST = re.compile(r'^\s*@cocotb\.(?:test|parametrize)\b', re.MULTILINE)
TOPLEVEL = re.compile(r'\b(?:hdl_)?toplevel\s*=\s*["\'](\w+)["\']')
MODULE = re.compile(r'\btest_module\s*=\s*["\']([\w.,]+)["\']')
MOST_FILES = 300


def read_python_tests(files: ProjectFiles) -> CocotbBench | None:
    """Return the tests of the folder nearest to the root that holds any; the top may stay empty."""
    modules: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for path in [path for path in files.paths if path.endswith('.py')][:MOST_FILES]:
        text = files.manifest(path) or ''
        folder = posixpath.dirname(path)
        texts[folder] = texts.get(folder, '') + text
        if TEST.search(text):
            modules.setdefault(folder, []).append(posixpath.basename(path).removesuffix('.py'))
    if not modules:
        return None
    folder = min(modules, key=lambda each: (each.count('/') + bool(each), each))
    top, named = TOPLEVEL.search(texts[folder]), MODULE.search(texts[folder])
    chosen = [name for name in (named[1].split(',') if named else []) if name in modules[folder]]
    return CocotbBench(modules=tuple(chosen or modules[folder]), toplevel=top[1] if top else '', folder=folder or '.')
