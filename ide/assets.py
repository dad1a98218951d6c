"""Serves style sheets, fonts, pictures and the components' ES modules under addresses that follow their contents."""

import gzip
import hashlib
import json
import mimetypes
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from ide.context import call
from services.errors import NotFoundError

STATIC = Path(__file__).parent / 'static'
COMPONENTS = Path(__file__).parents[1] / 'components'
PACKED = {'.css', '.js', '.json', '.mjs', '.svg', '.wasm'}
FOREVER = {'cache-control': 'public, max-age=31536000, immutable'}

router = APIRouter(include_in_schema=False)
mimetypes.add_type('font/woff2', '.woff2')
mimetypes.add_type('text/javascript', '.js')


@cache
def folders() -> dict[str, Path]:
    """Return the folders with scripts of the components by the name under which they are served."""
    found = {}
    for component in sorted(path for path in COMPONENTS.iterdir() if path.is_dir()):
        for suffix, folder in (('', component / 'js'), ('-dist', component / 'dist')):
            if folder.is_dir():
                found[component.name.replace('_', '-') + suffix] = folder
    return found


@cache
def digest() -> str:
    """Return a short name for the contents of everything that is served."""
    whole = hashlib.sha256()
    for root in (STATIC, *folders().values()):
        for file in sorted(path for path in root.rglob('*') if path.is_file()):
            whole.update(str(file.relative_to(root)).encode() + b'\0' + file.read_bytes())
    return whole.hexdigest()[:12]


def asset_url(path: str) -> str:
    """Return the address of a file below `ide/static`, such as `css/base.css`."""
    return f'/assets/{digest()}/{path}'


def import_map() -> str:
    """Return the import map (JSON) for plain pages: `a6hub-<component>/` leads to the modules of the component."""
    return json.dumps({'imports': {f'a6hub-{name}/': asset_url(f'{name}/') for name in folders()}})


@router.get('/assets/{version}/{path:path}')
async def asset(request: Request, version: str, path: str) -> Response:
    """Answer with a file; an address from before an update leads to the present one."""
    file = locate(path)
    if version != digest():
        return RedirectResponse(asset_url(path), status_code=307, headers={'cache-control': 'no-store'})
    body, packed = await call(contents, file)
    headers = {**FOREVER, 'vary': 'accept-encoding'}
    if packed and 'gzip' in request.headers.get('accept-encoding', ''):
        body, headers = packed, {**headers, 'content-encoding': 'gzip'}
    return Response(body, media_type=mimetypes.guess_type(file.name)[0], headers=headers)


@router.get('/favicon.ico')
async def favicon() -> Response:
    """Answer browsers that ask for the old name of the icon."""
    return RedirectResponse(asset_url('img/favicon.svg'), status_code=307)


@router.get('/robots.txt')
async def robots() -> PlainTextResponse:
    """Tell crawlers to keep to the pages that are written for everybody."""
    hidden = ('/api/', '/account', '/login', '/register', '/new', '/projects', '/try/', '/*/*/edit')
    return PlainTextResponse('User-agent: *\n' + ''.join(f'Disallow: {path}\n' for path in hidden))


@cache
def contents(file: Path) -> tuple[bytes, bytes]:
    """Return a file and its gzipped form, empty where that is hardly smaller; both are kept, there are few of them."""
    body = file.read_bytes()
    packed = gzip.compress(body, 9, mtime=0) if file.suffix in PACKED else b''
    return body, packed if len(packed) < 0.9 * len(body) else b''


def locate(path: str) -> Path:
    """Return the file behind the path of an asset."""
    name, _, rest = path.partition('/')
    root, inner = (folders()[name], rest) if name in folders() else (STATIC, path)
    file = (root / inner).resolve() if '\0' not in inner else root
    if not (file.is_file() and file.is_relative_to(root.resolve())):
        raise NotFoundError(f'There is no file {path!r}.')
    return file
