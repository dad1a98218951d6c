"""Turns untrusted text into safe HTML: Markdown of READMEs and highlighted source."""

from functools import lru_cache
from posixpath import normpath
from urllib.parse import quote, urlsplit

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

LARGEST_HIGHLIGHT = 512 * 1024
"""Bytes of source that are highlighted; a longer text is shown plain."""

LARGEST_MARKDOWN = 256 * 1024
"""Bytes of Markdown that are rendered; a longer text is shown plain."""

_CLASSES = {'span': {'class'}, 'div': {'class'}, 'pre': {'class'}, 'code': {'class'}}
_TAGS = nh3.ALLOWED_TAGS - {'map', 'area'}
_LEXERS = {'.vh': 'verilog', '.svh': 'systemverilog', '.sv': 'systemverilog', '.v': 'verilog', '.pcf': 'text'}


@lru_cache(maxsize=256)
def markdown(text: str, raw_url: str = '', page_url: str = '') -> Markup:
    """Return the sanitised HTML of Markdown; relative pictures and links are resolved below the two addresses."""
    if len(text) > LARGEST_MARKDOWN:
        return Markup('<pre>{}</pre>').format(text)
    parser = MarkdownIt('commonmark', {'html': True, 'highlight': _highlight_fence}).enable(['table', 'strikethrough'])
    html = parser.render(text)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={**nh3.ALLOWED_ATTRIBUTES, **_CLASSES},
        link_rel='nofollow noopener',
        url_schemes={'http', 'https', 'mailto'},
        attribute_filter=lambda tag, name, value: _resolve(tag, name, value, raw_url, page_url),
    )
    return Markup(clean)  # noqa: S704  (nh3 made it safe)


@lru_cache(maxsize=256)
def source(path: str, text: str) -> Markup:
    """Return the text as highlighted lines, each with an anchor `L<number>`."""
    return Markup(highlight(text, lexer_of(path, len(text)), _LINES))  # noqa: S704  (pygments escapes it)


def lexer_of(path: str, size: int = 0) -> Lexer:
    """Return the lexer for a file name, the plain one for an unknown or very long file."""
    if size > LARGEST_HIGHLIGHT:
        return TextLexer()
    name = path.rsplit('/', 1)[-1]
    suffix = f'.{name.rsplit(".", 1)[-1].lower()}' if '.' in name else ''
    try:
        return get_lexer_by_name(_LEXERS[suffix]) if suffix in _LEXERS else get_lexer_for_filename(name)
    except ClassNotFound:
        return TextLexer()


_LINES = HtmlFormatter(linenos='table', lineanchors='L', anchorlinenos=True, cssclass='source', wrapcode=True)
_PLAIN = HtmlFormatter(nowrap=True)


def _highlight_fence(text: str, language: str, _attributes: str) -> str:
    try:
        return highlight(text, get_lexer_by_name(language), _PLAIN) if language else str(escape(text))
    except ClassNotFound:
        return str(escape(text))


def _resolve(tag: str, name: str, value: str, raw_url: str, page_url: str) -> str | None:
    """Keep absolute addresses and anchors; put relative ones below the project, never outside of it."""
    if name not in {'href', 'src'}:
        return value
    base = raw_url if (tag, name) == ('img', 'src') else page_url
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or value.startswith('#') or not base:
        return value
    path = normpath(parts.path.lstrip('/'))
    if path.startswith('..'):
        return None
    return f'{base}/{quote(path)}' + (f'#{parts.fragment}' if parts.fragment else '')
