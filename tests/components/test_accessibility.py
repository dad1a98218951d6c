"""Every part of the kit, in dark and light, without a serious finding of axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import serious_findings


@pytest.fixture(params=['dark', 'light'])
def themed(demo: Page, request: pytest.FixtureRequest) -> Page:
    """The demo page in one of the two themes."""
    demo.evaluate('name => a6hubTheme(name)', request.param)
    return demo


def choose(page: Page, text: str) -> None:
    page.keyboard.press('Control+k')
    page.get_by_test_id('palette-input').fill(text)
    page.keyboard.press('Enter')


def test_the_workspace(themed: Page):
    assert serious_findings(themed) == []
    themed.get_by_test_id('tab-problems').click()
    themed.get_by_test_id('rail-search').click()
    themed.get_by_test_id('search-query').fill('tx')
    themed.get_by_test_id('search-replacement').fill('txd')
    expect(themed.get_by_test_id('search').get_by_test_id('tree-row').first).to_be_visible()
    assert serious_findings(themed) == []


def test_a_refused_name_and_the_menu(themed: Page):
    file = themed.locator('[data-key="README.md"]')
    file.click()
    themed.keyboard.press('F2')
    themed.get_by_test_id('name-input').fill('readme.MD')
    themed.keyboard.press('Enter')
    expect(themed.get_by_test_id('name-error')).to_be_visible()
    assert serious_findings(themed) == []
    themed.keyboard.press('Escape')
    file.click(button='right')
    assert serious_findings(themed) == []


def test_the_palette_and_the_help(themed: Page):
    themed.keyboard.press('Control+k')
    expect(themed.get_by_test_id('palette-item').first).to_be_visible()
    assert serious_findings(themed) == []
    themed.keyboard.press('?')
    expect(themed.get_by_test_id('keyboard-help')).to_be_visible()
    assert serious_findings(themed) == []


def test_dialogs_messages_and_the_tour(themed: Page):
    choose(themed, 'failure')
    expect(themed.get_by_test_id('toast')).to_be_visible()
    choose(themed, 'tour')
    expect(themed.get_by_test_id('tour')).to_be_visible()
    assert serious_findings(themed) == []
    themed.keyboard.press('Escape')
    choose(themed, 'new project')
    themed.get_by_test_id('dialog-ok').click()
    expect(themed.get_by_test_id('dialog-error')).to_be_visible()
    assert serious_findings(themed) == []
