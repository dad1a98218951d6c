"""Accounts in a real browser: by keyboard, without JavaScript, and from guest to member."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import serious_findings
from tests.servers.app import AppServer

pytestmark = pytest.mark.browser

PASSWORD = 'green-heron-42'


def register(page: Page, server: AppServer, username: str) -> None:
    page.goto(f'{server.url}/register')
    page.get_by_label('E-mail address').fill(f'{username}@example.org')
    page.get_by_label('Username').fill(username)
    page.get_by_label('Password').fill(PASSWORD)
    page.get_by_test_id('submit').click()
    expect(page).to_have_url(f'{server.url}/projects')


def test_a_guest_tries_a_template_registers_and_keeps_the_project(page: Page, live_server: AppServer):
    page.goto(live_server.url)
    page.get_by_test_id('try-uart').click()
    page.wait_for_url(re.compile('/edit$'))
    page.goto(f'{live_server.url}/projects')
    expect(page.get_by_role('link', name=re.compile('uart', re.IGNORECASE)).first).to_be_visible()
    register(page, live_server, 'grace')
    link = page.get_by_role('link', name=re.compile('uart', re.IGNORECASE)).first
    expect(link).to_have_attribute('href', re.compile('^/grace/'))
    link.click()
    expect(page).to_have_url(re.compile(f'{live_server.url}/grace/'))


def test_signing_in_takes_the_keyboard_alone(page: Page, live_server: AppServer):
    register(page, live_server, 'keys')
    page.get_by_test_id('account-menu').locator('summary').focus()
    page.keyboard.press('Enter')
    expect(page.get_by_test_id('sign-out')).to_be_visible()
    page.keyboard.press('Escape')
    expect(page.get_by_test_id('sign-out')).to_be_hidden()
    page.keyboard.press('Enter')
    page.get_by_test_id('sign-out').focus()
    page.keyboard.press('Enter')
    expect(page.get_by_test_id('sign-in')).to_be_visible()
    page.goto(f'{live_server.url}/login')
    page.keyboard.press('Tab')
    expect(page.get_by_role('link', name='Skip to the content')).to_be_focused()
    page.get_by_test_id('name').focus()
    page.keyboard.type('keys')
    page.keyboard.press('Tab')
    page.keyboard.type('a wrong one')
    page.keyboard.press('Enter')
    expect(page.get_by_test_id('problem')).to_be_focused()
    expect(page.get_by_test_id('name')).to_have_value('keys')
    page.get_by_test_id('password').fill(PASSWORD)
    page.keyboard.press('Enter')
    expect(page).to_have_url(f'{live_server.url}/projects')


def test_everything_works_without_javascript(browser: Browser, live_server: AppServer):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    register(page, live_server, 'plain')
    page.goto(f'{live_server.url}/account')
    page.get_by_test_id('full_name').fill('Plain Person')
    page.get_by_test_id('save-profile').click()
    expect(page.get_by_test_id('notice')).to_have_text('Your profile is saved.')
    page.get_by_test_id('token_name').fill('build machine')
    page.get_by_test_id('create-token').click()
    expect(page.get_by_test_id('secret')).to_have_text(re.compile('^a6h_'))
    page.goto(f'{live_server.url}/account')
    page.get_by_test_id('delete_password').fill(PASSWORD)
    page.get_by_test_id('delete-account').click()
    expect(page.get_by_test_id('sign-in')).to_be_visible()
    context.close()


def test_a_person_carries_all_data_away_and_deletes_the_account(page: Page, live_server: AppServer, tmp_path: Path):
    register(page, live_server, 'leaving')
    page.goto(f'{live_server.url}/account')
    with page.expect_download() as download:
        page.get_by_test_id('export').click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert 'account.json' in zipfile.ZipFile(path).namelist()
    page.on('dialog', lambda dialog: dialog.accept())
    page.get_by_test_id('delete_password').fill(PASSWORD)
    page.get_by_test_id('delete-account').click()
    expect(page).to_have_url(f'{live_server.url}/')
    expect(page.get_by_test_id('sign-in')).to_be_visible()


def test_the_theme_is_switched_and_kept(page: Page, live_server: AppServer):
    page.goto(f'{live_server.url}/login')
    page.get_by_test_id('theme').click()
    chosen = page.locator('html').get_attribute('data-theme')
    page.goto(f'{live_server.url}/register')
    expect(page.locator('html')).to_have_attribute('data-theme', chosen or '')


@pytest.mark.parametrize('theme', ['dark', 'light'])
def test_the_pages_of_accounts_are_accessible(page: Page, live_server: AppServer, theme: str):
    register(page, live_server, f'reader-{theme}')
    page.evaluate('theme => a6hubTheme(theme)', theme)
    for path in ('/account', '/docs', '/logout', '/reset?token=x', '/verify?token=x', '/forgot', '/no/such/page/here'):
        page.goto(f'{live_server.url}{path}')
        assert serious_findings(page) == [], path
    page.context.clear_cookies()
    for path in ('/login', '/register'):
        page.goto(f'{live_server.url}{path}')
        assert serious_findings(page) == [], path


@pytest.mark.parametrize('width', [1024, 768, 390])
def test_no_page_is_wider_than_the_window(page: Page, live_server: AppServer, width: int):
    register(page, live_server, f'narrow-{width}')
    page.set_viewport_size({'width': width, 'height': 800})
    for path in ('/account', '/docs', '/login', '/projects', '/explore'):
        page.goto(f'{live_server.url}{path}')
        assert page.evaluate('document.documentElement.scrollWidth') <= width, path
