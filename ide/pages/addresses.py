"""Addresses of people and projects: `/{owner:name}` takes what can be a name, and nothing of the product's own."""

from starlette.convertors import Convertor, register_url_convertor


class NameConvertor(Convertor[str]):
    """A user name or a slug; NiceGUI's own addresses begin with an underscore and do not match."""

    regex = '[A-Za-z0-9][A-Za-z0-9-]*'

    def convert(self, value: str) -> str:
        """Return the name as it is kept: in small letters."""
        return value.lower()

    def to_string(self, value: str) -> str:
        """Return the name as it stands in an address."""
        return value


register_url_convertor('name', NameConvertor())

OWNER = '/{owner:name}'
PROJECT = '/{owner:name}/{slug:name}'
