"""nginx with deploy/nginx.conf, as it stands, before web processes of a test."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder

CONFIGURATION = Path(__file__).parents[2] / 'deploy' / 'nginx.conf'


@contextmanager
def running_nginx(web: Sequence[int], port: int = 0) -> Iterator[str]:
    """Run nginx before the web processes on these ports, and give its https address."""
    port = port or free_port()
    with server_folder('nginx') as folder:
        _write_configuration(folder, port, web)
        argv = [_nginx_path(), '-p', str(folder), '-c', 'nginx.conf', '-e', 'error.log']
        process = ServerProcess(argv, folder, 'nginx')
        try:
            process.wait_until(lambda: accepts_connections(port))
            yield f'https://127.0.0.1:{port}'
        finally:
            process.stop()


def _write_configuration(folder: Path, port: int, web: Sequence[int]) -> None:
    request = (
        'openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout privkey.pem -out fullchain.pem'
    )
    subprocess.run(request.split(), cwd=folder, check=True, capture_output=True)
    ours = CONFIGURATION.read_text().replace('/etc/ssl/a6hub', str(folder))
    ours = ours.replace('listen 443', f'listen 127.0.0.1:{port}').replace(
        'listen 80;', f'listen 127.0.0.1:{free_port()};'
    )
    for written, real in zip(re.findall(r'server 127\.0\.0\.1:(\d+)', ours), web, strict=True):
        ours = ours.replace(f'127.0.0.1:{written} ', f'127.0.0.1:{real} ')
    (folder / 'a6hub.conf').write_text(ours)
    temporary = ''.join(f'{name}_temp_path {name};' for name in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
    (folder / 'nginx.conf').write_text(
        f'daemon off; pid nginx.pid; events {{}} http {{ access_log off; {temporary} include a6hub.conf; }}'
    )


def _nginx_path() -> str:
    # Debian keeps it off the path of ordinary users.
    path = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin')
    if not path:
        raise RuntimeError('nginx is missing: script/test installs it (package nginx-light)')
    return path
