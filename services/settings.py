"""Every setting that a6hub reads, with the default that runs it embedded."""

import os
import secrets
from functools import cache
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings come from `A6HUB_*` environment variables; nothing else in the product reads the environment."""

    model_config = SettingsConfigDict(env_prefix='A6HUB_', frozen=True, use_attribute_docstrings=True)

    data_dir: Path = Path('var')
    """Where embedded mode keeps its database, queue, blobs and logs, and every mode its secret and job folders."""

    host: str = '127.0.0.1'
    """The address that the web process binds; anything but loopback makes the server one for many people."""

    port: int = 8080
    """The port that the web process binds."""

    public_url: str = ''
    """The address that people type, for links in mails and for the origin check; empty means http://host:port."""

    trusted_proxies: str = '127.0.0.1'
    """Addresses or networks, with commas, of proxies whose X-Forwarded-For tells a visitor's address; * means all."""

    database_url: str = ''
    """SQLAlchemy URL of PostgreSQL; empty means SQLite in `data_dir`."""

    redis_url: str = ''
    """URL of the Redis server for queue, events and running logs; empty means SQLite, local sockets and files."""

    s3_url: str = ''
    """`http(s)://ACCESS:SECRET@HOST:PORT/BUCKET` of an S3 server; empty means a folder in `data_dir`."""

    s3_region: str = ''
    """Region of the S3 server, where it has one."""

    secret_key: SecretStr = SecretStr('')
    """Signs sessions and tokens, the same on every host; empty means a random one kept in `data_dir`."""

    smtp_url: str = ''
    """`smtp(s)://USER:PASSWORD@HOST:PORT` of the mail server; empty means that mails are printed to the log."""

    mail_from: str = 'a6hub <no-reply@localhost>'
    """Sender of mails."""

    worker_threads: int = 2
    """How many jobs one worker process runs at the same time; one more where batch runs hold all places."""

    tool_path: str = ''
    """Folders, with colons, that are searched for EDA tools before the system's and those of the Python packages."""

    sandbox_level: str = ''
    """Forces a sandbox level (L3, L2, L1, L0) instead of the best found at start; many people on L1 need it set."""

    rate_limit_per_minute: int = 600
    """Requests that one person or address may make in a minute; 0 means no limit.

    On a single person's own machine it is 200 times as many.
    """

    log_level: str = 'INFO'
    """Least severe level that is logged: DEBUG, INFO, WARNING or ERROR."""

    access_token_minutes: int = 30
    """Lifetime of an access token."""

    refresh_token_days: int = 30
    """Lifetime of a refresh token and of a browser's sign-in."""

    password_rounds: int = 12
    """Cost of hashing a password with bcrypt; each step doubles it."""

    blob_grace_hours: int = 24
    """How long an unreferenced blob is kept, so that a deletion can be undone."""

    @property
    def origin(self) -> str:
        """Scheme, host and port under which browsers reach this server."""
        return self.public_url.rstrip('/') or f'http://{self.host}:{self.port}'

    @property
    def loopback_only(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {'127.0.0.1', '::1', 'localhost'} and not self.public_url

    @property
    def single_person(self) -> bool:
        """Whether one person works here without signing in: loopback, and everything embedded."""
        return self.loopback_only and not (self.database_url or self.redis_url or self.s3_url)

    @property
    def sqlalchemy_url(self) -> str:
        """Database URL with its driver named."""
        if not self.database_url:
            return f'sqlite:///{(self.data_dir / "a6hub.db").absolute()}'
        scheme, _, rest = self.database_url.partition('://')
        return f'postgresql+psycopg2://{rest}' if scheme in {'postgres', 'postgresql'} else self.database_url

    @property
    def requests_per_minute(self) -> int:
        """How many requests one person or address may make: the setting, and far more on a person's own machine."""
        return self.rate_limit_per_minute * (200 if self.single_person else 1)

    def signing_key(self) -> str:
        """Return `secret_key`, or the random one that is made in `data_dir` on first use."""
        if key := self.secret_key.get_secret_value():
            return key
        path = self.data_dir / 'secret-key'
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text()


def _write_once(path: Path, text: str) -> None:
    """Create `path` whole and private; of several processes that try, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f'{path.name}.{os.getpid()}')
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def get_settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
