"""docs/settings.md tells every setting as the code has it."""

from pathlib import Path

from pydantic import SecretStr

from services.settings import Settings

DOCS = Path(__file__).parents[1] / 'docs' / 'settings.md'


def test_every_setting_is_documented_with_its_default():
    rows = [line.split(' | ') for line in DOCS.read_text().splitlines() if line.startswith('| `A6HUB_')]
    assert [(name.strip('| '), default) for name, default, _ in rows] == [cells(name) for name in Settings.model_fields]


def cells(name: str) -> tuple[str, str]:
    """Return the name and the default of a setting as the table writes them."""
    default = Settings.model_fields[name].default
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    return f'`A6HUB_{name.upper()}`', f'`{value}`' if value != '' else 'empty'
