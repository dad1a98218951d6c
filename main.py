"""Starts a6hub: `python main.py` runs web and worker together, `web`, `worker` and `migrate` run one of them.

`python main.py admin NAME` makes a member an administrator.
"""

import argparse
import ctypes
import http.client
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from services.settings import Settings, get_settings

log = logging.getLogger('a6hub')

SHORTEST_LIFE_S = 10
"""A process that dies sooner has a cause that a new start does not mend."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the process that the arguments name; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('process', nargs='?', choices=['all', 'web', 'worker', 'migrate', 'admin'], default='all')
    parser.add_argument('name', nargs='?', help='of a member, with admin: who becomes an administrator')
    parsed = parser.parse_args(arguments)
    if (parsed.process == 'admin') != bool(parsed.name):
        parser.error('admin takes the e-mail address or username of a member; nothing else takes a name')
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format='%(asctime)s %(levelname)-7s %(name)s: %(message)s')
    logging.getLogger('alembic').setLevel(logging.WARNING)
    if parsed.process == 'admin':
        return admin(settings, parsed.name)
    return {'all': supervise, 'web': web, 'worker': worker, 'migrate': migrate}[parsed.process](settings)


def migrate(settings: Settings) -> int:
    """Bring the database to the newest schema."""
    from migrations.run import upgrade
    from services.database import Database

    database = Database(settings.sqlalchemy_url)
    upgrade(database)
    database.dispose()
    return 0


def admin(settings: Settings, name: str) -> int:
    """Make a member an administrator, which takes effect on running servers within ten seconds."""
    from services.container import build_services
    from services.errors import A6HubError

    migrate(settings)
    services = build_services(settings)
    try:
        user = services.users.make_administrator(name)
    except A6HubError as error:
        log.error('%s', error)
        return 1
    finally:
        services.close()
    log.info('%s is an administrator now.', user.username)
    return 0


def web(settings: Settings) -> int:
    """Serve pages and REST."""
    import uvicorn

    from ide.app import create_app
    from ide.mounting import mount_ide
    from services.container import build_services
    from workers.queue import open_queue

    services = build_services(settings, open_queue(settings))
    app = create_app(services)
    mount_ide(app, services)
    try:
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_level=settings.log_level.lower(),
            access_log=False,
            forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=3,
        )
    finally:
        services.close()
    return 0


def worker(settings: Settings) -> int:
    """Run jobs."""
    from services.container import build_services
    from workers.queue import open_queue
    from workers.worker import run_worker

    services = build_services(settings, open_queue(settings))
    try:
        return run_worker(services, settings)
    finally:
        services.close()


def supervise(settings: Settings) -> int:
    """Migrate, then run web and worker until a signal asks to stop; start the one that dies again."""
    migrate(settings)
    children = {name: _Child(name) for name in ('web', 'worker')}
    stopping = False

    def stop(_number: int, _frame: Any) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    ready = failed = False
    while not (stopping or failed):
        if not ready and (ready := _is_healthy(settings)):
            log.info('a6hub is ready at %s (Ctrl-C ends it)', settings.origin)
        failed = not all(child.keep_alive() for child in children.values())
        time.sleep(0.1)
    return _end([child.process for child in children.values()], failed=failed)


class _Child:
    """A process that is started again when it dies, unless it dies as soon as it has begun."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._begin()

    def keep_alive(self) -> bool:
        """Start the process again where it died; return False where that is hopeless."""
        if self.process.poll() is None:
            return True
        if time.monotonic() - self._born < SHORTEST_LIFE_S:
            log.error(
                '%s ended with %s as soon as it began; the lines above say why', self._name, self.process.returncode
            )
            return False
        log.warning('%s ended with %s; starting it again', self._name, self.process.returncode)
        self._begin()
        return True

    def _begin(self) -> None:
        self._born = time.monotonic()
        self.process = _start(self._name)


def _is_healthy(settings: Settings) -> bool:
    host = {'0.0.0.0': '127.0.0.1', '::': '::1'}.get(settings.host, settings.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, settings.port, timeout=1)
    try:
        connection.request('GET', '/health')
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _start(name: str) -> subprocess.Popen[bytes]:
    # A session of its own keeps Ctrl-C for the parent, which then ends its children in order.
    return subprocess.Popen([sys.executable, __file__, name], start_new_session=True, preexec_fn=_die_with_parent)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _end(children: list[subprocess.Popen[bytes]], *, failed: bool) -> int:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 1 if failed else 0


if __name__ in {'__main__', '__mp_main__'}:
    raise SystemExit(main())
