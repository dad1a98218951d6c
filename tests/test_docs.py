"""The documentation is whole: every page can be found, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / 'docs'
PAGES = sorted(DOCS.glob('*.md'))
LINK = re.compile(r'\]\(([^)#:]+)(?:#[^)]*)?\)')


def test_every_page_is_in_the_index():
    assert set(LINK.findall((DOCS / 'index.md').read_text())) >= {page.name for page in PAGES} - {'index.md'}


@pytest.mark.parametrize('page', PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page):
    assert not [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]


def test_the_glossary_defines_each_word_once():
    words = re.findall(r'^\| (\*[^|]+) \|', (DOCS / 'glossary.md').read_text(), re.MULTILINE)
    assert len(words) == len(set(words))
