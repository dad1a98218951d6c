"""How people come in: as a guest, by registering, by signing in, and by links that mails carry."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services import mail_texts
from services.actors import ActorCache
from services.artifact_expiry import renew_expiry
from services.audit import record
from services.clock import now
from services.database import Database
from services.errors import ConflictError, InvalidError, NotPermittedError, NotSignedInError
from services.ids import new_id
from services.inputs import check_email, check_line
from services.limits import FREE, GUEST, OWN
from services.mail import Mailer
from services.models import AccessToken, Namespace, User
from services.names import GUEST_PREFIX, check_username
from services.passwords import check_password, hash_password, verify_password
from services.permissions import Actor, ActorKind, Permission, require_account
from services.sessions import BrowserSignIn, SessionService, TokenPair
from services.settings import Settings
from services.signing import Signing
from services.throttle import SignInThrottle

_WRONG = 'The e-mail address, the username or the password is wrong.'


@dataclass(frozen=True, slots=True)
class Registration:
    """What a new person types."""

    email: str
    username: str
    password: str
    full_name: str = ''


class AuthService:
    """Makes accounts and proves who somebody is."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        signing: Signing,
        cache: ActorCache,
        sessions: SessionService,
        mailer: Mailer,
    ) -> None:
        self._settings = settings
        self._database = database
        self._signing = signing
        self._cache = cache
        self._sessions = sessions
        self._mailer = mailer
        self._throttle = SignInThrottle(database)

    def create_guest(self, address: str = '', user_agent: str = '') -> BrowserSignIn:
        """Make a person without name and password, who works in this browser at once."""
        name = GUEST_PREFIX + ''.join(secrets.choice('abcdefghjkmnpqrstuvwxyz23456789') for _ in range(10))
        with self._database.write() as session:
            user = _new_user(session, name, ActorKind.GUEST)
            user.plan = OWN if self._settings.single_person else GUEST
            sign_in = self._sessions.open_browser(session, user, address, user_agent)
            record(session, sign_in.actor, 'account.created', 'user', user.id, detail={'kind': 'guest'})
        return sign_in

    def register(self, actor: Actor, typed: Registration) -> User:
        """Make a member; a guest becomes one and keeps everything."""
        email, username, full_name = _checked(typed)
        guest_id = actor.user_id if actor.kind is ActorKind.GUEST else None
        password_hash = hash_password(typed.password, self._settings.password_rounds)
        try:
            with self._database.write() as session:
                _require_free(session, username, email)
                if guest_id:
                    user = _promoted(session, guest_id, username)
                    self._sessions.end_all(session, user.id, keep=actor.session_id)
                else:
                    user = _new_user(session, username, ActorKind.MEMBER)
                user.email, user.full_name, user.password_hash = email, full_name, password_hash
                session.flush()
                record(session, _as_actor(user, actor.address), 'account.registered', 'user', user.id)
        except IntegrityError:
            raise ConflictError('This username or e-mail address was taken a moment ago; take another.') from None
        self._cache.forget(user.id)
        self.mail_verification(user)
        return user

    def sign_in_browser(self, name: str, password: str, address: str, user_agent: str) -> BrowserSignIn:
        """Sign a browser in with e-mail address or username, and password."""
        user = self._verified(name, password, address)
        with self._database.write() as session:
            self._note(session, user, address, 'browser')
            return self._sessions.open_browser(session, user, address, user_agent)

    def sign_in_api(self, name: str, password: str, address: str) -> TokenPair:
        """Sign a REST client in with e-mail address or username, and password."""
        user = self._verified(name, password, address)
        with self._database.write() as session:
            self._note(session, user, address, 'api')
            return self._sessions.open_api(session, user)

    def open_browser(self, user_id: UUID, address: str, user_agent: str) -> BrowserSignIn:
        """Sign a browser in for a person who has just registered or set a password in it."""
        with self._database.write() as session:
            return self._sessions.open_browser(session, session.get_one(User, user_id), address, user_agent)

    def check_own_password(self, actor: Actor, password: str, *, field: str = 'password') -> None:
        """Raise unless this is the actor's password; wrong ones count as failed sign-ins."""
        user_id = require_account(actor, Permission.ACCOUNT_MANAGE)
        with self._database.read() as session:
            stored = session.get_one(User, user_id).password_hash
        if stored is None:
            return
        self._throttle.attempt(str(user_id), actor.address)
        if not verify_password(password, stored, self._settings.password_rounds):
            raise InvalidError('This is not your current password.', field=field)
        with self._database.write() as session:
            self._throttle.succeeded(session, str(user_id), actor.address)

    def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Set a new password; every other sign-in and every access token ends."""
        user_id = require_account(actor, Permission.ACCOUNT_MANAGE)
        if actor.kind is ActorKind.GUEST:
            raise NotPermittedError('A guest has no password; register to get one.')
        self.check_own_password(actor, current, field='current_password')
        with self._database.read() as session:
            user = session.get_one(User, user_id)
        self._set_password(actor, user, new, 'new_password', 'password.changed')

    def forgot_password(self, email: str) -> None:
        """Send a link that sets a new password, if the address is known; the caller never learns whether it is."""
        with self._database.read() as session:
            user = session.scalar(select(User).where(User.email == email.strip().lower()[:320]))
        if user and user.email:
            token = self._signing.reset_token(user.id, user.credentials_version)
            self._mailer.send(user.email, *mail_texts.reset(f'{self._settings.origin}/reset?token={token}'))

    def reset_password(self, token: str, new: str) -> User:
        """Set a new password with the secret of a mailed link; the link, every sign-in and every token end."""
        user_id, version = self._signing.read_reset_token(token)
        with self._database.read() as session:
            user = session.get(User, user_id)
        if user is None or user.credentials_version != version:
            raise InvalidError('The link was used already; ask for a new one.', field='token')
        self._set_password(_as_actor(user), user, new, 'password', 'password.reset')
        # Whoever registered with this address before its owner came, or broke in, must not keep a key.
        ended = update(AccessToken).where(AccessToken.user_id == user.id, AccessToken.revoked_at.is_(None))
        with self._database.write() as session:
            session.execute(ended.values(revoked_at=now()))
            session.execute(update(User).where(User.id == user.id).values(email_verified_at=now()))
        self._cache.forget(user.id)
        return user

    def verify_email(self, token: str) -> User:
        """Note that the person of a mailed link reads this address."""
        user_id, email = self._signing.read_verify_token(token)
        with self._database.write() as session:
            user = session.get(User, user_id)
            if user is None or user.email != email:
                raise InvalidError('The link is for an address that the account no longer has.', field='token')
            if user.email_verified_at is None:
                user.email_verified_at = now()
                record(session, _as_actor(user), 'email.verified', 'user', user.id)
        return user

    def send_verification(self, actor: Actor) -> None:
        """Send the link that proves the actor's address once more."""
        user_id = require_account(actor, Permission.ACCOUNT_MANAGE)
        with self._database.read() as session:
            self.mail_verification(session.get_one(User, user_id))

    def mail_verification(self, user: User) -> None:
        """Mail the link that proves a person's address, unless it is proven."""
        if user.email and user.email_verified_at is None:
            token = self._signing.verify_token(user.id, user.email)
            self._mailer.send(user.email, *mail_texts.verify(f'{self._settings.origin}/verify?token={token}'))

    def _verified(self, name: str, password: str, address: str) -> User:
        typed = name.strip().lower()[:320]
        with self._database.read() as session:
            named = or_(User.email == typed, User.username == typed)
            user = session.scalar(select(User).where(named, User.password_hash.is_not(None)))
        self._throttle.attempt(str(user.id) if user else typed, address)
        # An unknown account takes as long as a wrong password.
        if (
            not verify_password(password, user.password_hash if user else None, self._settings.password_rounds)
            or not user
        ):
            raise NotSignedInError(_WRONG)
        return user

    def _note(self, session: Session, user: User, address: str, how: str) -> None:
        self._throttle.succeeded(session, str(user.id), address)
        session.execute(update(User).where(User.id == user.id).values(last_seen_at=now()))
        record(session, _as_actor(user, address), 'account.signed-in', 'user', user.id, detail={'by': how})

    def _set_password(self, actor: Actor, user: User, new: str, field: str, action: str) -> None:
        check_password(new, user.username, user.email or '', field=field)
        # Hashing takes long and must not hold the database.
        password_hash = hash_password(new, self._settings.password_rounds)
        same = update(User).where(User.id == user.id, User.credentials_version == user.credentials_version)
        version = user.credentials_version + 1
        with self._database.write() as session:
            done = session.execute(
                same.values(password_hash=password_hash, credentials_version=version).returning(User.id)
            )
            if done.first() is None:
                raise ConflictError('The password was changed elsewhere a moment ago; sign in again.')
            self._sessions.end_all(session, user.id, keep=actor.session_id)
            self._throttle.succeeded(session, str(user.id), actor.address)
            record(session, actor, action, 'user', user.id)
        self._cache.forget(user.id)


def _checked(typed: Registration) -> tuple[str, str, str]:
    email, username = check_email(typed.email), check_username(typed.username)
    check_password(typed.password, username, email)
    return email, username, check_line(typed.full_name, 'full_name', 200)


def _require_free(session: Session, username: str, email: str) -> None:
    if session.scalar(select(Namespace.id).where(Namespace.name == username)):
        raise ConflictError(f'The username {username!r} is taken; take another.', field='username')
    if session.scalar(select(User.id).where(User.email == email)):
        raise ConflictError('There is an account with this e-mail address already; sign in instead.', field='email')


def _new_user(session: Session, name: str, kind: ActorKind) -> User:
    namespace = Namespace(id=new_id(), name=name)
    session.add(namespace)
    session.flush()
    user = User(id=new_id(), namespace_id=namespace.id, username=name, kind=kind, credentials_version=1)
    session.add(user)
    session.flush()
    return user


def _promoted(session: Session, guest_id: UUID, username: str) -> User:
    user = session.get_one(User, guest_id)
    session.get_one(Namespace, user.namespace_id).name = username
    user.username, user.kind = username, ActorKind.MEMBER
    if user.plan == GUEST:
        user.plan = FREE
        renew_expiry(session, user.namespace_id, FREE)
    return user


def _as_actor(user: User, address: str = '') -> Actor:
    return Actor(user.id, ActorKind(user.kind), user.username, None, address)
