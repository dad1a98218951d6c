"""Errors that a caller may show to a person."""


class A6HubError(Exception):
    """Base of every expected failure: `code` is stable, `status` is the HTTP status, the message is for people.

    `field` names the input that is to blame, where there is one, so that a form can show the message beside it.
    """

    code = 'error'
    status = 500

    def __init__(self, message: str, *, field: str = '') -> None:
        super().__init__(message)
        self.field = field


class NotFoundError(A6HubError):
    """The resource does not exist, or the actor may not know that it does."""

    code = 'not-found'
    status = 404


class ExpiredError(A6HubError):
    """It was there and is not kept any more; the message says since when."""

    code = 'expired'
    status = 410


class NotPermittedError(A6HubError):
    """The actor may see the resource but not do this to it."""

    code = 'not-permitted'
    status = 403


class NotSignedInError(A6HubError):
    """The request needs an account, or its token is expired, forged or revoked."""

    code = 'not-signed-in'
    status = 401


class InvalidError(A6HubError):
    """What was sent cannot be used; the message names the field and what it takes."""

    code = 'invalid'
    status = 422


class ConflictError(A6HubError):
    """The name or state is taken; the message names what is in the way."""

    code = 'conflict'
    status = 409


class PreconditionError(A6HubError):
    """The thing changed since it was read; `etag` is its present one, empty when it is gone."""

    code = 'changed-meanwhile'
    status = 412

    def __init__(self, message: str, etag: str = '') -> None:
        super().__init__(message)
        self.etag = etag


class LimitError(A6HubError):
    """A limit of the plan or of the product was reached; the message names the limit and the measured value."""

    code = 'limit'
    status = 413


class RateLimitError(A6HubError):
    """Too many requests; `retry_after_s` says when to come back."""

    code = 'rate-limit'
    status = 429

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class UnavailableError(A6HubError):
    """A part of the server is missing or down; the message says which."""

    code = 'unavailable'
    status = 503
