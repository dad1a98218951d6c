"""Slows down whoever guesses passwords, by account and by address."""

import ipaddress
import math
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from services.clock import now
from services.database import Database
from services.errors import RateLimitError
from services.models import SignInFailure

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50


class SignInThrottle:
    """Counts attempts before they are tried, so that parallel ones count too; a success takes them back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def attempt(self, account: str, address: str) -> None:
        """Count one attempt, or raise if there were too many."""
        limits = {f'account:{account[:320]}': PER_ACCOUNT, f'address:{network_of(address)}': PER_ADDRESS}
        with self._database.write() as session:
            for key, limit in limits.items():
                self._alone(session, key)
                self._check(session, key, limit)
            session.add_all(SignInFailure(key=key) for key in limits)

    def succeeded(self, session: Session, account: str, address: str) -> None:
        """Forget the account's attempts and the last one of the address, in the caller's transaction."""
        self.forget(session, account)
        own = select(SignInFailure.id).where(SignInFailure.key == f'address:{network_of(address)}')
        last = own.order_by(SignInFailure.id.desc()).limit(1).scalar_subquery()
        session.execute(delete(SignInFailure).where(SignInFailure.id == last))

    @staticmethod
    def forget(session: Session, account: str) -> None:
        """Drop what is counted for an account that ends."""
        session.execute(delete(SignInFailure).where(SignInFailure.key == f'account:{account[:320]}'))

    def prune(self, session: Session) -> None:
        """Delete what no longer counts."""
        session.execute(delete(SignInFailure).where(SignInFailure.created_at < now() - WINDOW))

    def _alone(self, session: Session, key: str) -> None:
        # SQLite has one writer; PostgreSQL needs a lock, or two attempts would not see each other.
        if not self._database.is_sqlite:
            session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))

    @staticmethod
    def _check(session: Session, key: str, limit: int) -> None:
        recent: Select[datetime] = select(SignInFailure.created_at).where(
            SignInFailure.key == key, SignInFailure.created_at > now() - WINDOW
        )
        times = list(session.scalars(recent.order_by(SignInFailure.created_at.desc()).limit(limit)))
        if len(times) < limit:
            return
        wait_s = max(1, math.ceil((times[-1] + WINDOW - now()).total_seconds()))
        whose = 'for this account' if key.startswith('account:') else 'from this address'
        wait = f'{math.ceil(wait_s / 60)} min'
        raise RateLimitError(f'Too many sign-ins failed {whose}; try again in {wait}, or reset the password.', wait_s)


def network_of(address: str) -> str:
    """Return what one person can be expected to hold: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
