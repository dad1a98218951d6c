"""Names of browsers, for people who look where they are signed in."""

_BROWSERS = {'Edg': 'Edge', 'OPR': 'Opera', 'Firefox': 'Firefox', 'Chrom': 'Chrome', 'Safari': 'Safari'}
_SYSTEMS = {
    'Windows': 'Windows',
    'Android': 'Android',
    'iPhone': 'iPhone',
    'iPad': 'iPad',
    'Mac': 'Mac',
    'CrOS': 'ChromeOS',
    'Linux': 'Linux',
}


def browser_name(user_agent: str) -> str:
    """Return for example `Firefox on Linux`, and what an unknown browser calls itself."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), '')
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), '')
    if not browser:
        return user_agent[:60] or 'A browser'
    return f'{browser} on {system}' if system else browser
