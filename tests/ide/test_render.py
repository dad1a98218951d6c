from html.parser import HTMLParser

import pytest

from ide.render import markdown, source


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def test_markdown_becomes_headings_tables_and_highlighted_fences():
    html = markdown('# UART\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```verilog\nmodule top; endmodule\n```\n')
    assert '<h1>UART</h1>' in html
    assert '<td>1</td>' in html
    assert '<span class="k">module</span>' in html


@pytest.mark.parametrize(
    'hostile',
    [
        '<script>alert(1)</script>',
        '<img src=x onerror=alert(1)>',
        '[x](javascript:alert(1))',
        '<a href="javascript:alert(1)">x</a>',
        '<iframe src="//evil.example"></iframe>',
        '<svg onload=alert(1)></svg>',
        '<style>body{display:none}</style>',
        '```"><script>alert(1)</script>\nx\n```',
        '<form action="/logout"><button>x</button></form>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
    ],
)
def test_markdown_of_a_stranger_runs_nothing(hostile: str):
    parser = Elements()
    parser.feed(markdown(hostile))
    assert not parser.tags & {'script', 'iframe', 'style', 'form', 'svg', 'button', 'object', 'embed'}
    for name, value in parser.attributes:
        assert not name.startswith('on')
        assert not (name in {'href', 'src'} and (value or '').lower().startswith(('javascript:', 'data:')))


def test_relative_links_stay_below_the_project():
    html = markdown('[rtl](rtl/uart.v#L3) ![pic](./docs/a.png) [out](../../other)', '/raw', '/ada/uart/files')
    assert 'href="/ada/uart/files/rtl/uart.v#L3"' in html
    assert 'src="/raw/docs/a.png"' in html
    assert 'other' not in html


def test_source_is_escaped_and_each_line_has_an_anchor():
    html = source('a.v', 'module m; // <script>\nendmodule\n')
    assert '<script>' not in html
    assert 'name="L-2"' in html


def test_an_unknown_or_huge_file_is_shown_plain():
    assert 'plain' in source('file.unknown', 'plain')
    assert 'class="k"' not in source('big.v', 'module m;\n' * 60_000)
