"""The modules of components: every import leads somewhere, and a page asks for all it needs at once."""

import re

from nicegui.dependencies import importmap_overrides

from ide import assets, modules
from ide.pages import workspace


def test_every_import_leads_to_a_module():
    lost = [
        f'{name}/{file.relative_to(folder)} imports {target}'
        for name, folder in assets.folders().items()
        for file in folder.rglob('*.js')
        for target in modules.imports_of(file)
        if target.startswith(('./', '../', modules.OURS))
        and not modules.module_path(target, f'{name}/{file.relative_to(folder)}')
    ]
    assert lost == []


def test_a_component_needs_its_modules_and_those_of_the_kit():
    assert modules.needed(('hierarchy',)) == (
        'hierarchy/hierarchy.js',
        'hierarchy/model.js',
        'kit/dom.js',
        'kit/icons.js',
        'kit/keys.js',
        'kit/list.js',
        'kit/menu.js',
        'kit/selection.js',
        'kit/tree_keys.js',
        'kit/tree_style.js',
        'kit/tree_view.js',
        'kit/virtual.js',
        'kit/vue.js',
    )


def test_what_is_imported_later_is_not_asked_for_at_once():
    text = (assets.COMPONENTS / 'editor' / 'dist' / 'editor.js').read_text()
    later = {f'editor-dist/{name}' for name in re.findall(r'import\("\./([^"]+)"\)', text)}
    assert later
    assert not later & set(modules.needed(('editor',)))


def test_the_page_names_every_component_that_it_is_made_of():
    source = (assets.COMPONENTS.parent / 'ide' / 'pages' / 'workspace.py').read_text()
    panels = [file.read_text() for file in (assets.COMPONENTS.parent / 'ide' / 'panels').glob('*.py')]
    used = {name for text in (source, *panels) for name in re.findall(r'^from components\.(\w+) import', text, re.M)}
    assert used <= set(workspace.COMPONENTS)


def test_nicegui_takes_modules_from_the_same_place_as_plain_pages():
    modules.serve_modules()
    assert importmap_overrides['a6hub-kit/'] == assets.asset_url('kit/')
    links = modules.preload_html('hierarchy')
    assert links.count('rel="modulepreload"') == 13
