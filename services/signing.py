"""Signed texts: browser cookies, access tokens, and the links that mails carry; and the hashes of random secrets."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from itsdangerous import BadData, Signer, URLSafeTimedSerializer

from services.clock import now
from services.errors import InvalidError, NotSignedInError

PERSONAL_PREFIX = 'a6h_'
REFRESH_PREFIX = 'a6r_'
RESET_HOURS = 1
VERIFY_DAYS = 3


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token says: whose it is, for which credentials, out of which sign-in, and until when."""

    user_id: UUID
    credentials_version: int
    family_id: UUID
    seconds_left: float = 0.0


class Signing:
    """Signs and reads with the server's key; each purpose has a salt of its own, so that none passes for another."""

    def __init__(self, key: str, access_minutes: int) -> None:
        self._cookies = Signer(key, salt='a6hub.session', key_derivation='hmac', digest_method=hashlib.sha256)
        self._access = URLSafeTimedSerializer(key, salt='a6hub.access')
        self._reset = URLSafeTimedSerializer(key, salt='a6hub.reset')
        self._verify = URLSafeTimedSerializer(key, salt='a6hub.verify')
        self.access_seconds = access_minutes * 60

    def cookie(self, session_id: UUID) -> str:
        """Return the cookie of a browser's sign-in."""
        return self._cookies.sign(session_id.hex).decode()

    def read_cookie(self, value: str) -> UUID | None:
        """Return the sign-in that a cookie names, None if it was not signed here."""
        try:
            return UUID(hex=self._cookies.unsign(value).decode())
        except (BadData, ValueError):
            return None

    def access_token(self, claims: AccessClaims) -> str:
        """Return a token for REST that ends by itself."""
        return str(self._access.dumps([claims.user_id.hex, claims.credentials_version, claims.family_id.hex]))

    def read_access_token(self, token: str) -> AccessClaims:
        """Return what the token says, or raise if it is expired or forged."""
        try:
            claims, signed_at = self._access.loads(token, max_age=self.access_seconds, return_timestamp=True)
            user, version, family = claims
            left = self.access_seconds - (now() - signed_at).total_seconds()
            return AccessClaims(UUID(hex=user), int(version), UUID(hex=family), left)
        except (BadData, ValueError, TypeError, AttributeError):
            raise NotSignedInError('The access token is expired or not one of this server; sign in again.') from None

    def reset_token(self, user_id: UUID, credentials_version: int) -> str:
        """Return the secret of a link that sets a new password once."""
        return str(self._reset.dumps([user_id.hex, credentials_version]))

    def read_reset_token(self, token: str) -> tuple[UUID, int]:
        """Return person and version of the credentials that the link was made for."""
        user, version = _load(self._reset, token, RESET_HOURS * 3600)
        return UUID(hex=user), int(version)

    def verify_token(self, user_id: UUID, email: str) -> str:
        """Return the secret of a link that proves an e-mail address."""
        return str(self._verify.dumps([user_id.hex, email]))

    def read_verify_token(self, token: str) -> tuple[UUID, str]:
        """Return person and address that the link was made for."""
        user, email = _load(self._verify, token, VERIFY_DAYS * 86400)
        return UUID(hex=user), str(email)


def new_secret(prefix: str) -> str:
    """Return a random secret that says by its prefix what it is."""
    return prefix + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Return what is stored of a random secret; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()


def _load(serializer: URLSafeTimedSerializer, token: str, max_age: int) -> Any:
    try:
        return serializer.loads(token, max_age=max_age)
    except (BadData, ValueError):
        raise InvalidError('The link is expired or incomplete; ask for a new one.', field='token') from None
