"""The look: readable colours, one set of tokens, small fonts, and addresses that follow the contents."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from ide import assets, theme
from services.errors import NotFoundError
from tests.web import client_of

TOKENS = (assets.STATIC / 'css' / 'tokens.css').read_text()
BACKGROUNDS = ('bg-0', 'bg-1', 'bg-2', 'bg-3')
TEXTS = ('fg-0', 'fg-1', 'fg-2', 'fg-3', 'accent', 'ok', 'warn', 'err', 'violet')


def tokens(selector: str) -> dict[str, str]:
    """Return the tokens of the rule with this selector."""
    body = TOKENS.split(selector, 1)[1].split('{', 1)[1].split('}', 1)[0]
    return dict(re.findall(r'--([\w-]+):\s*([^;]+);', body))


DARK = tokens('\n:root')
LIGHT = tokens(':root[data-theme="light"]')


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize('theme_tokens', [DARK, LIGHT], ids=['dark', 'light'])
@pytest.mark.parametrize('background', BACKGROUNDS)
@pytest.mark.parametrize('text', TEXTS)
def test_text_is_readable(theme_tokens, background, text):
    assert contrast(theme_tokens[text], theme_tokens[background]) >= 4.5


@pytest.mark.parametrize('theme_tokens', [DARK, LIGHT], ids=['dark', 'light'])
def test_the_label_of_the_main_button_is_readable(theme_tokens):
    assert contrast(theme_tokens['accent-ink'], theme_tokens['accent']) >= 4.5


def test_light_is_the_same_chosen_or_given_by_the_system():
    assert tokens(':root:not([data-theme])') == LIGHT


def test_light_redefines_every_colour():
    colours = {name for name, value in DARK.items() if value.startswith('#')}
    assert colours <= set(LIGHT)


@pytest.mark.parametrize('sheet', ['base.css', 'ide.css'])
def test_style_sheets_use_only_tokens(sheet):
    text = (assets.STATIC / 'css' / sheet).read_text()
    assert not re.findall(r'#[0-9a-f]{3,8}\b', text)
    assert set(re.findall(r'var\(--([\w-]+)', text)) <= set(DARK)


def test_components_use_only_tokens():
    styles = [file for folder in assets.folders().values() if folder.name == 'js' for file in folder.rglob('*.js')]
    named = {token for file in styles for token in re.findall(r'var\(--([\w-]+)\)', file.read_text())}
    own = {token for token in named if token.startswith(('a6', 'cm-'))}
    assert named - own <= set(DARK)


def test_no_two_components_style_the_same_class():
    owners: dict[str, set[str]] = {}
    for name, folder in assets.folders().items():
        for file in folder.rglob('*.js') if folder.name == 'js' else ():
            for styled in re.findall(r'(?m)^\s*\.(a6-[\w-]+)\s*[,{]', file.read_text()):
                owners.setdefault(styled, set()).add(name)
    assert not {styled: names for styled, names in owners.items() if len(names) > 1}


def test_fonts_are_small_and_carry_their_licence():
    fonts = assets.STATIC / 'fonts'
    assert sum(file.stat().st_size for file in fonts.glob('*.woff2')) <= 150_000
    for file in fonts.glob('*.woff2'):
        assert 'SIL OPEN FONT LICENSE' in (fonts / f'{file.stem}.OFL.txt').read_text().upper()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(assets.router)
    async with client_of(app) as client:
        yield client


async def test_an_asset_may_be_kept_for_ever(client):
    answer = await client.get(assets.asset_url('css/tokens.css'))
    assert answer.headers['cache-control'] == 'public, max-age=31536000, immutable'
    assert answer.headers['content-type'].startswith('text/css')
    assert (await client.get(assets.asset_url('fonts/inter.woff2'))).headers['content-type'] == 'font/woff2'


async def test_the_modules_of_components_are_served_under_their_names(client):
    answer = await client.get(assets.asset_url('file-tree/model.js'))
    assert answer.headers['content-type'].startswith('text/javascript')
    assert f'"a6hub-file-tree/": "{assets.asset_url("file-tree/")}"' in assets.import_map()


async def test_an_old_address_leads_to_the_present_file(client):
    answer = await client.get('/assets/0123456789ab/css/base.css', follow_redirects=False)
    assert (answer.status_code, answer.headers['location']) == (307, assets.asset_url('css/base.css'))


@pytest.mark.parametrize(
    'path', ['../theme.py', 'css/../../theme.py', 'file-tree/../file_tree.py', 'css', 'none.css', '/etc/passwd', 'a\0b']
)
def test_nothing_else_is_served(path):
    with pytest.raises(NotFoundError):
        assets.locate(path)


def test_the_head_of_a_page_sets_the_chosen_theme_before_the_styles():
    head = theme.head_html('css/ide.css')
    assert head.index('dataset.theme') < head.index('css/tokens.css') < head.index('css/ide.css')


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden' in theme.icon('star')
    assert 'aria-label="Stars &lt;18&gt;"' in theme.icon('star', 'Stars <18>')
