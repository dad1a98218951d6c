"""A person who uses the product's REST interface, for the measurements."""

from collections.abc import Mapping
from typing import Any

import httpx

PASSWORD = 'a long password of the bench'


class Session:
    """A registered person with an access token."""

    def __init__(self, url: str, name: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        email = f'{name}@example.org'
        self.post('/api/v1/auth/register', {'email': email, 'username': name, 'password': PASSWORD})
        answer = self.post('/api/v1/auth/login', {'email': email, 'password': PASSWORD})
        self.token = str(answer['access_token'])
        self.http.headers['Authorization'] = f'Bearer {self.token}'

    def post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Send JSON and return the JSON of the answer."""
        answer = self.http.post(path, json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str) -> dict[str, Any]:
        """Return the JSON of an answer."""
        answer = self.http.get(path)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def close(self) -> None:
        """Close the connections."""
        self.http.close()
