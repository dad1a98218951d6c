"""Brings the components' ES modules to the browser quickly: from our own route, all asked for at once."""

import re
from functools import cache
from pathlib import Path
from posixpath import join, normpath

from nicegui.dependencies import register_importmap_override

from ide.assets import COMPONENTS, asset_url, folders

STATIC_IMPORT = re.compile(r'^(?:import|export)\b[^;"\']*?["\']([^"\']+)["\']', re.MULTILINE)
BUNDLED_IMPORT = re.compile(r'(?:^|[;}])(?:import|export)\b[^;"\'()]*?["\']([^"\']+)["\']')
OURS = 'a6hub-'


def serve_modules() -> None:
    """Let NiceGUI's pages take modules from `/assets`, as the plain pages do: packed, and shared between both."""
    for name in folders():
        register_importmap_override(f'{OURS}{name}/', asset_url(f'{name}/'))


def preload_html(*components: str) -> str:
    """Return the links that fetch the modules of these components before the first script has run."""
    return ''.join(f'<link rel="modulepreload" href="{asset_url(path)}">' for path in needed(components))


@cache
def needed(components: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths of all modules that the entry scripts of these components import, directly or not."""
    found: dict[str, None] = {}
    for component in components:
        entry = COMPONENTS / component / f'{component}.js'
        queue = [target for name in imports_of(entry) if (target := module_path(name))]
        while queue:
            path = queue.pop()
            if path in found:
                continue
            found[path] = None
            folder, _, inner = path.partition('/')
            file = folders()[folder] / inner
            queue += [target for name in imports_of(file) if (target := module_path(name, path))]
    return tuple(sorted(found))


def imports_of(file: Path) -> list[str]:
    """Return what a module imports at once; what it imports later, when it is needed, is left out."""
    pattern = BUNDLED_IMPORT if file.parent.name == 'dist' else STATIC_IMPORT
    return pattern.findall(file.read_text())


def module_path(name: str, importer: str = '') -> str:
    """Return the path of an imported module below `/assets`, '' for a foreign one."""
    if name.startswith(OURS):
        path = name.removeprefix(OURS)
    elif name.startswith('.') and importer:
        path = normpath(join(importer, '..', name))
    else:
        return ''
    folder, _, inner = path.partition('/')
    return path if folder in folders() and (folders()[folder] / inner).is_file() else ''
